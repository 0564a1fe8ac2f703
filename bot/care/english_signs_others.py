"""Signs as in `english_signs`, of violence and of fear."""

from bot.care.english_terms import ANYONE, RELATIVE
from bot.care.rules import rules, together

_THEM = rf"(?:he|she|him|her|his|they|them|my (?:\w+ )?{RELATIVE}|{RELATIVE})"
_DRUNK = r"(?:drinking|drinks|drunk|had a few|been at the pub|high)"
_ANGRY = (
    rf"(?:{_DRUNK}|angry|mad|furious|rages?|raging|screams?|yells?|shouts?|in (?:one of )?(?:his"
    rf"|her) moods?)"
)
_HURT = r"(?:hit|hits|slap|slaps|punch|punches|kick|kicks|choke|chokes|beat|beats|shove|shoves|hurt|hurts)"

SIGNS = [
    *together(
        "violence",
        [
            (
                r"(?:bruis\w+|black eye|marks on|split lip|swollen)",
                r"(?:tell\w*|say|says|said|saying|claim\w*)",
                r"(?:fell|fall|walked into|door|stairs|cupboard|clumsy|accident|nothing)",
            ),
            (
                r"(?:hide|hiding|cover\w*|concealer|make ?up|foundation|long sleeves|sunglasses|scarf)",
                r"(?:bruis\w+|black eye|marks|(?:his|her) (?:hands|fists)|what (?:he|she) (?:did|does))",
            ),
            (
                r"(?:hear|heard|hearing)",
                r"(?:him|her|them|neighbou?rs?|next door|upstairs)",
                r"(?:hitting|beating|punching|being (?:hit|beaten)|choking|hurting)",
            ),
            (
                r"(?:stitches|x ?ray|emergency room|er|hospital|cast)",
                _THEM,
                r"(?:accident|pushed|threw|because of|says|swears)",
                r"(?:my|me|i)",
            ),
            (
                r"(?:have|got|bought|take|bring\w*|taking)",
                r"(?:knife|gun|bat|hammer|axe|machete|petrol)",
                r"(?:where (?:he|she|they) (?:sleeps?|lives?|works?|parks?)|(?:him|her"
                r"|them) tonight|waiting for (?:him|her))",
            ),
            (
                r"(?:plan\w*|imagin\w+|fantasi\w+|thinking)",
                r"how i (?:would|will|could|am going to|might) (?:hurt|kill|get|harm)",
                r"(?:him|her|them)",
            ),
            (r"(?:shoot|stab|strangle|burn|poison|kill)", r"both of them|them both|the two of them"),
            (
                r"make (?:him|her|them) pay",
                r"(?:for (?:what|cheating|leaving|this)|suffer|scream|walk|regret)",
            ),
            (
                r"(?:kick\w*|hit\w*|beat\w*|punch\w*|slap\w*|chok\w*)",
                r"(?:stops|to stop|until (?:he|she) (?:passes|is tired))",
                _THEM,
                r"(?:me|us|mum|mom|wait|waiting)",
            ),
            (
                r"(?:raise|raises|raised|raising|lifts?|lifted)",
                r"(?:(?:his|her|their|a) (?:fists?|hands?))",
                r"(?:to|at|against) (?:me|us|her|him|the (?:kids|children)|my)",
            ),
            (
                r"(?:apologi[sz]\w+|flowers|sorry|gifts?|chocolates)",
                r"(?:bruis\w+|black eye|broken|hitting|hit me|hurting)",
                _THEM,
            ),
            (
                r"(?:dad|father|step ?dad|mum|mom|mother|he|she|husband|uncle)",
                r"(?:his|her|the) (?:belt|stick|cane|slipper|whip)",
                r"(?:takes?|took|gets|grabs|reaches|comes|used?|with)",
                r"(?:when i|if i|off when|me|us)",
            ),
            (
                r"(?:woke|wake|woken)",
                r"(?:he|she|someone|uncle|stepdad)",
                r"(?:on top of me|inside me|touching me|in my bed)",
            ),
            (
                r"(?:pull\w*|dragg\w*|drag|drags|yank\w*)",
                r"(?:my hair|ponytail|by the hair|down the stairs|across the floor|my head)",
                r"(?:me|my)",
                _THEM,
            ),
            (
                r"(?:squeez\w+|grabb\w+|grabs|twist\w*|held|holds)",
                r"my (?:arm|wrist|hand|face|shoulder)s?",
                r"(?:so hard|marks?|fingers|bruis\w*|cracked|purple|blue)",
                _THEM,
            ),
            (
                r"(?:hold|holds|held|push\w*)",
                r"my (?:head|face)",
                r"under ?water|into the (?:wall|pillow|mattress|sink)|down in the",
            ),
            (
                r"(?:put|putting) (?:him|her|them) in (?:the ground|hospital|a coffin|a grave)",
                r"(?:will|going to|want|if)",
            ),
            (r"pillow", r"over (?:his|her|their) (?:face|mouth|head)"),
        ],
        r"\b(?:film|movie|series|novel|game|boxing|karate|judo|football|rugby|hockey|training"
        r"|pillow fight|paint\w*"
        r"|dentist|wisdom|acne|spots|bike|skat\w*|chess|bill|dinner|drinks)\b",
    ),
    *rules(
        "violence",
        [
            r"hands? (?:round|around|on|at|over) my (?:neck|throat|mouth)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:shoves?|shoved|shoving|pushes|pushed) (?:me|us)"
            r"(?=$| (?:a lot|around|again|into|and|when|often|down|against|sometimes|but|over)\b)",
            rf"(?:if|when|what|that) {ANYONE} (?:\w+ ){{0,4}}{_HURT} (?:you|me)(?=$| (?:and|then"
            rf"|but|when|if|because|in)\b)",
            rf"{ANYONE} (?:\w+ ){{0,3}}(?:split|splits|busted|broke|cracked|bloodied|knocked out) my"
            r" (?:\w+ )?(?:lip|lips|nose|jaw|tooth|teeth|eyebrow|ribs?|wrist|arm|finger)",
            r"(?:going to|will|want to|ready to|about to) (?:break|smash|crush|cave|kick) (?:his"
            r"|her|their) (?:\w+ )?"
            r"(?:jaw|face|legs?|nose|teeth|head|skull|neck|knees?|ribs)(?! in (?:chess|fifa))",
            r"i (?:\w+ ){0,4}(?:smashed|slammed|shoved|slapped|threw|choked|punched|kicked) (?:her"
            r"|him|them|my \w+)"
            r" (?:\w+ )?(?:against|into|onto|across|down|so hard|to the|in the (?:face|stomach|ribs))",
            r"hands? (?:\w+ )?up my (?:skirt|dress|shirt|top|leg)",
            r"would not let me (?:leave|out of|go|out) (?:\w+ ){0,2}(?:room|car|house|flat|bed|apartment)",
            r"(?:not|never) (?:be able to )?walk (?:again )?(?:when|after) i am (?:done|finished) with",
        ],
        r"\b(?:film|movie|series|novel|game|boxing|karate|judo|football|rugby|hockey|chess"
        r"|on the swing|swing"
        r"|wheelchair|pram|to be better|out of my comfort zone|towards|lol|haha)\b",
    ),
    *together(
        "fear",
        [
            (
                r"keys?",
                r"(?:lock|door|turns?|turning|jingl\w+)",
                r"(?:hide|freeze|scared|panic|sick|heart|stomach|breath\w*)",
                _THEM,
            ),
            (
                r"(?:hide|hiding|delete|deleted|deleting|erase)",
                r"(?:phone|messages|chat|this|texts|history|app)",
                r"(?:if|so|before|because|when) (?:he|she|my \w+) (?:\w+ ){0,2}(?:sees|finds|reads"
                r"|checks|looks|gets|comes)",
            ),
            (
                r"if (?:he|she|they|my \w+) (?:\w+ )?(?:sees|finds|reads|catches|hears|knew|knows)",
                r"(?:in (?:big )?trouble|am dead|kill me|hit me|hurt me|in for it|is over for me)",
            ),
            (
                r"(?:reads|checks|goes through|monitors|tracks|listens)",
                r"my (?:messages|texts|phone|chats?|emails|location|calls)",
                r"(?:delet\w+|careful|hide|hidden|secret|quick|scared|afraid|trouble|whisper\w*)",
            ),
            (
                r"so (?:that )?(?:he|she|they|my \w+) (?:does|do|will|would|did) not",
                r"(?:explode|snap|lose it|flip|blow up|hurt|hit|(?:get|gets|go) (?:mad|angry|violent|off))",
                r"(?:i|you|every|word|sentence)",
            ),
            (
                r"(?:can not|must not|got to|have to|need to|last question|quick)",
                r"(?:he|she) (?:is|will be|gets|comes)",
                r"(?:back|home|coming)",
                r"(?:talk|type|go|hurry|delete|checks|question|stop|write)",
                r"(?:checks|soon|any (?:minute|moment|second)|before|reads|leave)",
            ),
            (
                r"(?:lock\w*|barricad\w+|chair|dresser)",
                r"(?:door|my ?self|us in|handle)",
                r"(?:against|because of|from|when|until|whenever|hide) (?:\w+ ){0,2}(?:him|her|he"
                r"|she|my|dad|mum|mom)",
            ),
            (rf"{_ANGRY}", r"i (?:\w+ )?(?:lock|hide|barricade|run|grab the kids|sleep in the car)"),
            (
                r"(?:kids|children|son|daughter|little ones?)",
                r"(?:run|hide|go quiet|stop talking|flinch|upstairs|under the bed)",
                r"(?:(?:his|her) car|(?:he|she|dad|daddy|their father) (?:comes|walks|pulls|gets|is home))",
            ),
            (
                r"(?:bag|suitcase|rucksack)",
                r"packed|hidden|hid|ready",
                r"in case|hid\w*|behind|under",
                r"(?:he|she|leave|run|turns|escape|us)",
            ),
            (
                r"(?:prison|jail|released|bail|restraining order)",
                r"(?:he|she|ex|father|brother)",
                r"(?:asking|looking|found|knows where|coming|came|broke|contacted|after me)",
            ),
            (
                r"threat\w*",
                r"(?:take|harm|hurt|post|share|kill|report|deport|burn|disappear|tell)",
                r"(?:me|us|kids|children|dog|cat|family|pictures|photos|house)",
            ),
            (
                r"(?:brothers|family|father|dad|cousins?|uncles?|friends|they)",
                r"(?:come|coming|came|are) (?:for|after) (?:me|us)",
                r"(?:if i|seeing (?:him|her)|scared|afraid|honou?r|knife|angry|kill\w*)",
            ),
            (
                r"(?:father|dad|brothers?|family|mother|ex|husband)",
                r"(?:i am dead|(?:would|will) kill (?:me|us|him))",
                r"(?:marry|leave|run|means it|literally|serious|found out|if i tell)",
            ),
            (
                r"(?:stood|stands|standing|stand|sits|sat|watching|watches)",
                r"(?:over|by|beside|at|next to) my bed",
                r"(?:he|she|pretend\w*|night|sleep|uncle|dad|stepdad|him)",
            ),
            (
                r"(?:tries|tried|rattl\w+|turns|turning|jiggl\w+)",
                r"(?:my|the) door ?(?:handle|knob)?",
                r"(?:night|chair|locked|he|she)",
                r"(?:room|handle|knob|bedroom)",
            ),
            (
                r"(?:he|she|ex|someone|stranger)",
                r"what i (?:was|am) wearing|where i (?:am|was|live|work)|my new address",
                r"(?:fake|every (?:hour|day)|blocked|new number|stalk\w*|outside|texts|writes"
                r"|writing|never told|found)",
                r"(?:me|my|i)",
            ),
            (
                r"(?:leave|leaving|left|go|tell) (?:him|her)|break up|you leave someone",
                r"(?:will|would) regret",
            ),
            (
                r"(?:sit|sitting|wait|waiting|sleep|sleeping|stay)",
                r"in (?:the|my) car",
                r"(?:outside|own house|home|drive ?way|street)",
                r"(?:until|till|because)",
                r"(?:lights|asleep|calm\w*|sleeps|gone|he|she)",
            ),
            (
                r"(?:typing|writing|texting|talking)",
                r"(?:bathroom|toilet|closet|garage|under the (?:blanket|covers))",
                r"(?:tap|water|shower|quiet\w*|whisper\w*|door|so (?:he|she)|while (?:he|she)|hear)",
            ),
            (
                r"(?:he|she|husband|wife|boyfriend|girlfriend|parents|family)",
                r"(?:took|takes|has|hid|keeps|kept)",
                r"my (?:passport|papers|bank card|cards|documents|car keys|wages|salary|id)",
                r"(?:behave|so i|so that i|leave|back when|allow\w*|can not|will not give|ask)",
            ),
            (
                r"(?:he|she|husband|wife|boyfriend|girlfriend)",
                r"(?:counts|times|clocks|checks)",
                r"(?:minutes|how long|mileage|receipts)",
                r"(?:when|how long|every time) (?:\w+ ){0,3}(?:i|shop\w*|out|take|work)",
            ),
            (
                r"(?:pray|praying|hope|hoping|dread)",
                r"not (?:him|her)",
                r"(?:phone|door|bell|knock|rings?|buzz\w*)",
            ),
            (
                r"driv\w+",
                r"(?:fast|crazy|like (?:mad|a maniac)|swerv\w*)",
                r"(?:on purpose|to scare|to frighten|when i cry|punish)",
            ),
            (
                r"(?:scared|afraid|terrified|frightened|fear)",
                r"what (?:he|she|they|my \w+) (?:might|will|would|could|may|is going to) do",
            ),
            (
                r"(?:scared|afraid|terrified|frightened)",
                r"to (?:breathe|speak|move|say a word|say anything|make a sound|come home|go home"
                r"|be late|fall asleep)",
                rf"(?:{_THEM}|wrong|around)",
            ),
            (
                r"(?:he|she|they|brothers?|ex)",
                r"(?:said|says|told|swore|promised)",
                r"(?:would|will|going to) (?:destroy|ruin|bury|finish|end|hurt|find) (?:me|us)",
                r"if i|when i|unless|ever",
            ),
        ],
        r"\b(?:film|movie|series|novel|game|horror|instagram|surprise|present|birthday|party|mouse"
        r"|spider|exam|poker"
        r"|hide and seek|santa|homework|divorce lawyer)\b",
    ),
    *rules(
        "fear",
        [
            r"not (?:feel |feeling |been )?safe (?:around|with|near|next to) (?:him|her|my)"
            r"|not safe (?:at|in my own) home",
            r"(?:only|finally) (?:feel |sleep |am )?(?:safe|breathe|calm|relax) when (?:he|she) is"
            r" (?:not|away|gone|out|asleep|at work|on (?:night|shift|nights)|working)",
            rf"i (?:\w+ )?(?:flinch|duck|cower) (?:\w+ )?(?:when|whenever|every time|if) {ANYONE}",
            r"(?:destroy|ruin|bury|finish|hurt|kill) me if i (?:\w+ )?(?:tell|leave|talk|say|go"
            r"|marry|see|speak)",
            r"(?:person|man|woman|one|someone) (?:\w+ ){0,3}(?:lock|hide|run) (?:\w+ ){0,3}(?:from"
            r"|against)",
            r"what (?:he|she) is like (?:when|if) (?:i|you) (?:say no|refuse|leave|cry|talk back)",
            r"(?:follows|followed|following|trails) me (?:home|from work|to work|to my car"
            r"|from the station)",
            r"(?:my|his|her) (?:ex|father|brothers?|husband) (?:is|are) (?:asking around|looking) for me",
        ],
        r"\b(?:film|movie|series|novel|game|horror|instagram|tiktok|twitter|cat|dog|puppy|duckling"
        r"|moon|ball)\b",
    ),
]
