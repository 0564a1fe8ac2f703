"""What speaks of violence, suffered, seen or meant; of being locked in and of threats. English."""

from bot.care.english_terms import ANNOYANCES, ANYONE, CHILD, CLOSE, GAME, IDIOM_BEAT, RELATIVE
from bot.care.rules import about_others, rules

VIOLENCE = [
    *rules(
        "violence",
        [
            rf"{ANYONE} (?:\w+ ){{0,5}}(?:hit|hits|hitting|beat|beats|beating|beaten|slap|slaps"
            rf"|slapped|slapping|punch|punches|punched|punching|smack|smacks|smacked|strangle|strangles"
            rf"|strangled|strangling|choke|chokes|choked|choking|abuse|abuses|abused|abusing|rape|rapes"
            rf"|raped|raping|molest|molests|molested|molesting|assault|assaults|assaulted|stab|stabs"
            rf"|stabbed|torture|tortures|tortured|attack|attacks|attacked|attacking|bites|bit|whips"
            rf"|whipped|headbutted|headbutts|burns|burned|burnt|groped|gropes|suffocated|suffocates"
            rf"|drugged|kick|kicks|kicked|kicking|spits? (?:on|at|in)|spat (?:on|at|in)|harm|harms"
            rf"|harmed|beat the \w+ out of|threaten|threatens|threatened|threatening|blackmails"
            rf"|blackmailed|trafficked|spanked|pins|pinned|violated|smothered) (?:up )?(?:on )?(?:me|us"
            rf"|my (?:face|head|arm|stomach))",
        ],
        rf"{IDIOM_BEAT}|\bhits? (?:on )?(?:me|us) (?:up|with (?:a|the|his|her|that|this) (?:smile"
        rf"|questions?|joke|surprise|look|idea|news|bill|truth|message|text|kindness))|\bhits? on me\b"
        rf"|\bchok\w+ me up\b|\bkick\w* (?:me|us) (?:out of (?:the|his|her) (?:band|team|group|club"
        rf"|chat|course)|off the|under the table|in the butt to)|\bstab\w* me in the back\b"
        rf"|\bburn\w* me out\b|\b(?:dog|cat|puppy|kitten|baby|toddler|hamster|parrot) \w+ me\b"
        rf"|\bbit me a\b|\b(?:in (?:his|her|their) sleep|from (?:the )?inside)\b|\bthis (?:song|feeling"
        rf"|thought|wave|idea)\b",
    ),
    *rules(
        "violence",
        [
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:hurt|hurts|hurting) (?:me|us)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:push|pushes|pushed|pushing|shove|shoves|shoved|shoving|throw"
            rf"|throws|threw|slam|slams|slammed|drag|drags|dragged|grab|grabs|grabbed|shakes?"
            rf"|shook) (?:me|us)(?=$| (?:down|around|against|into (?:the|a)|over|off|onto"
            rf"|on the (?:floor|ground|bed)|out of (?:the|a) (?:car|bed|window|door)|by (?:the|my)|and"
            rf"|when|because|sometimes|again|hard|so hard|if|across|to the (?:ground|floor)|through)\b)",
        ],
        r"\bhurt\w* (?:me|us)(?: \w+){0,3} (?:feelings|deeply|emotionally|words?|left|leav\w+|ignor\w+"
        r"|lied|lies|lying|forgets?|forgot\w*|cheat\w*|said|saying|told|honesty|to (?:see|hear|think"
        r"|know)|call|dumped|moved|silence)\b|\b(?:forgiv\w*|thank\w*|grateful|gratitude|lessons?"
        r"|teach\w*)\b|\bhurts me that\b|\bpush\w* me (?:to|towards|away|forward|harder|beyond|too)\b"
        r"|\bgrab\w* me a\b|\bgrab\w* me by surprise\b|\bswings?\b|\b(?:coach|trainer) (?:\w+ )?push\w*"
        r" me\b|\bthrow\w* me (?:off|a|an)\b"
        r"|\bthrew me (?:off|a|an)\b|\bin the (?:pool|lake)\b",
    ),
    *about_others(
        "violence",
        [
            rf"(?:{ANYONE}|who) (?:\w+ ){{0,4}}(?:hit|hits|hitting|beat|beats|beating|slap|slaps"
            rf"|slapped|slapping|punch|punches|punched|kick|kicks|kicked|choke|chokes|choked|strangles?"
            rf"|strangled|abuse|abuses|abused|abusing|rape|rapes|raped|molests?|molested|molesting"
            rf"|threatens?|threatened|hurts|hurting) (?:up )?(?:her|him|{CLOSE})(?! (?:feelings|up"
            rf"|record|score|high|head off))",
            r"(?:domestic|physical|sexual|family|marital|spousal) (?:violence|abuse|assault)|domestic abuser",
            r"(?:physically|sexually|verbally and physically) (?:abus\w*|assault\w*|violen\w*|attack\w*"
            r"|hurt\w*|harass\w*|harm\w*)",
            r"abusive|abuser|wife beater|wifebeater|incest|rapist|rape|raped|molested|battered (?:wife"
            r"|woman|women)|child abuse",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:violent|aggressive (?:towards|to|with) (?:me|us|the kids))",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:broke|breaks|fractured|dislocated|twists"
            rf"|twisted) my (?:\w+ )?(?:arm|nose|jaw|ribs?|wrist|bones?|finger|hand|leg|teeth|tooth)",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:pull|pulls|pulled|pulling|yanks?|yanked) my hair"
            rf"|drag\w* me by (?:my|the) hair",
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:throw|throws|threw|throwing) (?:\w+ ){{1,3}}at (?:me|us"
            rf"|the wall|my head|the kids)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:gets|got|becomes|turns|turned|got|been|is|was"
            rf"|being) physical with me",
        ],
        rf"{IDIOM_BEAT}|\babusive language\b|\brape ?seed\b|\bthrow\w* (?:a (?:party|ball|kiss|look"
        r"|question)|himself|herself|shade) at\b|\bviolent in a past life\b|\bhits? (?:her|him|them)"
        rf" (?:up|that)\b|\brecord\b",
    ),
    *about_others(
        "violence",
        [
            rf"{ANYONE} (?:\w+ ){{0,4}}(?:smash|smashes|smashed|punch|punches|punched|break|breaks"
            rf"|broke|kicks|kicked|destroys|destroyed|trashes|trashed) (?:in )?(?:(?:the|my|our"
            rf"|a) )?(?:\w+ )?(?:things|stuff|walls?|doors?|phone|furniture|dishes|plates|glasses"
            rf"|window|mirror|laptop|hole)(?=$| (?:and|when|next|in|because|at|if|during|so"
            rf"|with his)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:did|does|do|doing|done) (?:\w+ )?(?:things|stuff|it"
            rf"|something|that) to me(?=$| (?:when|as|that|at|in|and|every|while)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:had|has|have) (?:sex|intercourse) with me (?:while|when|even"
            rf"|although|against|without|after i)",
            rf"{ANYONE} (?:\w+ ){{0,6}}(?:and|or|to|will|would|could|might|then) (?:\w+ )?(?:kill"
            rf"|murder|strangle|stab|shoot|beat|hit|rape) (?:me|us|her|my \w+)(?=$| (?:and"
            rf"|if i (?:leave|tell|go|say|ever)|one day|in my sleep|with)\b)",
            r"attempted (?:murder|rape)|(?:tried|try|tries|trying) to run (?:me|us) over|assaulted by"
            r"|(?:forced|pressured|coerced) (?:me )?(?:into|to have) (?:sex|it)|(?:hit|hits|beat"
            r"|beats) us",
            r"i (?:\w+ ){0,3}(?:could|might|almost|nearly|will|would|am going to) (?:\w+ )?(?:hurt|hit"
            r"|harm|shake|smother|kill|strangle) (?:my|the|our) (?:\w+ )?(?:baby|kids?|child|children"
            r"|son|daughter|newborn)",
            rf"{ANYONE} (?:\w+ ){{0,6}}(?:says|said|owns|thinks|told me) (?:\w+ ){{0,4}}(?:owns"
            rf"|own) me|(?:can|could|may) never leave (?:him|her)?(?=$| or| because he| because she)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:gets?|got|becomes?|became|turns?|turned"
            rf"|being) (?:\w+ )?(?:physical|violent|aggressive|handsy)(?=$| (?:when|with me|and"
            rf"|sometimes|if|after|towards|again)\b)",
            rf"{ANYONE} (?:\w+ ){{0,5}}(?:hit|hits|beat|beats|beating) (?:mom|mum|mama|my \w+|dad)",
            rf"violent (?:\w+ )?{RELATIVE}|violent (?:home|household|childhood|marriage|relationship)"
            rf"|(?:hit|beaten|beat up|slapped|punched|abused|raped|threatened) by (?:my|her|his|their"
            rf"|our|a) (?:\w+ )?{RELATIVE}",
            r"burn (?:my|our|the) (?:house|home|flat|car|things)(?: down)?|(?:not|never) (?:let|lets"
            r"|letting) (?:me|us|her) out(?=$| (?:of the (?:house|room|car|flat|apartment|basement))\b)"
            r"|(?:kept|keeps) (?:me )?in a (?:locked )?(?:room|basement|cellar|cage)|(?:kept"
            r"|locked) in (?:a|the|my) (?:\w+ )?(?:room|basement|cellar|closet|house|bathroom)",
            r"beatings|(?:post|leak|share|publish|send) my nudes|can not have me (?:nobody|no ?one"
            r"|then)|(?:was|were|am|is it|being|been) (?:i |it |this )?(?:\w+ )?abused?(?=$| (?:as|by"
            r"|when|for)\b)|(?:force|forcing|forces|forced) (?:me|her) (?:to|into) (?:marry|marriage"
            r"|a marriage|an abortion)|forced marriage|honou?r killing",
            r"(?:hit|hits|hitting|beat|beats|beating|slap|slaps|punches|kicks|chokes|hurts) me (?:again"
            r"|every (?:day|night|time|week)|when (?:he|she)|if i|in front of|so hard|and|because i"
            r"|until|almost|sometimes|regularly|daily|all the time|with (?:his|her|a) (?:fists?|belt"
            r"|hand|stick))",
            r"(?:getting|get|got|being|be) (?:hit|beaten|slapped|punched|kicked|choked|strangled) (?:by"
            r"|at home|every|again|up|all the time|when)",
            r"(?:hitting|beating|slapping|choking|abusing|raping|threatening|strangling|punching|kicking) me",
        ],
        rf"{IDIOM_BEAT}|\bhits? (?:me|us) (?:every time i (?:hear|listen|see)|when i (?:hear|listen"
        rf"|think))\b|\bheat\b|\b(?:it|song|truth|thought|realization|reali[sz]ation|memory|wave"
        rf"|sun) (?:\w+ )?(?:hits?|beats?|kicks?) me\b|\bfitness\b|\bheart\b|\bchoked up\b",
    ),
    *rules(
        "violence",
        [
            r"(?:i|we) (?:\w+ ){0,4}(?:been|was|were|being|am|get|gets|got"
            r"|getting) (?:\w+ ){0,3}(?:beaten|hit|slapped|punched|kicked|choked(?! up)|strangled|raped"
            r"|molested|abused|assaulted|attacked|threatened|stabbed|tortured|groped|trafficked|drugged"
            r"|locked (?:up|in|inside)|held (?:captive|hostage|down|against)|beat up"
            r"|touched inappropriately|beaten up|blackmailed|mistreated|abducted)",
            r"(?:hands?|fingers|arms?|belt|rope|cord|pillow) (?:\w+ ){0,2}(?:around|round|on|to|at"
            r"|over) my (?:neck|throat|face|mouth)",
            r"(?:put|puts|laid|lays|raised|raises|lifted|lay) (?:\w+ )?(?:his|her|their|a) (?:hands?"
            r"|fists?) (?:on|to|at|against) (?:me|us|her|the kids|my)(?! (?:shoulder|back|forehead"
            r"|heart|cheek))",
            r"(?:knife|gun|weapon|axe|bat|hammer|machete|pistol|blade|rifle) (?:\w+ ){0,3}(?:to|at|on"
            r"|against) (?:me|my (?!collection|list)\w+|us|his head|her head|the kids)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:has|owns|keeps|got|bought|carries|pulled|pulls|grabbed"
            rf"|took out|holding|waved) (?:a|his|the|her|out a) (?:\w+ )?(?:gun|weapon|knife|pistol"
            rf"|rifle|machete)",
            r"(?:hide|hiding|hid|cover|covers|covering|covered (?:in|with|up)|full of|have|has|left"
            r"|gave|got|these) (?:\w+ ){0,4}(?:bruises?|black eye)",
            r"force[sd]? (?:me|himself|herself|themselves|her) (?:to (?:have sex|sleep with|touch"
            r"|do (?:sexual )?things|undress|kiss)|on me|upon me|into (?:sex|bed|it)|on her)",
            r"(?:made|makes) me (?:have sex|sleep with|touch (?:him|her)|do (?:sexual )?things|undress)",
            r"(?:sex|slept|sleep|intercourse) (?:\w+ ){0,3}(?:against my will|without my consent"
            r"|when i (?:do not|did not|say no|said no|am asleep|was asleep)|even (?:if|though|when) i)",
            r"(?:against my will|without my consent|said no (?:\w+ ){0,6}(?:not stop|anyway|kept)"
            r"|not take no for an answer|not stop when i)",
            r"touch(?:es|ed|ing)? me (?:when i was (?:\w+ ){0,3}(?:child|kid|little|young|\w+ years"
            r"|asleep|small|\d)|as a (?:child|kid)|even (?:though|if|when)|against|inappropriately"
            r"|there|where (?:he|she|i)|without|in my sleep|sexually|down there)",
            r"(?:lock|locks|locked|locking|shut|shuts) (?:me|us|her) (?:in|inside|up|into|away)",
            r"(?:keep|keeps|kept|keeping|hold|holds|holding|held) (?:me|us) (?:locked|captive|hostage"
            r"|prisoner|a prisoner|down|against|inside the (?:house|room)|trapped)",
            rf"{ANYONE} (?:\w+ ){{0,2}}(?:will not|would not|does not|did not|do not|never) (?:let"
            rf"|lets|allow|allows|let s) (?:me|us) (?:to )?(?:leave (?:the|this|our|my|him|her)"
            rf"|leave(?=$)|go out|out|see (?:my|anyone|friends)|talk to (?:my|anyone|other|friends)"
            rf"|use my|have (?:a|my) (?:phone|money|job|friends)|go (?:home|anywhere|to work)|work"
            rf"|sleep)",
            r"(?:not allowed|forbidden|forbids me|forbid me) to (?:leave the (?:house|flat|apartment"
            r"|room)|see my (?:friends|family|mother|sister|parents)|have (?:a phone|friends|money)"
            r"|talk to (?:anyone|my|other|men))",
            r"(?:took|takes|taken|hid|hides) (?:away )?my (?:phone|passport|keys|papers|documents"
            r"|car keys|id card|bank card)",
            rf"{ANYONE} (?:\w+ ){{0,6}}(?:will|would|going to|threaten(?:s|ed)?(?: to)?|threatening to"
            rf"|wants? to|wanted to|tries to|trying to|tried to|might|could|swore|swears"
            rf"|says) (?:\w+ ){{0,3}}(?:kill|hurt|harm|shoot|stab|strangle|choke|beat|hit|rape|burn"
            rf"|murder|drown|poison|smash|find) (?:me(?! (?:a|an|some|another|attractive|interesting"
            rf"|boring|funny|annoying|cute|something))|us(?! (?:a|an))|{CLOSE})",
            r"(?:will|going to|gonna) (?:kill|murder) (?:me|us|her)(?=$| (?:and|i|please|help|tonight"
            r"|one day|someday|if i (?:leave|tell|go|say|report|ever))\b)",
            r"(?:tried|try|tries|trying|attempted) to (?:\w+ )?(?:kill|strangle|choke|rape|stab|murder"
            r"|drown|poison|suffocate|run over|smother) (?:me|us|her|my)",
            r"(?:death threats?|threatened (?:me|us|my|her|with)|threatens (?:me|us|my|to (?:hurt|kill"
            r"|hit|take|post|leak|burn|harm)|with)|beats? the (?:shit|crap|hell) out of)",
            r"(?:afraid|scared|worried) (?:that )?i (?:might|will|could|may|am going to"
            r"|am gonna) (?:hurt|kill|hit|harm|stab|snap and hurt) (?:someone|somebody|my (?:kids?"
            r"|child|children|baby|wife|husband|partner)|people|them all)",
            rf"i (?:\w+ ){{0,3}}(?:hit|beat|beats|slap|slapped|punch|punched|choke|choked|strangled"
            rf"|kick|kicked|shoved|shook|physically hurt|raped|molested|abused) (?:up )?(?:my"
            rf"|our) (?:\w+ )?(?:{CHILD}|{RELATIVE}|girl|dog)",
            rf"i (?:\w+ ){{0,4}}(?:want|going|like|plan|planning|need|feel like"
            rf"|urge) (?:to )?(?:\w+ )?(?:kill|killing|stab|stabbing|shoot|shooting|strangle|murder"
            rf"|murdering|beat up|harm|poison|hurt|hurting) (?:him|her|them|someone|somebody|people"
            rf"|everyone|everybody|{CLOSE})",
        ],
        rf"{GAME}|\b(?:mosquitos?|mosquitoes|bees?|wasps?|geese|goose|seagulls?|toy|nerf|water gun"
        rf"|glue|playdough|plastic)\b|\b(?:apple|apples|banana|peach|fell|falling|bike|gym|climbing)\b"
        rf"|\b(?:meeting|elevator|lift|traffic|gut|wedding|choked up|contract|peanut|laughed)\b"
        rf"|\b(?:in (?:his|her) sleep|from inside|to it|belly)\b|\bbeaten (?:at|in|to the|by (?:a|one"
        rf"|two|\d))\b|\b(?:hit|attacked|kicked|stabbed) (?:by|with|hard by) (?:a|an|the|some"
        rf"|this) (?!man|guy|stranger|family|relative|boyfriend|husband|friend|teacher|gang|group|belt"
        rf"|stick|bottle|woman|knife|bat|hammer|men)|\blocked (?:me|us|my ?self) out\b|\bi (?:do|did"
        rf"|would|will|can) (?:not|never) (?:ever )?(?:really )?(?:want|like|mean|wanna|plan|going"
        rf"|need)(?:ed)? to (?:\w+ )?(?:hurt|harm|kill)\b|\bnever (?:want|wanted) to hurt\b"
        rf"|\bkilled? it\b|\b(?:afraid|scared) (?:of|to) hurt\w* (?:him|her|them|anyone)\b|\bfeelings\b"
        rf"|\bwithout hurting\b|\bkill(?:ing)? (?:me|us|them|him|her|my \w+) (?:with (?:kindness"
        rf"|cuteness|laughter|that|this|his|her|their)|laughing|softly|for (?:eating|being late))\b"
        rf"|\b(?:mom|mum|dad|boss|teacher|mother|father|coach|sister|brother|roommate|flatmate|wife"
        rf"|husband|parents|girlfriend|boyfriend) (?:is|are|will|would"
        rf"|am) (?:going to )?(?:so )?(?:kill|murder) me (?:if|when|for) (?:i|my|the|this|he|she|we"
        rf"|they|it)? ?(?:am late|forg\w+|miss\w*|fail\w*|break\w*|eat\w*|ate|sees? (?:the|this|my)"
        rf"|spill\w*|lose\w*|lost|come home late|am not|do not finish|being late|hears? (?:the|this|my)"
        rf"|finds out (?:about the|i (?:ate|forgot|broke|lost)))|\bkill me (?:\w+ ){{0,3}}(?:forgot"
        rf"|late|broke the|spilled|missed the|ate|homework|anniversary|dishes|birthday)\b"
        rf"|\bvideo\b.*\bgame\b|\b(?:joke|jokes|laughing|pun|puns|accidentally|by accident)\b"
        rf"|\bfitting\b|\bspoil\w*\b|\bmy (?:ego|pride|heart)\b|{ANNOYANCES}",
    ),
]
