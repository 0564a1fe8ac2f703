"""The English table of care: what speaks of self-harm, violence or fear, and what only sounds like it.

Sources for the range of things people say: the public warning-sign lists of crisis services (Samaritans,
988, WHO "Preventing suicide") and of domestic-violence hotlines (physical, sexual, controlling behaviour,
stalking, threats). The wordings are ours.
"""

from bot.matching.care_rules import about_others, rules

_RELATIVE = (
    r"(?:ex|husband|wife|partner|boyfriend|girlfriend|fiancee?|spouse|father|dad|daddy|mother|mom|mum|mommy|mummy"
    r"|parents?|step ?(?:dad|father|mom|mum|mother|brother|sister|son)|brother|sister|uncle|aunt|cousin|grandpa"
    r"|grand(?:father|mother|ma)|son|daughter|(?:mother|father|brother|sister) in law|in laws|family|boss|teacher"
    r"|coach|neighbou?r|roommate|flatmate|housemate|landlord|man|men|guys?|woman|friend|mate|coworker|colleague"
    r"|stalker|priest|pastor|old man|other half|significant other|carer|caretaker)s?"
)
_ANYONE = (
    r"(?:he|she|they|someone|somebody|who|mom|mum|mommy|mummy|mama|dad|daddy|papa|grandpa|grandma|stepdad|men"
    rf"|(?:my|our|your|her|his|their|the|this|that|a|an|some|one) (?:\w+ ){{0,2}}{_RELATIVE})"
)
_CHILD = r"(?:kids?|child|children|son|daughter|baby|babies|little (?:boy|girl|ones?|brother|sister))"
_CLOSE = (
    rf"(?:mom|mum|mama|(?:my|our|the|his|her|their) (?:\w+ )?(?:{_CHILD}|{_RELATIVE}|family|dog|cat|pets?))"
)
_AFRAID = r"(?:afraid|scared|terrified|frightened|fearful|petrified|fear|scare|frighten)"
_OUTBURST = r"(?:temper|anger|rage|reactions?|moods?|mood swings|fists?|violence|outbursts?|fits|belt|drinking|hands|threats)"
# What may follow a person one is afraid of; anything else ("of her leaving", "of my mother's opinion") is another fear.
_THEN = (
    r"(?=$| (?:and|but|or|because|when|whenever|if|since|so|as|all|every|at|too|now|even|again|sometimes|always|right"
    r"|lately|for|in|still|anymore|any more|these|like|he|she|they|i|we|it|to be honest|help|please|who|that|lol|tbh"
    r"|s "
    + _OUTBURST
    + r"|hurting|hitting|beating|killing|coming|finding (?:me|us|out where)|following|getting"
    r" (?:angry|mad|violent|drunk|home)|being violent|exploding|losing (?:it|control|his|her)|attacking|doing"
    r" something|harming|touching|taking the|we|cause|cuz|while|until|after|or|deep|than|more|very|mostly|honestly|is it|that much|\d))"
)
_GAME = (
    r"\b(?:chess|games?|tennis|poker|cards?|race|races|racing|match|league|cup|ping pong|monopoly|scrabble|mario|fifa"
    r"|scores?|darts|pool|squash|badminton|quiz|football|basketball|soccer|hockey|boxing|golf|final|finals|round|team"
    r"|tournament|playing|played|level|trivia|sport|arm wrestling|video games?|sparring|karate|judo|election|goals?)\b"
)
_IDIOM_BEAT = rf"{_GAME}|\bbeat\w* (?:me|us|him|her|them) to (?!death|a pulp|the (?:ground|floor))|\bbeat\w* me at (?!home|night|least)"
_KITCHEN = (
    r"\b(?:shav\w+|cook\w*|chopp\w+|kitchen|paper|slic\w+|onions?|bread|vegetables?|carrots?|oven|stove|pan|iron|grill"
    r"|cake|pie|pizza|some slack|slack|glass|off|short|candle|barbecue|tea|coffee|hair|loose|out|sun|a piece)\b"
)

