"""Indirect forms: what is said around the thing itself. English.

Each is a phrase that people use of dying, of being hurt or of fear, and hardly of anything else.
"""

from bot.care.english_terms import ANYONE, RELATIVE
from bot.care.rules import rules

_BODY = r"(?:belly|stomach|bump|ribs?|face|head|jaw|neck|back|legs?|shins?|arms?)"
_CREATURE = r"(?:dogs?|cats?|pets?|puppy|kitten|rabbit|bird|hamster|horse)"

HINTS = [
    *rules(
        "self_harm",
        [
            r"(?:think|thinking|thought|fantasi[sz]\w+) (?:\w+ ){0,2}how i (?:would|will|could|want to)"
            r" do it",
            r"(?:do not think|not sure|doubt|do not know if) (?:that |if )?i (?:will|would|am going to)"
            r" (?:still )?"
            r"(?:be alive|be (?:around|here) (?:next (?:year|christmas|summer|birthday)|for long|much|in"
            r" a year|by (?:christmas|then|summer))|live to see|live (?:much )?longer"
            r"|make it (?:through|to (?:my next|the next|next|tomorrow)))",
            r"(?:bottle|box|pack|packet|handful|pile|drawer full) of (?:\w+ )?(?:pills|tablets|sleeping pills"
            r"|painkillers)",
            r"(?:scratch|pick|dig|carv|claw)\w* (?:at |into )?my (?:own )?(?:arms?|legs?|skin|wrists?"
            r"|thighs?)"
            r" (?:\w+ ){0,3}(?:bleed|bleeds|blood|open)|until i bleed",
            r"(?:no ?one|nobody) (?:would|will|is going to) (?:\w+ ){0,2}(?:notice|care|mind|miss me|cry)"
            r" (?:\w+ )?if i (?:\w+ ){0,3}(?:there|here|around|gone|vanished|disappeared|tomorrow|anymore)",
            r"said (?:my )?(?:goodbyes?|farewell) to (?:everyone|everybody|my (?:family|kids|children))",
            r"my (?:last|final) (?:letter|note|goodbye|farewell|night on earth|day on earth)"
            r"(?! to (?:him|her|them|my|a)\b)",
            r"(?:want|going|ready|long|like) to (?:be with|join|follow) (?:my )?(?:dead|late|deceased"
            r"|him in heaven"
            r"|her in heaven|them in heaven|\w+ in (?:heaven|death|the grave))",
            r"(?:to|just|will|should|about|of|like|might) (?:off|offing|end|ending|delete|erase) my ?self"
            r"(?! (?:from|up|with)\b)",
            r"(?:had|have|having) (?:\w+ )?enough of (?:my |this )?(?:life|living|being alive)"
            r"(?=$| (?:and|i|now|so|honestly)\b)",
            r"(?:life|living|existing|being alive) (?:is|has become|got|feels) (?:just |simply )?too"
            r" (?:much|hard|painful|exhausting)(?=$| (?:for me|and i|i|to go on|now|anymore|to bear)\b)",
            r"i (?:have )?attempted (?:it )?(?:before|last|twice|once|when i was|three times|again)(?! to)"
            r"|my (?:last|first|second|third) attempt(?=$| (?:was|failed|when)\b)|(?:survived|failed) my"
            r" attempt",
            r"(?:no|any|lost all) hope (?:left )?(?:for me|to go on|of living|in life)"
            r"|hope (?:i|it all|everything) (?:die|dies|ends) (?:in my sleep|soon|tonight)",
            r"(?:planned|planning|arranged|choosing|picked) (?:my (?:own )?(?:funeral|death|exit)"
            r"|the (?:day|date) (?:of my death|i die))",
            r"(?:giving|gave|given) away (?:all )?my (?:things|stuff|belongings|possessions)"
            r"(?! (?:to charity|because i am moving))",
            r"(?:better|best) for (?:everyone|everybody|all|them|my \w+) if i (?:\w+ ){0,2}(?:here|gone"
            r"|around"
            r"|dead|left this|disappeared)",
            r"(?:can not|do not want to) (?:see|face|live through) (?:tomorrow|another (?:year|night"
            r"|week|morning))",
            r"(?:do not|not) want to (?:see|have) (?:a )?(?:tomorrow|another birthday)",
            r"make (?:it all|the voices|the pain|everything) (?:stop|go away)(?=$| (?:forever|for good"
            r"|please)\b)",
            r"voices (?:\w+ ){0,3}(?:tell|telling|told) me to (?:\w+ )?(?:die|hurt|kill|jump|do it|cut|end)",
            r"(?:have|got|bought|found|tied|need) (?:\w+ ){0,2}(?:rope|noose|razor|razors|blade)"
            r"(?=$| (?:ready|and|now|around my neck|in my)\b)",
            r"keep(?:s|ing)? me (?:alive|from (?:killing|ending|dying|jumping|doing it))",
            r"(?:think|thinking|thought|dream|dreaming|obsess\w*|read) (?:about|of|over) (?:my )?(?:own )?"
            r"(?:death|dying|the afterlife) (?:all|every|constantly|again|a lot|day|more)",
            r"(?:no|not a|do not have a|never had a) place for me (?:in|on) (?:this|the) (?:world|earth"
            r"|planet)"
            r"|do not belong (?:in this world|on this (?:earth|planet)|among the living)",
            r"(?:noise|voices|thoughts|pain|screaming) in my (?:head|heart|chest) to (?:\w+ )?(?:stop"
            r"|end|go away)",
            r"(?:bridge|roof|platform|tracks|cliff|edge|balcony|rooftop|railing) (?:\w+ ){0,4}(?:almost"
            r"|nearly"
            r"|wanted to|thought about|imagin\w+|ready to) (?:\w+ ){0,2}(?:did it|do it|jump\w*|step\w*"
            r"|fall\w*|go)",
            r"(?:would|will) (?:\w+ ){0,3}(?:come to|cry at|attend|miss) my funeral|my (?:own )?funeral"
            r"(?=$| (?:and|would|nobody|will)\b)",
            r"(?:if|when) i (?:\w+ )?(?:died|die|killed|was dead|were dead) (?:\w+ ){0,4}(?:nobody|no ?one"
            r"|they would|would anyone|he would|she would|everyone)",
            r"tonight is the night (?:and )?(?:goodbye|i am ready|i will|it ends)|this is (?:the|my) end(?=$)"
            r"|goodbye (?:everyone|everybody|to you all) i\b",
            r"(?:cope|deal|bear|stand) (?:with )?(?:being alive|life|living|existing)(?=$| (?:any|and|now)\b)"
            r"|(?:to|just) stop breathing(?=$| (?:forever|and|for good)\b)|how many (?:pills|tablets|meds)",
            r"end things (?:tonight|today|forever)|death (?:\w+ ){0,3}(?:only|like) (?:\w+ )?(?:peace"
            r"|way|answer"
            r"|relief)|(?:lighter|flame|iron|cigarettes?|blade|razor) (?:\w+ )?(?:to|on|against) my"
            r" (?:skin|arm|leg"
            r"|wrist|thigh)|(?:want|going|like) to drown(?=$| (?:and|tonight|in the (?:sea|river|lake))\b)",
            r"(?:too (?:tired|broken|weak|damaged)) to (?:live|go on|keep living|exist|carry on)",
            r"(?:never|not) (?:to )?(?:wake|waking)(?: up)?(?=$| (?:again|ever|tomorrow|anymore|and)\b)"
            r"|(?:wish|hope|hoping|want|pray|praying|sleep) (?:\w+ ){0,4}(?:not to|never) wake",
            r"(?:tell|tells|telling|told|scream\w*|whisper\w*) me to (?:\w+ )?(?:end it|kill|die|jump"
            r"|cut|hurt my ?self)"
            r"(?! with (?:him|her)| off)",
            r"(?:do not think|not sure|doubt|do not know (?:if|how)) (?:that |if |how )?(?:i )?(?:can"
            r"|will|could|to)"
            r" (?:survive|go on|make it|keep going)(?=$| (?:this|tonight|much longer|any longer|like"
            r" this|anymore)$)",
            r"(?:what|things) i (?:might|could|may|will|would) do to my ?self|not safe (?:with|from) my ?self"
            r"|(?:scared|afraid|danger) (?:of|to) my ?self",
            r"(?:nobody|no ?one) (?:will|would|is going to) (?:\w+ )?(?:search|look|cry|wait|mourn|call)"
            r" (?:for )?(?:me)?"
            r"(?=$| (?:if|when) i (?:die|am gone|disappear|vanish)\b)|if i (?:disappear|disappeared"
            r"|vanish|vanished|die"
            r"|died) (?:\w+ )?(?:nobody|no ?one)",
            r"(?:razor|blade|knife|pills|tablets|rope|gun) (?:\w+ ){0,5}(?:bad (?:nights|days)|when it"
            r" gets (?:too )?"
            r"(?:bad|much|dark)|just in case|for later|ready)|(?:saving|saved|saving up|stocking up|hiding"
            r"|collected) (?:up )?(?:my |the |enough |all )?(?:\w+ )?(?:pills|tablets|meds|medication)",
            r"(?:happier|better|relieved|glad|rejoice) if i (?:was|were|am) (?:dead|gone|never born)",
            r"nothing (?:left )?(?:for me )?(?:here|in this world|in this life) (?:anymore |any more )?"
            r"(?:for me )?(?:so|and) i (?:\w+ )?(?:want|will|am going|should)",
            r"(?:favou?r|service) (?:by|if i) (?:dying|died|killing|ending|die)|(?:living|life|being"
            r" alive) is (?:\w+ )?"
            r"(?:torture|hell|agony)(?=$| (?:and|i|for me|now)\b)|(?:easiest|quickest|fastest|best"
            r"|painless) way to die"
            r"(?! of)|(?:wrists?|thighs?|arms?) (?:have|has|full of|are full of) (?:\w+ )?(?:scars|cuts)",
            r"let (?:myself )?go of (?:the wheel|life)|(?:stop|stopping) taking my (?:insulin|heart pills)",
        ],
        r"\b(?:party|office|airport|colleagues|moving|moved|retire\w*|vitamins?|allerg\w*|headache|cold|exam"
        r"|film|movie|song|novel|diet|chemistry|bus|job|charity|interview|doctor said)\b",
    ),
    *rules(
        "violence",
        [
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:burn|burns|burned|burnt|scalds?|scalded|crushed|slammed"
            rf"|stomped) my (?:\w+ )?"
            r"(?:hands?|arms?|fingers?|face|legs?|skin|back|foot|feet)",
            rf"{ANYONE} (?:\w+ ){{0,6}}(?:slit|cut|slice|break|snap|wring|crush|bash|smash|blow|shoot)"
            rf" (?:my|your|our)"
            r" (?:throat|neck|head|skull|face|brains?|legs?|bones)(?=$| (?:if|and|open|in|off|when|one"
            r" day)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:punch|kick|smash|put|hit)\w* (?:\w+ )?(?:holes?|his fist|her"
            rf" fist) (?:in|into"
            r"|through|in to) (?:the|a|our|my) (?:wall|walls|door|doors|window)",
            rf"{ANYONE} (?:got|gets|turned|turns|became|becomes) (?:\w+ )?(?:physical|violent|rough)(?=$"
            rf"| (?:last|again|with"
            r"|when|yesterday|tonight|and|on)\b)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:cornered|trapped|blocked|pinned|restrained|overpowered) me and"
            rf" (?:\w+ )?"
            r"(?:touched|kissed|groped|hit|screamed|undressed|forced|would not)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:sold|broke|took|takes|smashed|hid|hides|destroyed"
            rf"|confiscat\w+) my (?:\w+ )?"
            r"(?:phone|passport|keys|documents|papers|laptop|sim card) so (?:that )?i",
            rf"{ANYONE} (?:\w+ ){{0,6}}(?:throttl|thrash|batter|clobber|wallop|pummel|maul|bash|flogg"
            rf"|can|thump"
            r"|elbow|knee|claw|scratch|bit|pinch|bullwhipp|tasered|waterboard|starv|gagg|handcuff|mutilat)"
            r"(?:es|s|ed|d|ing|e|es)? (?:me|us)(?=$| (?:and|when|because|again|hard|in the|until|if|with"
            r"|last|every"
            r"|so|up|to|at|down|for)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:grab|grabs|grabbed|squeez\w+|clutch\w*|holds?|held|press\w*"
            rf"|crush\w*|went for)"
            r" (?:me by )?(?:my|the) (?:throat|neck|windpipe|hair)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:knocks?|knocked|laid|beat|beats) me (?:out|unconscious|cold"
            rf"|senseless|flat)"
            r"(?=$| (?:and|when|with (?:his|her) fist|last|cold|because)\b)",
            rf"{ANYONE} (?:\w+ ){{0,5}}(?:come|comes|came|coming|sneaks?|sneaked|crept|crawls?) (?:in)?to my"
            r" (?:room|bed|bedroom) (?:at night|every night|when i was|drunk|and (?:touch|lie|lay|get))",
            r"(?:lock|locks|locked|locking|left|leaves|throws|threw|kicks?|kicked) (?:me|us) (?:out"
            r" ?side|out)"
            r" (?:in|into) (?:the )?(?:snow|cold|rain|night|winter|dark)",
            r"(?:right|rights|entitled) to my body|(?:owns?|his property|her property) my body|i am"
            r" (?:his|her) property",
            rf"{ANYONE} (?:\w+ ){{0,2}}(?:does|do|did|will|would) not (?:allow|let|permit) me (?:to"
            rf" )?(?:have|own|see|use"
            r"|keep|earn|speak|talk|meet|call|visit|wear|study|work|leave|drive|eat)",
            r"(?:post|posting|leak|leaking|share|sharing|publish|publishing|send|sending|show) (?:\w+"
            r" ){0,2}(?:naked|nude"
            r"|intimate|private|revenge) (?:pictures|photos|pics|videos?|images)(?: of me)?",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:put|puts|sent|landed) (?:me|us|her|him|mom|mum) in(?:to)?"
            rf" (?:the |a )?"
            r"(?:hospital|er|icu|emergency room|coma)",
            rf"{ANYONE} (?:\w+ ){{0,2}}(?:killed|kills|hurts?|tortures?|tortured|beats?|kicked|kicks|poisoned"
            rf"|drowned|strangled) (?:my|our|the) {_CREATURE}",
            r"(?:my|our|the|a|his|her) (?:\w+ )?(?:coach|teacher|boss|uncle|step ?(?:dad|father"
            r"|brother)|priest"
            r"|pastor|trainer|doctor|grandpa|grandfather|brother|cousin|dad|father|tutor|manager)"
            r" (?:\w+ ){0,2}(?:touch(?:es|ed|ing)|fondl\w+|grop\w+|feels me up|rubs up against) me"
            r"(?! (?:deeply|with (?:his|her) (?:words|kindness)|emotionally|by saying|with))",
            r"(?:split|bloody|busted|broken|swollen|fat) (?:lip|nose|jaw|eye|cheek|tooth) (?:from|by"
            r"|because of"
            rf"|thanks to) (?:him|her|my (?:\w+ )?{RELATIVE})|(?:gave|left) me (?:\w+ ){{0,2}}(?:split|bloody"
            r"|busted|broken|swollen) (?:lip|nose|jaw|eye|rib|arm)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:hunt|track) (?:me|us) down",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:cut|cuts|slashed|slashes|scalded|electrocuted|stabs|stabbed|injured"
            r"|wounded|bruised|bruises|manhandles?|manhandled|knocked|knocks|floored|tackled|headbutts) me"
            r"(?=$| (?:with|on the|and|when|out cold|down|in the|because|to the|unconscious|over the"
            r"|badly|up)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:kick|kicks|kicked|punch|punches|punched|hit|hits|slapped"
            rf"|stomped on)"
            rf" (?:me in )?(?:my|the) (?:\w+ )?{_BODY}(?! of)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:forces?|forced|makes?|made) (?:me|her) (?:to )?(?:have an abortion"
            r"|sell (?:my body|myself)|beg for (?:food|mercy|money|my)|kneel|watch (?:while|when|him hurt))",
            r"(?:sold|trafficked|prostituted) (?:me|by my)|(?:had|needed|got) stitches (?:because|after)"
            r" (?:he|she"
            rf"|my (?:\w+ )?{RELATIVE})|(?:he|she) left (?:marks|bruises|handprints) on (?:me|my)",
            rf"{ANYONE} (?:\w+ ){{0,2}}(?:says|said|tells me|told me) (?:\w+ ){{0,3}}(?:nobody|no ?one)"
            rf" (?:will|would)"
            r" (?:ever )?find (?:me|my body)",
            r"(?:what|if) (?:he|she) (?:does|did|do) (?:\w+ )?(?:hit|hits|beat|hurt|choke) (?:me|us)",
        ],
        r"\b(?:games?|chess|tennis|football|match|ring|sparring|karate|with (?:that|her|his) (?:dress"
        r"|look|smile"
        r"|words|news)|dress|off my feet|in the back|baby|inside|hairdresser|barber|surgeon|therapist"
        r"|physio\w*|massage"
        r"|yoga|toddler|joke|love song|deal|nail|allergy|flu|fever|tackled a|ball|ego|in a (?:good"
        r"|sweet) way)\b",
    ),
    *rules(
        "fear",
        [
            r"(?:hiding|hid|locked|sitting|typing (?:this )?|writing (?:this )?)(?: \w+){0,2} in (?:the"
            r"|my|a) (?:bathroom"
            r"|closet|toilet|basement|bedroom|car|wardrobe|attic)(?: and)? (?:typing|writing|texting"
            r"|because (?:he|she)"
            r"|until (?:he|she)|while (?:he|she)|so (?:he|she))",
            r"my ex (?:has |have )?(?:found|finds|tracked|located|hunts?|caught) (?:me|us|out where)(?=$"
            r"| (?:again|and|at|even"
            r"|every|after|no matter|through)\b)",
            rf"{ANYONE} (?:\w+ ){{0,2}}(?:follows?|followed|chases?|chased|tails?|tailed) (?:me|us)"
            rf" (?:with|in|by) (?:his|her"
            r"|a|the)? ?(?:car|van|bike|truck)",
            r"(?:jump|flinch|freeze|panic|shake) (?:\w+ )?(?:whenever|when|every time) (?:\w+"
            r" ){1,4}(?:because of (?:him|her)"
            r"|opens? because|rings because)",
            r"(?:she|he|they) (?:\w+ ){0,3}(?:will|would|going to|gonna) come (?:and )?get me(?=$|"
            r" (?:and|if|one day|soon)\b)",
            r"(?:scared|afraid|terrified|frightened|fear) (?:that )?(?:he|she) (?:\w+ ){0,2}(?:comes?"
            r"|walks|gets|breaks"
            r"|barges) (?:in(?=$| (?:at|again|to my|my|and)\b)|into my|at night|home drunk|home angry)",
            r"(?:scared|afraid|terrified|frightened) (?:of|to) (?:\w+ ){0,2}(?:tell|telling|refuse"
            r"|refusing|upset"
            r"|upsetting|anger|angering|disobey\w*|contradict\w*|provok\w+|confront\w*) (?:him|her)"
            r"(?=$| (?:no|and|because|when|again|about the)\b)",
            r"(?:scared|afraid|terrified|frightened) (?:of|to) (?:be|being|sit|sleep|sleeping|stay"
            r"|staying) (?:\w+ ){0,2}"
            r"(?:the )?(?:same (?:room|house|bed|flat|car)|near|under one roof|alone) (?:as|with)?"
            r" ?(?:him|her|my)",
            r"(?:not dare|dare not|too scared|too afraid|not brave enough) (?:to )?(?:\w+ )?(?:go|come"
            r"|be|return|stay)"
            r" (?:back )?(?:at )?home",
            rf"{ANYONE} (?:has been|have been|is|was|keeps|kept|always|is always) (?:\w+ )?(?:following"
            rf"|stalking"
            r"|watching|spying on|harassing|tailing) me(?=$| (?:for|since|every|again|home|everywhere"
            r"|from|around"
            r"|online|at|to)\b)",
            r"(?:freeze|shake|shaking|panic|tremble|trembling|tense up|flinch|stop breathing|hide|am sick)"
            rf" (?:\w+ )?(?:when|whenever|every time|if|as soon as) (?:he|she|i hear|my (?:\w+ )?{RELATIVE})"
            r" (?:\w+ ){0,3}(?:comes? (?:home|in|near|back)|walks in|raises|shouts|yells|screams|angry"
            r"|drinks|drunk"
            r"|slams|keys?|car|footsteps|steps|moves)",
            r"fear(?:s|ed|ing)? for (?:the|my|our|her|his) (?:\w+ )?(?:kids|children|baby|life|safety)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:is|are|was) (?:\w+ )?(?:outside|at) my (?:\w+ )?(?:door|window"
            rf"|house|flat"
            r"|gate)(?=$| (?:right now|and|again|at night|screaming|shouting|banging)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:installed|put|hid|has|hides) (?:\w+ ){{0,2}}(?:spy|tracking"
            rf"|tracker|camera"
            r"|cameras|keylogger|spyware|an app)(?:\w| )* (?:on|in) my",
            r"(?:need|have|want|trying|plan|planning) to (?:\w+ )?(?:escape|flee|get away|get out)"
            r" (?:before (?:he|she)|without (?:him|her) (?:knowing|finding)|safely|from (?:this|the|that|my) "
            r"(?:house|man|marriage|home))",
            rf"(?:what|anything|things) (?:he|she|my (?:\w+ )?{RELATIVE}) (?:will|would|might|could|is"
            rf" going to) do"
            r" to (?:me|us|the kids|my)(?=$| (?:if|when|tonight|next|once|and|now)\b)",
            r"(?:pretend|pretending) to (?:be asleep|sleep) (?:\w+ ){0,3}(?:he|she)",
            r"(?:safe ?word|bag packed|money hidden|hidden phone|secret phone) (?:\w+ ){0,6}(?:leave"
            r"|escape|run|in case)",
        ],
        r"\b(?:instagram|insta|twitter|tiktok|facebook|social media|taxi|uber|pizza|delivery|parcel|flowers"
        r"|surprise|birthday|santa|proposal|shadow|eyes of|moon|stars|cats?|dogs?|karma|my past|luck|coffee"
        r"|stage|exam|spiders?|festival|stalled|series|film|movie)\b",
    ),
]
