"""Signs: words that say nothing much one by one, and together speak of danger. English.

People seldom name the thing. They say what lies ready, what they are hiding, what they listen for.
"""

from bot.care.rules import rules, together

_MEDICINE = r"(?:pills?|tablets?|meds|medication|painkillers|insulin|paracetamol|ibuprofen|xanax)"
_GONE = r"(?:dead|died|passed(?: away)?|in heaven|heaven|buried|lost (?:him|her)|is gone|has been gone)"

SIGNS = [
    *together(
        "self_harm",
        [
            (_GONE, r"i (?:\w+ ){0,4}(?:follow|join|go (?:and )?(?:see|be with)|be with) (?:him|her|them)"),
            (r"(?:follow|join) (?:him|her|them)", r"soon|into death|in death|in heaven|on the other side"),
            (
                r"(?:platform|tracks|rails|railway|edge|ledge|roof|rooftop|balcony)",
                r"(?:too close|hope|hoping|jump\w*|step off|let go|lean\w*|one step|fall)",
                r"(?:i|my|me)",
            ),
            (
                r"(?:googl\w+|search\w*|looking up|counting)",
                r"how (?:tall|high|deep)",
                r"(?:bridge|roof|car park|building|cliff|tower)",
            ),
            (
                r"(?:note|letter|playlist|video|message|will)",
                r"when they find (?:me|out)|when i am (?:gone|dead)",
            ),
            (
                r"(?:burn|burned|burnt|cut|bit|scratched) my ?self",
                r"(?:again|helps?|feel|relief|numb|calm\w*)",
            ),
            (
                r"(?:hope|hoping|wish|pray)",
                r"my heart",
                r"(?:stops?|give up|gives up|stopped)",
                r"(?:itself|own|nights?|sleep)",
            ),
            (
                r"bridge",
                r"(?:how (?:high|deep|cold|far)|jump\w*|rail(?:ing)?|over the edge|every (?:day|night))",
            ),
            (
                _MEDICINE,
                r"(?:staring|looking at|in front of me|next to me|beside me|in my hand|counted|counting)",
            ),
            (_MEDICINE, r"(?:jar|whole|stash|loads?|hoard\w*|enough)", r"(?:me|my|i)"),
            (_MEDICINE, r"(?:too many|would it take|does it take|at once|all of them|how many of my)"),
            (_MEDICINE, r"(?:lined up|laid out|all ready)", r"(?:table|bed|desk|nightstand|me|my)"),
            (
                _MEDICINE,
                r"(?:stopped|stop|quit|skipp\w+|not taking)",
                r"(?:on purpose|so i|so it|to die|let it)",
            ),
            (
                r"(?:wish|wished|hope|hoped|hoping)",
                r"(?:car|truck|lorry|bus|train|plane|tumou?r|cancer|virus|lightning)",
                r"(?:hit me|hits me|killed me|kills me|takes? me|took me|ran me|crash\w*|finish\w*)",
            ),
            (
                r"(?:pray|praying|prayed|wish|ask|asking|beg|begging|hope|hoping)",
                r"(?:god|the lord|death)",
                r"takes? me",
            ),
            (
                r"(?:wheel|steer\w*|swerv\w*|driv\w+)",
                r"(?:think|thinking|thought|tempt\w+|imagin\w+|wonder\w*)",
                r"(?:not turn\w*|let go|off the (?:road|bridge|cliff)|into (?:a|the) (?:tree|wall"
                r"|river|truck|traffic))",
            ),
            (
                r"(?:razor|blade|knife|rope|belt|pills)",
                r"(?:calling|calls|whisper\w*|waiting for me|had the|have the)",
                r"(?:me|my|i)",
                r"(?:drawer|night|again|everything|name|ready|it)",
            ),
            (
                r"in order",
                r"(?:papers|affairs|will|documents)",
                r"(?:no longer here|gone|not ill|when i am not|after me)",
            ),
            (
                r"(?:take|takes|taking|look|looks|looking) (?:care of|after)",
                r"(?:after|when|once) i am (?:gone|dead|no longer)",
            ),
            (
                r"(?:head|fists?)",
                r"(?:against|into|on) the wall",
                r"(?:until|till|so that|to make)",
                r"(?:quiet|bleed\w*|stops?|numb|feel)",
            ),
            (r"insurance", r"(?:pay|pays|cover\w*)", r"if i (?:did it|do it|die|died|kill\w*|jump\w*)"),
            (
                r"(?:no more|my last|the last)",
                r"(?:birthdays?|christmas|summer|spring|winter)",
                r"(?:for me|i decided|ever)",
            ),
            (
                r"(?:walk\w*|wad\w+|swim\w*)",
                r"(?:into|out to) (?:the )?(?:sea|ocean|lake|river|water|waves)",
                r"(?:keep going|not come back|never come back|and not|far|hurt|disappear|until)",
            ),
            (
                r"(?:ways?|how|methods?)",
                r"to (?:do it|die|go|end it)",
                r"(?:painless\w*|without pain|quick\w*|fast)",
            ),
            (
                r"(?:hurt|punish|starv\w+|burn\w*|cut\w*) my ?self|not eating",
                r"(?:deserve|on purpose|feel (?:something|less))",
            ),
            (
                r"(?:wrote|written|writing|finished)",
                r"letters?",
                r"(?:goodbye|one for my|to my kids|when i am gone)",
            ),
            (
                r"(?:gave|given|giving)",
                r"(?:dog|cat|things|stuff|everything|ring|guitar|records)",
                r"away",
                r"(?:gone|need|anymore|any ?more|longer)",
            ),
            (r"(?:life|living|world)", r"i want out|no way out|want it over|so done"),
        ],
        r"\b(?:film|movie|song|novel|story|game|laundry|holiday|vacation|trip|hand in hand|together"
        r"|diving|surf\w*"
        r"|bungee|parachute|headache|flu|cold|allergy|vitamins?|dentist|wax\w*|moving house"
        r"|new flat|exam|gift)\b",
    ),
    *rules(
        "self_harm",
        [
            r"rather not (?:wake|be here|be alive|exist|live|see tomorrow)",
            r"not (?:planning|plan|going|expecting|expect) to be (?:around|here|alive) (?:\w+ ){0,2}"
            r"(?:by|much longer|anyway|any ?more|for long|next (?:year|week|month))",
            r"(?:been|started|keep|am|be) cutting(?=$| (?:again|since|more|at night|so i|to feel|when)\b)",
            r"(?:disappear|vanish)(?:ing)? (?:for good|for ?ever|permanently) (?:like|from|and)"
            r"|(?:like|want to|just|could|to) (?:disappear|vanish)(?:ing)? (?:for good|for ?ever"
            r"|permanently)",
            r"(?:find|found|finds) (?:me dead|me hanging|my body|me in the (?:bath|garage|morning))",
            r"courage to (?:do it|end it|die|jump|go too|go through with it|follow (?:him|her))",
            r"i deserve (?:the |all the |this |to )?(?:pain|suffer\w*|die|be hurt|be punished|bleed)",
            r"i (?:will|am going to|would) jump(?=$| (?:off|from|in front)\b)",
            r"(?:last night|yesterday|tonight|today|this morning) i (?:almost|nearly) did it",
            r"last (?:one|person|thing) i (?:am|will be|would be|am ever) (?:saying|going to say|say)"
            r" (?:good ?bye|bye) to",
            r"(?:no|can not see (?:a|any)|do not see (?:a|any)) future (?:with|for) me",
            r"(?:sick|bored|done|finished|weary) (?:of|with) (?:living|being alive|existing|breathing)"
            r"|(?:living|breathing|existing) (?:is|got|feels) (?:\w+ )?(?:too much|pointless|unbearable)",
            r"(?:ends?|over) tonight (?:and )?so do i|tonight i (?:end|finish) (?:it|everything|things)",
            r"stand(?:ing)? (?:too |so |really )?close to the (?:edge|tracks|rails)",
            r"(?:never|not) ever wake|sleep and (?:never|not) (?:ever )?wake",
            r"life is not worth (?:it|living)|do not want to be alive|(?:stopped"
            r"|quit) taking my (?:insulin|heart \w+)",
            r"(?:nobody|no ?one) would (?:even )?(?:notice|know|find me) (?:\w+ ){0,4}(?:if"
            r"|when) i (?:was|were|am)"
            r" (?:gone|dead)",
        ],
        r"\b(?:film|movie|song|novel|game|holiday|vacation|trip|from (?:instagram|facebook|tinder"
        r"|social media)|joy)\b",
    ),
]