_SELF_HARM = [
    *about_others(
        "self_harm",
        [
            r"kill(?:ed|ing|s)? (?:him|her|your|them|our|one) ?sel(?:f|ves)",
            r"(?:end|ends|ending|ended|take|taking|took) (?:his|her|their|your) own li(?:fe|ves)",
            r"(?:he|she|they|my \w+|my best friend|friend) (?:\w+ ){0,3}(?:wants|wanted|want|trying|tried) to die",
        ],
        r"\bjuliet\b",
    ),
    *about_others(
        "self_harm",
        [r"suicid\w*", r"self harm\w*", r"self injur\w*", r"self mutilat\w*"],
        r"\bnews\b|\bbands?\b|\bsuicide (?:squad|squeeze|doors?|prevention class)\b|\bcareer suicide\b|\bpolitical suicide\b",
    ),
    *rules(
        "self_harm",
        [
            r"kill(?:ed|ing|s)? (?:my|me) ?self",
            r"(?:end|ends|ending|ended|take|taking|took) my (?:own )?life",
            r"(?:end|ending) it all",
            r"(?:want|wanted|going|ready|rather|like|time|decided|plan|planning|trying|try|tempted) (?:to )?(?:just )?end it"
            r"(?=$| (?:tonight|now|today|soon|forever|for good|once))",
            r"put an end to (?:it all|everything|my (?:life|suffering|pain))",
            r"(?:hang|hanging|hanged|drown|drowning|shoot|shooting|shot|gas|stab|poison) my ?self(?! in the foot)",
        ],
        r"\b(?:laugh\w*|gym|workout|training|homework|working so hard|in the foot|work|paperwork|emails)\b",
    ),
    *rules(
        "self_harm",
        [
            r"(?:want|wanted|wants|wanting|wish|wished|ready|prefer|like|try|trying|tried|going|need|deserve|deserved|plan"
            r"|planning|rather|time) (?:\w+ ){0,3}(?:to )?(?:just )?die",
            r"wish(?:ed|ing)? (?:that )?(?:i|i could) (?:\w+ )?(?:was|were|be|am) (?:dead|gone|never born|not (?:alive|here))",
            r"(?:wish|wished) (?:that )?i (?:had|have|was|were|did) (?:never|not) (?:been )?(?:born|exist(?:ed)?|alive|woken up)",
            r"wish (?:that )?(?:i|it) (?:could )?(?:would )?(?:just )?(?:disappear(?! from)|vanish|stop existing|be dead)",
            r"(?:am|be|being|are|is) better off dead|rather be dead|should be dead|as good as dead",
            r"(?:better|happier|easier|fine|ok|okay) (?:off )?(?:\w+ ){0,2}(?:without me|if i (?:was|were|am|died|had never))",
            r"(?:world|everyone|everybody|they|family|kids) (?:\w+ ){0,5}without me (?:around|here|in it)",
            r"(?:no ?one|nobody|no one) (?:would|will) (?:even )?(?:miss|notice|care|cry|mourn)(?: \w+){0,4}"
            r" (?:me|gone|died|dead|disappeared|left|anyway)",
            r"(?:do not|not|never|did not|does not|no longer) (?:really )?(?:want|wanna|wish|like|need|deserve|wanted) (?:to )?(?:\w+ )?"
            r"(?:live|be alive|exist|existing|be here (?:anymore|any more|any longer|at all)|be on this (?:earth|planet)|wake up"
            r"(?: (?:anymore|again|tomorrow|ever|in the morning))?|be (?:around|in this world))(?=$| (?:any ?more|any longer|like this"
            r"|this life|at all|again|tomorrow|and|but|because|if|on this|in this world|in the morning|anyway|today|here any))",
            r"(?:do not|not) want to be here(?=$)",
            r"(?:sleep|bed|asleep) (?:\w+ ){0,4}(?:never|not) (?:\w+ )?(?:wake|waking) up",
            r"(?:hope|pray|wish) (?:that )?i (?:do not|never|will not|would not|did not) wake up",
            r"never (?:wake|waking) up again|wake up dead",
            r"(?:no|any|a|only) (?:real )?reason (?:left )?(?:to (?:live|go on|stay alive|keep living|wake up|be alive)|for (?:me )?living)",
            r"nothing (?:left )?(?:to|worth) liv(?:e|ing) for",
            r"(?:no|what is the|whats the|see no|see the|any) (?:point|sense|use) (?:in |of |to )?(?:living|being alive|going on|life"
            r"|my life|staying alive|existing|keep living|carrying on)(?! (?:together|apart|with|in|here))",
            r"life (?:is|has|does|feels|seems) (?:just )?(?:not |no longer )?(?:\w+ )?(?:worth (?:it|living) ?(?:anymore)?|pointless|meaningless"
            r"|hopeless|unbearable)",
            r"(?:tired|sick|done|fed up|finished|exhausted|weary) (?:of|with) (?:my |this )?(?:life|living|being alive|existing|existence)"
            r"(?=$| (?:i|and|anymore|any more|now|so|it|please|completely|altogether))",
            r"(?:hate|hating) (?:being alive|living|my life|that i am alive)(?=$| (?:and|so|i|anymore|right|now|it))",
            r"given up on (?:life|living|everything|myself)|giving up on life|give up on life",
            r"can not (?:go on|carry on|keep going|live)(?=$| (?:like this|anymore|any more|any longer|this way|living|and|i))",
            r"(?:can not|could not) (?:take|do|bear|stand|handle|cope with) (?:it|this|life|the pain|any of (?:it|this)) ?(?:any ?more|any longer)(?=$)",
            r"(?:no|not see a|see no|any|the only) way out(?=$| (?:of this (?:life|pain)|anymore|any more|but|except|is|for me|and|i))",
            r"want (?:the pain|everything|it all|all of it|it|this|the suffering) to (?:stop|end|be over)(?=$| (?:now|forever|for good|so))",
            r"want to (?:disappear|vanish|be gone|cease to exist|stop existing)(?: forever| for good)?(?=$| (?:and|from this|i))",
            r"(?:cut|cutting|cuts|slit|slitting|slice|scratch|burn|burning|burnt|hurt|hurting|harm|harming|harmed|starv(?:e|ing)|punish(?:ing)?"
            r"|bruis(?:e|ing)|hit|hitting|injure|injuring|bit(?:e|ing)) my ?self",
            r"(?:cut|cutting|slit|slitting|slashed|slash) (?:my|up my|into my|open my) (?:\w+ )?(?:wrists?|arms?|legs?|thighs?|skin|veins?|body)",
            r"(?:started|stopped|stop|start|back to|relapsed and|urge to|been|am|keep) (?:cut|cutting)(?=$| (?:again|since|when|every|deeper|to feel|and))",
        ],
        r"\bdie\w*(?: \w+)? (?:of|from|laughing|alone|happy|old|together|with (?:him|her|you|someone)|next to|before|knowing|without|in (?:his|her|your) arms|for (?:him"
        r"|her|a|some|that|this|you))\b|\b(?:not|never|do not) (?:want|going|ready|like|wanting) to (?:just )?die\b|\blik\w+ to die for\b|\bready to die laughing\b"
        rf"|\b(?:cut\w*|burn\w*|slic\w*|hit|bit\w*) my ?self (?:\w+ ){{0,4}}{_KITCHEN[2:]}|\bbefore i die\b|\bby accident\b|\baccidentally\b|\bwhile\b"
        r"|\b(?:movie|party|job|meeting|class|boss|plot|argument|school|office|house|city|town|country|debt|maze|contract)\b",
    ),
    *rules(
        "self_harm",
        [
            r"overdos(?:e|ed|ing)",
            r"(?:take|took|taking|taken|swallow|swallowed|swallowing|eat|ate) (?:\w+ ){0,4}(?:pills|tablets|paracetamol|sleeping pills|meds|medication at once|bleach)"
            r"(?= (?:and|to|at once|so|until|tonight|in one)|$)",
            r"too many (?:\w+ )?(?:pills|tablets)",
            r"(?:jump|jumping|jumped|step|stepping|walk|walking|throw my ?self|threw my ?self|lie|lying|run) (?:off|from|in front of|under|into|onto) (?:\w+ ){0,3}"
            r"(?:bridge|building|roof|balcony|window|train|trains|tracks|traffic|cliff|bus|truck|lorry|car|cars|subway|ledge)",
            r"(?:drive|crash|steer|driving|crashing) (?:my|the) car (?:into|off|against)",
            r"gun (?:to|in|against) my (?:head|mouth|temple)|bullet (?:in|through) my (?:head|brain)",
            r"(?:noose|razor blades?)",
            r"(?:wrote|write|writing|written) (?:\w+ )?(?:goodbye|farewell|suicide) (?:letters?|notes?)",
            r"(?:i am|am i|feel like|being|be|just|such) (?:just |only |nothing but )?a burden",
            r"(?:think|thinking|thought|thoughts|dream|dreaming|fantasi[sz]e|fantasi[sz]ing|obsessed) (?:\w+ ){0,2}(?:about|of|with) (?:\w+ )?(?:dying|my (?:own )?death"
            r"|being dead|ending (?:it|everything|my)|not (?:existing|being here|being alive|waking up)|killing)",
            r"(?:done|finished|through) with (?:life|living|this life|this world|everything and everyone)",
            r"(?:do not|can not) see (?:a|any) future(?=$| (?:for me|for myself|anymore|and))",
            r"i (?:should|do) not (?:exist|deserve to (?:live|exist|be alive))",
            r"want to go to sleep forever|sleep forever",
            r"(?:goodbye|farewell) (?:forever|cruel world|world)|this is (?:my )?goodbye(?=$)",
            r"kys",
            r"dark thoughts(?! about)|thoughts of (?:death|dying|ending|harming|suicide)|end(?:ing)? things for good",
            r"(?:reason|point|energy|strength|will) (?:left )?(?:to|in|of) (?:keep going|go on|going on|carry on|carrying on|continue|live|living|be here)",
            r"(?:easier|better|best|simpler|happier|peaceful|nicer|relief) (?:\w+ ){0,4}if i (?:\w+ )?(?:was|were|am|had|did|died|would|disappeared)(?: \w+)? ?(?:not|gone|dead|never|no longer|here|born|exist)?(?=$| (?:here|around|alive|born|anymore))",
            r"(?:to|just|might as well|better to|should|could|rather|wish i could|want to) be dead|might as well (?:die|be dead)|(?:should|could|wish i could|hope i|let me) (?:just )?die(?=$| (?:already|now|tonight|today|in my sleep))",
            r"(?:cut|cuts|scars|burns|burned|burnt|scratches|burning|hurting|hurt) (?:\w+ ){0,6}(?:on purpose|deliberately|so i feel something)|(?:cuts|scars|razor) (?:\w+ ){0,2}(?:on|over|across) my (?:\w+ )?(?:arms?|legs?|wrists?|thighs?)",
            r"(?:plan|ready|saved|saving|collecting|hoarding|stash|stockpil\w+) (?:\w+ ){0,4}pills|pills (?:\w+ ){0,4}(?:ready|waiting|drawer|enough to)",
            r"want out of (?:this )?life|and i want out|life has no (?:meaning|purpose|value|worth|point) (?:for me )?(?:any ?more|to me|left)|(?:do not|can not) see the point (?:any ?more|of (?:it|life|anything))(?=$| (?:any))",
            r"not (?:going to )?(?:make it|be here|be around) (?:through the night|much longer|tomorrow|next week)|last (?:message|goodbye|words)(?=$| to everyone)",
            r"(?:starv\w*|stopped eating|not eating|hit|bang\w*|bite|pull\w*) (?:\w+ ){0,4}(?:to punish my ?self|until i (?:bleed|feel nothing|pass out))",
            r"(?:jump|jumping) (?:to my death|and end|off something)|crash(?:ing)? my car on purpose|bleed out|drink(?:ing)? my ?self to death|drink bleach",
            r"(?:no one|nobody) (?:would |will )?(?:ever )?(?:needs|cares if|would care if|notices if) (?:i|me)(?: \w+)? (?:live|die|alive|dead|exist|gone|lived|died)",
        ],
        r"\b(?:chocolate|sugar|cuteness|cute|caffeine|bungee|skydiv\w*|parachut\w*|swimming|game|band|bands|concert|album|vitamins?|netflix|meeting|mistakes?|job|joke|christmas|carbs|bad luck|tax burden|allergy|film|movie|pool)\b",
    ),
]

