"""What speaks of being afraid of someone, followed, watched or controlled. English."""

from bot.care.english_terms import AFRAID, ANYONE, OUTBURST, RELATIVE, THEN
from bot.care.rules import rules

FEAR = [
    *rules(
        "fear",
        [
            rf"{AFRAID} (?:\w+ )?(?:to death )?(?:of|from|around) (?:him|her|them|dad|daddy|mom|mum"
            rf"|(?:my|our|your|this|that|the|a|his|her|their) (?:\w+ ){{0,2}}{RELATIVE}){THEN}",
            rf"{AFRAID} (?:of|by) (?:my (?:\w+ )?|the |his |her |their ){OUTBURST}",
            rf"{AFRAID} (?:of|by) (?:my|the|his|her|our) (?:\w+ )?{RELATIVE} s {OUTBURST}",
            rf"{AFRAID} (?:of|about) (?:what|how) (?:he|she|they"
            rf"|my (?:\w+ )?{RELATIVE}) (?:\w+ )?(?:will|would|might|could|may|can|is|does"
            rf"|do)(?: \w+)? (?:do|react|capable)",
            rf"{AFRAID} (?:of|by) someone(?=$| (?:in|at|here|who|i know|close|i live)\b)"
            rf"|{AFRAID} of (?:a man|men|being (?:hit|beaten|hurt again by|attacked|killed|raped"
            rf"|alone with)|getting (?:hit|beaten|killed|hurt by))",
            rf"{AFRAID} (?:of|to) (?:go|going|come|coming|be|being|return|returning) (?:back )?home",
            rf"{AFRAID} to (?:be alone with|leave (?:him|her|the house)|say no to (?:him|her)"
            rf"|go back to (?:him|her)|stay with (?:him|her)|open the door|be near (?:him|her)"
            rf"|tell (?:the police|anyone what))",
            rf"{AFRAID} (?:that )?(?:he|she|they|my (?:\w+ )?{RELATIVE}) (?:\w+ ){{0,4}}(?:hurt|hit"
            rf"|kill|beat|find (?:me|us|out where)|finds (?:me|us)|follow|attack|explode|lose control"
            rf"|violent|harm|take (?:my|the) (?:kids|children)|do something to|shoot|stab|rape"
            rf"|come (?:back|for me|after)|comes (?:back|for|after)|snap)",
            rf"(?:{ANYONE}|(?:his|her|their) {OUTBURST}|way (?:he|she) \w+) (?:\w+ ){{0,5}}(?:scare"
            rf"|scares|scaring|frightens?|terrif(?:y|ies)|intimidates?"
            rf"|terrori[sz]es?) (?:the \w+ out of )?(?:me|us|the kids|my \w+)(?=$| (?:and|when|so|a lot"
            rf"|because|sometimes|at|every|with his|with her|to death|now|i|really|when he|lately"
            rf"|more)\b)",
            rf"(?:{ANYONE}) (?:really )?(?:scared|frightened|terrified) (?:me|us)(?=$| (?:and|when he"
            rf"|when she|last night|yesterday|again|so much)\b)",
            r"(?:not|never|no longer|hardly) (?:feel|feeling|felt) (?:\w+ )?safe|(?:am|are|is|feel"
            r"|feels|feeling|was) (?:not|never|no longer) (?:\w+ )?safe|feel(?:s|ing)? (?:very |so "
            r"|really )?unsafe|(?:am|are) unsafe",
            r"fear(?:ing|ed|s)? for (?:my|our|her) (?:own )?(?:life|lives|safety|child\w*|kids|daughter|son)",
            rf"{AFRAID} (?:of|about) what (?:will|would|might|could) happen (?:if|when) i (?:leave|go"
            rf"|tell|say|am not|come|get home|do not)|{AFRAID} for (?:my|our|her) (?:own )?(?:life"
            rf"|lives|safety|child\w*|kids|daughter|son)",
            rf"{AFRAID} (?:and |because |that |so )?(?:he|she|my (?:\w+ )?{RELATIVE}) (?:is|will|might"
            rf"|comes|could) (?:\w+ ){{0,2}}(?:coming|on (?:his|her) way|outside|here|home|drunk"
            rf"|find out i)",
            rf"(?:he|she|my (?:\w+ )?{RELATIVE}) (?:\w+ ){{0,4}}(?:and )?i am (?:\w+ )?(?:scared|afraid"
            rf"|terrified|frightened) (?:of|to (?:go|be))",
            r"(?:am|live|living|lived|be|being|constantly|always|wake up|lie awake"
            r"|was) (?:\w+ )?in (?:constant |total |daily )?fear(?=$| (?:every|all|of (?:him|her|my"
            r"|what he|what she)|at|and|that|because|in my)\b)",
            rf"{ANYONE} (?:\w+ ){{0,2}}(?:makes?|made|making) me (?:\w+ )?(?:afraid|scared|frightened"
            rf"|terrified|nervous to go home)(?=$| (?:of (?:him|her)|and|when|to|at)\b)|{AFRAID} (?:to"
            rf"|of) (?:be|being|stay|staying|sleep|sleeping) (?:at home|home|alone at home"
            rf"|next to (?:him|her)|in my own)",
            r"(?:on guard|on edge|tense|on my toes) (?:around|with|near|whenever) (?:him|her|he|she"
            r"|my (?:husband|wife|partner|boyfriend|girlfriend|father|dad|mother))|feel(?:s"
            r"|ing)? (?:\w+ )?in danger|(?:camera|cameras|microphone) (?:\w+ )?in (?:my|the"
            r"|our) (?:bedroom|bathroom|house|flat|apartment|room)",
            r"(?:keeps?|kept|always) finding me|watch(?:es|ing)? (?:my )?every (?:step"
            r"|move)(?: i (?:take|make))?",
            r"when (?:he|she) (?:will|might) (?:explode|snap)|i flinch|(?:careful|watch"
            r"|mind) (?:about )?what i say or (?:he|she)|(?:hide|hid|hiding"
            r"|lock my ?self) (?:\w+ )?in the (?:bathroom|closet|bedroom|basement|toilet)(?=$| (?:when"
            r"|until|because|and|from|so|with)\b)",
            r"chair (?:against|under|in front of) the door (?:\w+ )*?(?:because|so|when)|(?:sends?"
            r"|sending|sent|gets?|getting|got|receiv\w+|keeps?|made|makes?|making) (?:\w+ ){0,4}threats"
            r"|threatening (?:messages|texts|calls|me|letters|voicemails)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:found|finds|got|has|find) (?:out )?my (?:new "
            rf"|home )?(?:address|hiding place|location|workplace|apartment)",
            rf"{ANYONE} (?:will|would|does|did) not stop (?:\w+ ){{0,5}}(?:calling|texting|following"
            rf"|threatening|harassing|messaging|contacting|stalking|hitting|hurting"
            rf"|watching) ?(?:and \w+ )?(?:me|us)?",
            rf"(?:{ANYONE}|will) (?:\w+ ){{0,5}}find me (?:wherever|no matter|anywhere|everywhere|if i"
            rf"|and)|(?:scared|afraid|terrified) (?:every time|whenever|when) (?:he|she|i hear (?:him"
            rf"|her|his|the door))|(?:am|is|was) (?:so )?dangerous(?=$| (?:and i|to me|when)\b)",
            rf"(?:i|we) (?:\w+ )?fear (?:him|her|my (?:\w+ )?{RELATIVE})(?=$| (?:and|when|because|so"
            rf"|every|s {OUTBURST})\b)",
            r"liv(?:e|ing) in (?:constant )?fear(?! of (?:missing|commitment|being alone|losing|failure"
            r"|rejection|spiders))|in fear of (?:him|her|my)",
            r"feel(?:ing)? threatened by (?:him|her|my|a)|i feel threatened(?=$| (?:at|when|in|every)\b)",
            r"walk(?:ing|ed|s)? on egg ?shells",
        ],
        r"\b(?:safe (?:opening|to (?:open|love|trust|share|be myself|say|assume|bet|eat)"
        r"|enough to (?:open|love)|being vulnerable)|financially|driving|flying|swimming|investing"
        r"|in my job|spiders?|heights|dogs?|the dark|public speaking|clowns?|scary movie|halloween"
        r"|horror|jump scare|surprise party|in a good way|drive|ladder|bridge|ice)\b"
        r"|\bscares? me (?:how much|that i|off|silly)\b",
    ),
    *rules(
        "fear",
        [
            r"(?:stalk|stalks|stalked|stalking|harass|harasses|harassed|harassing) (?:me|us|my)"
            r"|(?:being|been|get|getting|am|was) (?:\w+ )?(?:stalked|harassed|followed"
            r"|watched by (?:him|her|my))|(?:a|my|the) stalker",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:follow|follows|followed|following) (?:me|us)(?=$| (?:home"
            rf"|everywhere|around|at night|to|in his car|and|when|wherever|from|again|by car"
            rf"|all the time)\b)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:track|tracks|tracked|tracking|spies on|spied on|spying on"
            rf"|hacked|hacks|monitors|monitoring|put a tracker|bugged) (?:my|me|on my|us)",
            r"(?:tracker|airtag|gps|spyware|hidden camera|camera) (?:\w+ ){0,2}(?:in|on"
            r"|under) my (?:car|phone|bag|room|bedroom|house|home|bathroom|flat)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:knows|found out|finds out|find out|figured out) where (?:i"
            rf"|we) (?:live|am|are|work|moved)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:wait|waits|waiting|waited|stands|standing|stood|sits|sitting"
            rf"|parks|parked|lurks|lurking|shows up|showed up|showing up|turns up|outside|banging"
            rf"|pounding|watching|watches|comes|appears) (?:\w+ ){{0,3}}(?:outside|in front of|at|on|to"
            rf"|near|by)? ?my (?:house|home|door|front door|flat|apartment|work|workplace|office|window"
            rf"|job|place)(?! (?:for (?:dinner|coffee|tea)|with (?:flowers|cake|food)|party))",
            rf"{ANYONE} (?:will|would|does|do) not (?:leave|let) me (?:alone|be)(?=$| (?:even|and|he"
            rf"|she|i|after|since|anymore|any more|no matter|or)\b)",
            rf"(?:hide|hiding|hid|run away|run|running away|running|ran away|ran|escape|escaping"
            rf"|escaped|flee|fled|fleeing) from (?:him|her|them|my (?:\w+ )?{RELATIVE})(?=$| (?:and"
            rf"|because|but|in|at|with|for|since|before|s|i|he|she|again|last|to|right|now|until|after"
            rf"|once)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:control|controls|checks|checking|reads|goes through|decides"
            rf"|monitors|dictates|tracks|tracking) (?:all )?(?:my (?:phone|messages|money|every move"
            rf"|texts|emails|clothes|bank)|who i|what i (?:wear|eat|do|say|spend)|where i (?:go|am)"
            rf"|everything i|every step)",
            r"(?:i am|we are|my life is|am i|she is) in danger|call(?:ing)? the (?:police|cops) (?:on"
            r"|for|please|he|she)|(?:need|please call|should i call|want to call) the (?:police|cops)"
            r"|restraining order|women s shelter|womens shelter",
            r"(?:escape|get away|get out|run away|rescue me|save me|help me get away) from (?:him|her"
            r"|my (?:husband|wife|boyfriend|girlfriend|partner|father|dad|mother|parents|ex|family"
            r"|stepfather))(?=$| (?:and|but|because|before|safely|i|he|she|please)\b)",
            r"(?:help me|please help) (?:he|she|my \w+) (?:is|has|will|wants|keeps)",
        ],
        r"\b(?:instagram|insta|twitter|tiktok|facebook|social media|snapchat|taxi|uber|pizza|delivery"
        r"|package|amazon|postman|cat|kitten|puppy|my dog|ads?|advert\w*|follow(?:s|ed)? me back"
        r"|mailman|hide and seek|tag|flowers|profile|likes?|photos?)\b",
    ),
]