_VIOLENCE = [
    *rules(
        "violence",
        [
            rf"{_ANYONE} (?:\w+ ){{0,5}}(?:hit|hits|hitting|beat|beats|beating|beaten|slap|slaps|slapped|slapping|punch|punches|punched|punching|smack|smacks|smacked"
            r"|strangle|strangles|strangled|strangling|choke|chokes|choked|choking|abuse|abuses|abused|abusing|rape|rapes|raped|raping|molest|molests|molested|molesting"
            r"|assault|assaults|assaulted|stab|stabs|stabbed|torture|tortures|tortured|attack|attacks|attacked|attacking|bites|bit|whips|whipped|headbutted|headbutts"
            r"|burns|burned|burnt|groped|gropes|suffocated|suffocates|drugged|kick|kicks|kicked|kicking|spits? (?:on|at)|spat (?:on|at)|harm|harms|harmed|beat the \w+ out of"
            r"|threaten|threatens|threatened|threatening|blackmails|blackmailed|trafficked|spanked|pins|pinned|violated|smothered) (?:up )?(?:on )?(?:me|us|my (?:face|head|arm|stomach))",
        ],
        rf"{_IDIOM_BEAT}|\bhits? (?:on )?(?:me|us) (?:up|with (?:a|the|his|her|that|this) (?:smile|questions?|joke|surprise|look|idea|news|bill|truth|message|text|kindness))"
        r"|\bhits? on me\b|\bchok\w+ me up\b|\bkick\w* (?:me|us) (?:out of (?:the|his|her) (?:band|team|group|club|chat|course)|off the|under the table|in the butt to)"
        r"|\bstab\w* me in the back\b|\bburn\w* me out\b|\b(?:dog|cat|puppy|kitten|baby|toddler|hamster|parrot) \w+ me\b|\bbit me a\b|\bthis (?:song|feeling|thought|wave|idea)\b",
    ),
    *rules(
        "violence",
        [
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:hurt|hurts|hurting) (?:me|us)",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:push|pushes|pushed|pushing|shove|shoves|shoved|shoving|throw|throws|threw|slam|slams|slammed|drag|drags|dragged|grab|grabs|grabbed|shakes?|shook)"
            r" (?:me|us)(?=$| (?:down|around|against|into (?:the|a)|over|off|onto|on the (?:floor|ground|bed)|out of (?:the|a) (?:car|bed|window|door)|by (?:the|my)|and|when|because|sometimes"
            r"|again|hard|so hard|if|across|to the (?:ground|floor)|through))",
        ],
        r"\bhurt\w* (?:me|us)(?: \w+){0,3} (?:feelings|deeply|emotionally|words?|left|leav\w+|ignor\w+|lied|lies|lying|forgets?|forgot\w*|cheat\w*|said|saying|told|honesty|to (?:see|hear|think|know)"
        r"|call|dumped|moved|silence)\b|\b(?:forgiv\w*|thank\w*|grateful|gratitude|lessons?|teach\w*)\b|\bhurts me that\b|\bpush\w* me (?:to|towards|away|forward|harder|beyond|too)\b"
        r"|\bgrab\w* me a\b|\bgrab\w* me by surprise\b|\bswings?\b|\bthrow\w* me (?:off|a|an)\b|\bthrew me (?:off|a|an)\b|\bin the (?:pool|lake)\b",
    ),
    *about_others(
        "violence",
        [
            rf"(?:{_ANYONE}|who) (?:\w+ ){{0,4}}(?:hit|hits|hitting|beat|beats|beating|slap|slaps|slapped|slapping|punch|punches|punched|kick|kicks|kicked|choke|chokes|choked|strangles?|strangled"
            rf"|abuse|abuses|abused|abusing|rape|rapes|raped|molests?|molested|molesting|threatens?|threatened|hurts|hurting) (?:up )?(?:her|him|{_CLOSE})(?! (?:feelings|up|record|score|high|head off))",
            r"(?:domestic|physical|sexual|family|marital|spousal) (?:violence|abuse|assault)|domestic abuser",
            r"(?:physically|sexually|verbally and physically) (?:abus\w*|assault\w*|violen\w*|attack\w*|hurt\w*|harass\w*|harm\w*)",
            r"abusive|abuser|wife beater|wifebeater|incest|rapist|rape|raped|molested|battered (?:wife|woman|women)|child abuse",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:violent|aggressive (?:towards|to|with) (?:me|us|the kids))",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:broke|breaks|fractured|dislocated|twists|twisted) my (?:\w+ )?(?:arm|nose|jaw|ribs?|wrist|bones?|finger|hand|leg|teeth|tooth)",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:pull|pulls|pulled|pulling|yanks?|yanked) my hair|drag\w* me by (?:my|the) hair",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:throw|throws|threw|throwing) (?:\w+ ){{1,3}}at (?:me|us|the wall|my head|the kids)",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:gets|got|becomes|turns|turned|got|been|is|was|being) physical with me",
        ],
        rf"{_IDIOM_BEAT}|\babusive language\b|\brape ?seed\b|\bthrow\w* (?:a (?:party|ball|kiss|look|question)|himself|herself|shade) at\b|\bhits? (?:her|him|them) (?:up|that)\b|\brecord\b",
    ),
    *about_others(
        "violence",
        [
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:smash|smashes|smashed|punch|punches|punched|break|breaks|broke|kicks|kicked|destroys|destroyed|trashes|trashed) (?:in )?(?:(?:the|my|our|a) )?(?:\w+ )?(?:things|stuff|walls?|doors?|phone|furniture|dishes|plates"
            r"|glasses|window|mirror|laptop|hole)(?=$| (?:and|when|next|in|because|at|if|during|so|with his))",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:did|does|do|doing|done) (?:\w+ )?(?:things|stuff|it|something|that) to me(?=$| (?:when|as|that|at|in|and|every|while))",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:had|has|have) (?:sex|intercourse) with me (?:while|when|even|although|against|without|after i)",
            rf"{_ANYONE} (?:\w+ ){{0,6}}(?:and|or|to|will|would|could|might|then) (?:\w+ )?(?:kill|murder|strangle|stab|shoot|beat|hit|rape) (?:me|us|her|my \w+)(?=$| (?:and|if i (?:leave|tell|go|say|ever)|one day|in my sleep|with))",
            r"attempted (?:murder|rape)|(?:tried|try|tries|trying) to run (?:me|us) over|assaulted by|(?:forced|pressured|coerced) (?:me )?(?:into|to have) (?:sex|it)|(?:hit|hits|beat|beats) us",
            r"i (?:\w+ ){0,3}(?:could|might|almost|nearly|will|would|am going to) (?:\w+ )?(?:hurt|hit|harm|shake|smother|kill|strangle) (?:my|the|our) (?:\w+ )?(?:baby|kids?|child|children|son|daughter|newborn)",
            rf"{_ANYONE} (?:\w+ ){{0,6}}(?:says|said|owns|thinks|told me) (?:\w+ ){{0,4}}(?:owns|own) me|(?:can|could|may) never leave (?:him|her)?(?=$| or| because he| because she)",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:gets?|got|becomes?|became|turns?|turned|being) (?:\w+ )?(?:physical|violent|aggressive|handsy)(?=$| (?:when|with me|and|sometimes|if|after|towards|again))",
            rf"{_ANYONE} (?:\w+ ){{0,5}}(?:hit|hits|beat|beats|beating) (?:mom|mum|mama|my \w+|dad)",
            r"(?:hit|hits|hitting|beat|beats|beating|slap|slaps|punches|kicks|chokes|hurts) me (?:again|every (?:day|night|time|week)|when (?:he|she)|if i|in front of|so hard|and|because i|until|almost|sometimes|regularly|daily|all the time|with (?:his|her|a) (?:fists?|belt|hand|stick))",
            r"(?:getting|get|got|being|be) (?:hit|beaten|slapped|punched|kicked|choked|strangled) (?:by|at home|every|again|up|all the time|when)",
            r"(?:hitting|beating|slapping|choking|abusing|raping|threatening|strangling|punching|kicking) me",
        ],
        rf"{_IDIOM_BEAT}|\bhits? (?:me|us) (?:every time i (?:hear|listen|see)|when i (?:hear|listen|think))\b|\bheat\b|\b(?:it|song|truth|thought|realization|reali[sz]ation|memory|wave|sun) (?:\w+ )?(?:hits?|beats?|kicks?) me\b|\bfitness\b|\bheart\b",
    ),
    *rules(
        "violence",
        [
            r"(?:i|we) (?:\w+ ){0,4}(?:been|was|were|being|am|get|gets|got|getting) (?:\w+ ){0,3}(?:beaten|hit|slapped|punched|kicked|choked|strangled|raped|molested|abused|assaulted|attacked|threatened"
            r"|stabbed|tortured|groped|trafficked|drugged|locked (?:up|in|inside)|held (?:captive|hostage|down|against)|beat up|touched inappropriately|beaten up|blackmailed|mistreated|abducted)",
            rf"(?:hands?|fingers|arms?|belt|rope|cord|pillow) (?:\w+ ){{0,2}}(?:around|round|on|to|at|over) my (?:neck|throat|face|mouth)",
            r"(?:put|puts|laid|lays|raised|raises|lifted|lay) (?:\w+ )?(?:his|her|their|a) (?:hands?|fists?) (?:on|to|at|against) (?:me|us|her|the kids|my)(?! (?:shoulder|back|forehead|heart|cheek))",
            r"(?:knife|gun|weapon|axe|bat|hammer|machete|pistol|blade|rifle) (?:\w+ ){0,3}(?:to|at|on|against) (?:me|my (?!collection|list)\w+|us|his head|her head|the kids)",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:has|owns|keeps|got|bought|carries|pulled|pulls|grabbed|took out|holding|waved) (?:a|his|the|her|out a) (?:\w+ )?(?:gun|weapon|knife|pistol|rifle|machete)",
            r"(?:hide|hiding|hid|cover|covers|covering|covered (?:in|with|up)|full of|have|has|left|gave|got|these) (?:\w+ ){0,4}(?:bruises?|black eye)",
            r"force[sd]? (?:me|himself|herself|themselves|her) (?:to (?:have sex|sleep with|touch|do (?:sexual )?things|undress|kiss)|on me|upon me|into (?:sex|bed|it)|on her)",
            r"(?:made|makes) me (?:have sex|sleep with|touch (?:him|her)|do (?:sexual )?things|undress)",
            r"(?:sex|slept|sleep|intercourse) (?:\w+ ){0,3}(?:against my will|without my consent|when i (?:do not|did not|say no|said no|am asleep|was asleep)|even (?:if|though|when) i)",
            r"(?:against my will|without my consent|said no (?:\w+ ){0,6}(?:not stop|anyway|kept)|not take no for an answer|not stop when i)",
            rf"touch(?:es|ed|ing)? me (?:when i was (?:\w+ ){{0,3}}(?:child|kid|little|young|\w+ years|asleep|small|\d)|as a (?:child|kid)|even (?:though|if|when)|against|inappropriately|there|where (?:he|she|i)|without|in my sleep|sexually"
            r"|down there)",
            r"(?:lock|locks|locked|locking|shut|shuts) (?:me|us|her) (?:in|inside|up|into|away)",
            rf"(?:keep|keeps|kept|keeping|hold|holds|holding|held) (?:me|us) (?:locked|captive|hostage|prisoner|a prisoner|down|against|inside the (?:house|room)|trapped)",
            rf"{_ANYONE} (?:\w+ ){{0,2}}(?:will not|would not|does not|did not|do not|never) (?:let|lets|allow|allows|let s) (?:me|us) (?:to )?(?:leave (?:the|this|our|my|him|her)|leave(?=$)|go out|out|see (?:my|anyone|friends)"
            r"|talk to (?:my|anyone|other|friends)|use my|have (?:a|my) (?:phone|money|job|friends)|go (?:home|anywhere|to work)|work|sleep)",
            rf"(?:not allowed|forbidden|forbids me|forbid me) to (?:leave the (?:house|flat|apartment|room)|see my (?:friends|family|mother|sister|parents)|have (?:a phone|friends|money)|talk to (?:anyone|my|other|men))",
            rf"(?:took|takes|taken|hid|hides) (?:away )?my (?:phone|passport|keys|papers|documents|car keys|id card|bank card)",
            rf"{_ANYONE} (?:\w+ ){{0,6}}(?:will|would|going to|threaten(?:s|ed)?(?: to)?|threatening to|wants? to|wanted to|tries to|trying to|tried to|might|could|swore|swears|says) (?:\w+ ){{0,3}}(?:kill|hurt|harm|shoot|stab|strangle|choke"
            rf"|beat|hit|rape|burn|murder|drown|poison|smash|find) (?:me(?! (?:a|an|some|another|attractive|interesting|boring|funny|annoying|cute|something))|us(?! (?:a|an))|{_CLOSE})",
            r"(?:will|going to|gonna) (?:kill|murder) (?:me|us|her)(?=$| (?:and|i|please|help|tonight|one day|someday|if i (?:leave|tell|go|say|report|ever)))",
            r"(?:tried|try|tries|trying|attempted) to (?:\w+ )?(?:kill|strangle|choke|rape|stab|murder|drown|poison|suffocate|run over|smother) (?:me|us|her|my)",
            r"(?:death threats?|threatened (?:me|us|my|her|with)|threatens (?:me|us|my|to (?:hurt|kill|hit|take|post|leak|burn|harm)|with)|beats? the (?:shit|crap|hell) out of)",
            r"(?:afraid|scared|worried) (?:that )?i (?:might|will|could|may|am going to|am gonna) (?:hurt|kill|hit|harm|stab|snap and hurt) (?:someone|somebody|my (?:kids?|child|children|baby|wife|husband|partner)|people|them all)",
            rf"i (?:\w+ ){{0,3}}(?:hit|beat|beats|slap|slapped|punch|punched|choke|choked|strangled|kick|kicked|shoved|shook|physically hurt|raped|molested|abused) (?:up )?(?:my|our) (?:\w+ )?(?:{_CHILD}|{_RELATIVE}|girl|dog)",
            rf"i (?:\w+ ){{0,4}}(?:want|going|like|plan|planning|need|feel like|urge) (?:to )?(?:\w+ )?(?:kill|killing|stab|stabbing|shoot|shooting|strangle|murder|murdering|beat up|harm|poison|hurt|hurting) (?:him|her|them|someone|somebody"
            rf"|people|everyone|everybody|{_CLOSE})",
        ],
        rf"{_GAME}|\b(?:mosquitos?|mosquitoes|bees?|wasps?|geese|goose|seagulls?|toy|nerf|water gun|glue|playdough|plastic)\b|\b(?:apple|apples|banana|peach|fell|falling|bike|gym|climbing)\b|\b(?:meeting|elevator|lift|traffic|gut|wedding|choked up|contract|peanut|laughed)\b|\bbeaten (?:at|in|to the|by (?:a|one|two|\d))\b"
        r"|\b(?:hit|attacked|kicked|stabbed) (?:by|with|hard by) (?:a|an|the|some|this) (?!man|guy|stranger|family|relative|boyfriend|husband|friend|teacher|gang|group|belt|stick|bottle|woman|knife|bat|hammer|men)"
        r"|\blocked (?:me|us|my ?self) out\b|\bi (?:do|did|would|will|can) (?:not|never) (?:ever )?(?:really )?(?:want|like|mean|wanna|plan|going|need)(?:ed)? to (?:\w+ )?(?:hurt|harm|kill)\b|\bnever (?:want|wanted) to hurt\b|\bkilled? it\b"
        r"|\b(?:afraid|scared) (?:of|to) hurt\w* (?:him|her|them|anyone)\b|\bfeelings\b|\bwithout hurting\b|\bkill(?:ing)? (?:me|us|them|him|her|my \w+) (?:with (?:kindness|cuteness|laughter|that|this|his|her|their)|laughing|softly|for (?:eating|being late))\b"
        r"|\b(?:mom|mum|dad|boss|teacher|mother|father|coach|sister|brother|roommate|flatmate|wife|husband|parents|girlfriend|boyfriend) (?:is|are|will|would|am) (?:going to )?(?:so )?(?:kill|murder) me (?:if|when|for) (?:i|my|the|this|he|she|we|they|it)?"
        r" ?(?:am late|forg\w+|miss\w*|fail\w*|break\w*|eat\w*|ate|sees? (?:the|this|my)|spill\w*|lose\w*|lost|come home late|am not|do not finish|being late|hears? (?:the|this|my)|finds out (?:about the|i (?:ate|forgot|broke|lost)))"
        r"|\bvideo\b.*\bgame\b|\b(?:joke|jokes|laughing|pun|puns|accidentally|by accident)\b|\bfitting\b|\bspoil\w*\b",
    ),
]

_FEAR = [
    *rules(
        "fear",
        [
            rf"{_AFRAID} (?:\w+ )?(?:to death )?(?:of|from|around) (?:him|her|them|dad|daddy|mom|mum|(?:my|our|your|this|that|the|a|his|her|their) (?:\w+ ){{0,2}}{_RELATIVE}){_THEN}",
            rf"{_AFRAID} (?:of|by) (?:my (?:\w+ )?|the |his |her |their ){_OUTBURST}",
            rf"{_AFRAID} (?:of|by) (?:my|the|his|her|our) (?:\w+ )?{_RELATIVE} s {_OUTBURST}",
            rf"{_AFRAID} (?:of|about) (?:what|how) (?:he|she|they|my (?:\w+ )?{_RELATIVE}) (?:\w+ )?(?:will|would|might|could|may|can|is|does|do)(?: \w+)? (?:do|react|capable)",
            rf"{_AFRAID} (?:of|by) someone(?=$| (?:in|at|here|who|i know|close|i live))|{_AFRAID} of (?:a man|men|being (?:hit|beaten|hurt again by|attacked|killed|raped|alone with)|getting (?:hit|beaten|killed|hurt by))",
            rf"{_AFRAID} (?:of|to) (?:go|going|come|coming|be|being|return|returning) (?:back )?home",
            rf"{_AFRAID} to (?:be alone with|leave (?:him|her|the house)|say no to (?:him|her)|go back to (?:him|her)|stay with (?:him|her)|open the door|be near (?:him|her)|tell (?:the police|anyone what))",
            rf"{_AFRAID} (?:that )?(?:he|she|they|my (?:\w+ )?{_RELATIVE}) (?:\w+ ){{0,4}}(?:hurt|hit|kill|beat|find (?:me|us|out where)|finds (?:me|us)|follow|attack|explode|lose control|violent|harm|take (?:my|the) (?:kids|children)|do something to"
            r"|shoot|stab|rape|come (?:back|for me|after)|comes (?:back|for|after)|snap)",
            rf"(?:{_ANYONE}|(?:his|her|their) {_OUTBURST}|way (?:he|she) \w+) (?:\w+ ){{0,5}}(?:scare|scares|scaring|frightens?|terrif(?:y|ies)|intimidates?|terrori[sz]es?) (?:the \w+ out of )?(?:me|us|the kids|my \w+)(?=$| (?:and|when|so|a lot"
            r"|because|sometimes|at|every|with his|with her|to death|now|i|really|when he|lately|more))",
            rf"(?:{_ANYONE}) (?:really )?(?:scared|frightened|terrified) (?:me|us)(?=$| (?:and|when he|when she|last night|yesterday|again|so much|by))",
            r"(?:not|never|no longer|hardly) (?:feel|feeling|felt) (?:\w+ )?safe|(?:am|are|is|feel|feels|feeling|was) (?:not|never|no longer) (?:\w+ )?safe|feel(?:s|ing)? (?:very |so |really )?unsafe|(?:am|are) unsafe",
            r"fear(?:ing|ed|s)? for (?:my|our|her) (?:own )?(?:life|lives|safety|child\w*|kids|daughter|son)",
            rf"{_AFRAID} (?:of|about) what (?:will|would|might|could) happen (?:if|when) i (?:leave|go|tell|say|am not|come|get home|do not)|{_AFRAID} for (?:my|our|her) (?:own )?(?:life|lives|safety|child\w*|kids|daughter|son)",
            rf"{_AFRAID} (?:and |because |that |so )?(?:he|she|my (?:\w+ )?{_RELATIVE}) (?:is|will|might|comes|could) (?:\w+ ){{0,2}}(?:coming|on (?:his|her) way|outside|here|home|drunk|find out i)",
            rf"(?:he|she|my (?:\w+ )?{_RELATIVE}) (?:\w+ ){{0,4}}(?:and )?i am (?:\w+ )?(?:scared|afraid|terrified|frightened) (?:of|to (?:go|be))",
            r"(?:am|live|living|lived|be|being|constantly|always|wake up|lie awake|was) (?:\w+ )?in (?:constant |total |daily )?fear(?=$| (?:every|all|of (?:him|her|my|what he|what she)|at|and|that|because|in my))",
            r"i flinch|(?:careful|watch|mind) (?:about )?what i say or (?:he|she)|(?:hide|hid|hiding|lock my ?self) (?:\w+ )?in the (?:bathroom|closet|bedroom|basement|toilet)(?=$| (?:when|until|because|and|from|so|with))",
            r"chair (?:against|under|in front of) the door (?:\w+ )*?(?:because|so|when)|(?:sends?|sending|sent|gets?|getting|got|receiv\w+|keeps?|made|makes?|making) (?:\w+ ){0,4}threats|threatening (?:messages|texts|calls|me|letters|voicemails)",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:found|finds|got|has|find) (?:out )?my (?:new |home )?(?:address|hiding place|location|workplace|apartment)",
            rf"{_ANYONE} (?:will|would|does|did) not stop (?:\w+ ){{0,5}}(?:calling|texting|following|threatening|harassing|messaging|contacting|stalking|hitting|hurting|watching) ?(?:and \w+ )?(?:me|us)?",
            rf"(?:{_ANYONE}|will) (?:\w+ ){{0,5}}find me (?:wherever|no matter|anywhere|everywhere|if i|and)|(?:scared|afraid|terrified) (?:every time|whenever|when) (?:he|she|i hear (?:him|her|his|the door))|(?:am|is|was) (?:so )?dangerous(?=$| (?:and i|to me|when))",
            rf"(?:i|we) (?:\w+ )?fear (?:him|her|my (?:\w+ )?{_RELATIVE})(?=$| (?:and|when|because|so|every|s {_OUTBURST}))",
            r"liv(?:e|ing) in (?:constant )?fear(?! of (?:missing|commitment|being alone|losing|failure|rejection|spiders))|in fear of (?:him|her|my)",
            r"feel(?:ing)? threatened by (?:him|her|my|a)|i feel threatened(?=$| (?:at|when|in|every))",
            r"walk(?:ing|ed|s)? on egg ?shells",
        ],
        r"\b(?:safe (?:opening|to (?:open|love|trust|share|be myself|say|assume|bet|eat)|enough to (?:open|love)|being vulnerable)|financially|driving|flying|swimming|investing|in my job|spiders?|heights|dogs?|the dark|public speaking|clowns?"
        r"|scary movie|halloween|horror|jump scare|surprise party|in a good way|drive|ladder|bridge|ice)\b|\bscares? me (?:how much|that i|off|silly)\b",
    ),
    *rules(
        "fear",
        [
            r"(?:stalk|stalks|stalked|stalking|harass|harasses|harassed|harassing) (?:me|us|my)|(?:being|been|get|getting|am|was) (?:\w+ )?(?:stalked|harassed|followed|watched by (?:him|her|my))|(?:a|my|the) stalker",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:follow|follows|followed|following) (?:me|us)(?=$| (?:home|everywhere|around|at night|to|in his car|and|when|wherever|from|again|by car|all the time))",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:track|tracks|tracked|tracking|spies on|spied on|spying on|hacked|hacks|monitors|monitoring|put a tracker|bugged) (?:my|me|on my|us)",
            r"(?:tracker|airtag|gps|spyware|hidden camera|camera) (?:\w+ ){0,2}(?:in|on|under) my (?:car|phone|bag|room|bedroom|house|home|bathroom|flat)",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:knows|found out|finds out|find out|figured out) where (?:i|we) (?:live|am|are|work|moved)",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:wait|waits|waiting|waited|stands|standing|stood|sits|sitting|parks|parked|lurks|lurking|shows up|showed up|showing up|turns up|outside|banging|pounding|watching|watches|comes|appears) (?:\w+ ){{0,3}}"
            r"(?:outside|in front of|at|on|to|near|by)? ?my (?:house|home|door|front door|flat|apartment|work|workplace|office|window|job|place)(?! (?:for (?:dinner|coffee|tea)|with (?:flowers|cake|food)|party))",
            rf"{_ANYONE} (?:will|would|does|do) not (?:leave|let) me (?:alone|be)(?=$| (?:even|and|he|she|i|after|since|anymore|any more|no matter|or))",
            rf"(?:hide|hiding|hid|run|running|ran|escape|escaping|escaped|flee|fled|fleeing) from (?:him|her|them|my (?:\w+ )?{_RELATIVE})(?=$| (?:and|because|but|in|at|with|for|since|before|s|i|he|she|again|last|to|right|now|until|after|once))",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:control|controls|checks|checking|reads|goes through|decides|monitors|dictates) (?:all )?(?:my (?:phone|messages|money|every move|texts|emails|clothes|bank)|who i|what i (?:wear|eat|do|say|spend)|where i (?:go|am)"
            r"|everything i|every step)",
            r"(?:i am|we are|my life is|am i|she is) in danger|call(?:ing)? the (?:police|cops) (?:on|for|please|he|she)|(?:need|please call|should i call|want to call) the (?:police|cops)|restraining order|women s shelter|womens shelter",
            r"(?:escape|get away|get out|run away|rescue me|save me|help me get away) from (?:him|her|my (?:husband|wife|boyfriend|girlfriend|partner|father|dad|mother|parents|ex|family|stepfather))(?=$| (?:and|but|because|before|safely|i|he|she|please))",
            r"(?:help me|please help) (?:he|she|my \w+) (?:is|has|will|wants|keeps)",
        ],
        r"\b(?:instagram|insta|twitter|tiktok|facebook|social media|snapchat|taxi|uber|pizza|delivery|package|amazon|postman|cat|kitten|puppy|my dog|ads?|advert\w*|follow(?:s|ed)? me back|mailman|hide and seek|tag|flowers|profile|likes?|photos?)\b",
    ),
]

ENGLISH = [*_SELF_HARM, *_VIOLENCE, *_FEAR]
