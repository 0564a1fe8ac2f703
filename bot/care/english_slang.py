"""What the young say, and what is spelt so that a filter does not see it. English."""

from bot.care.rules import rules

_PLAY = (
    r"\b(?:(?<!no )(?<!not a )(?:game|joke)|level|movie|film|song|minecraft|roblox|fortnite|chess|fifa|bingo"
    r"|party)\b"
)
_US = r"(?:me|us|my (?:mum|mom|sister|brother|kid|kids|son|daughter))"
_NOW = (
    r"(?=$| (?:again|fr|for real|tonight|today|soon|rn|right now|and|so|lol|tbh|ngl|no|i|already|yesterday"
    r"|last)\b)"
)

SLANG = [
    *rules(
        "self_harm",
        [
            r"(?:un ?aliv\w*|delet(?:e|ing)|yeet(?:ing)?|neck(?:ing)?|rop(?:e|ing)|off(?:ing)?|end(?:ing)?"
            r"|uninstall\w*|clip(?:ping)?|erase|hang) (?:my ?self|me off|me tonight|my life)",
            r"(?:want to|going to|might|should|could|just) (?:rope|neck it|unalive|ctb|self delete|kashoot"
            r"|commit die|commit (?:unalive|not alive|suicide|sudoku)|kill my ?self|end me)",
            rf"(?:ctb|catch(?:ing)? the bus){_NOW}",
            r"(?:toaster bath|bath with (?:a|the|my) toaster|dirt nap|forever (?:nap|box|sleep)|eternal"
            r" (?:nap|sleep)"
            r"|(?:six|6) (?:feet|ft) under|pushing (?:up )?daisies|grippy socks?|alt f4 (?:my )?life"
            r"|(?:log|logging|check|checking) (?:off|out) (?:of life|of this life|irl|for good|permanently"
            r"|for ?ever|early)"
            r"|rage ?quit(?:ting)? (?:on )?life|quit(?:ting)? life|uninstall life|game over for me)",
            r"(?:not|stop|do not want to|quit) exist(?:ing)?(?=$| (?:rn|right now|any|tbh|ngl|at all|today"
            r"|lol|and)\b)",
            r"(?:car|bus|truck|train) to (?:yeet|hit|flatten|take) me|(?:back ?flip|dive|yeet\w*|nose ?dive)"
            r" (?:my ?self )?off (?:a|the|my|this) \w+",
            r"(?:sh|self h\w{0,2}rm\w*|selfharm\w*)(?: |'?)(?:again|relapse\w*|urges?|scars?|thoughts|when"
            r"|since|last|every"
            r"|tonight|d again|ing)|(?:i|been|urges? to|want to|started|stopped|clean from|relapsed"
            r" (?:with|on|into|and)"
            r"|back to|keep|back on) (?:just )?(?:sh|shing)(?=$| (?:again|when|since|last|and|every|at"
            r"|tonight|lol)\b)",
            r"(?:cvt|cvtt?ing|cu77ing|ct myself) ?(?:again|my|deep\w*)?|(?:can not stop|stop|started|been)"
            r" (?:scissors"
            r"|slicing|scratching) my (?:arms?|legs?|thighs?|skin)",
            r"(?:too many|a bunch of|all (?:of )?my|so many|handful of|all the) (?:xans?|percs?|addys?"
            r"|pills|meds|tylenol"
            r"|advil|oxys?)",
            r"(?:relapsed|slipped|blew it) (?:with|on|into)? ?(?:sh|cutting|the blade|self harm|burning)",
            r"(?:want|ready|going|rather|wish i could) (?:to )?(?:be|go) (?:ghost|dead dead|6 ft under"
            r"|under the ground)",
            r"(?:my arms|my thighs|my wrists?) (?:look|looks|are|is) (?:like )?(?:a |all )?(?:\w+"
            r" )?(?:zebra|barcode|mess|cut up"
            r"|wrecked|fresh)",
        ],
        _PLAY,
    ),
    *rules(
        "violence",
        [
            rf"(?:decked|socked|clocked|smacked|whoop(?:s|ed)|yoked|body ?slam\w*|backhand(?:s|ed)"
            rf"|manhandle[sd]"
            rf"|rough(?:s|ed)|pummel\w*|bashe[sd]|wallop\w*|rocked|knocked|slams?|slammed|lamped|battered"
            rf"|jumped"
            rf"|swings at|swung at|swung on|swings on|chokes?|choked|pins|pinned) {_US}"
            rf"(?=$| (?:in|up|out|down|against|again|last|so|and|when|with|yesterday|because|cold|bad|hard"
            rf"|by|on)\b)",
            r"beats? (?:on me|my (?:ass|butt|head)|the (?:hell|shit|crap|living daylights) out of me|me up"
            r"|me bad|tf out)",
            r"(?:lay|lays|laid|laying|layin|put|puts|putting|puttin|throws|threw|throwing) (?:his |her "
            r"|their )?(?:hands|paws"
            r"|fists) (?:on|at|to) (?:me|my)",
            r"(?:hittin|beatin|smackin|chokin|punchin|kickin|slappin|whoopin) (?:on )?me",
            r"got (?:jumped|beat|beaten|decked|raped|graped|r worded|molested|assaulted) by",
            r"(?:r|s) ?(?:worded|aed|a d|a'd)(?=$| (?:by|at|me|when|last|in)\b)|(?:sa|sa'd|sad) by my"
            r" (?:ex|boyfriend|boss|dad"
            r"|uncle|coach|teacher)",
            r"(?:forced|made|makes|pressured|guilted) me (?:to|into) (?:smash|do (?:stuff|it|things"
            r"|sexual)|sleep with|have sex"
            r"|hook up|give him|send nudes|suck|touch)",
            r"(?:going to|will|i am about to|am gonna|imma|i ma) (?:shank|stab|shoot|kill|smoke|bash|jump"
            r"|strangle|body) (?:him"
            r"|her|them|that|this|my) ?.{0,30}(?:for real|fr|i swear|no cap|not joking|got the|tonight"
            r"|mean it)",
            r"(?:imma|i am going to|gonna) (?:shank|stab) (?:him|her|that|them)",
            r"(?:mom|mum|dad|stepdad|he|she|boyfriend|girlfriend|bf|gf) (?:goes off|snaps|loses it|flips)"
            r" and (?:swings|hits|beats"
            r"|throws|slaps|kicks|punches)",
        ],
        _PLAY + r"|\bjumped (?:into|in|at) (?:my arms|the)\b",
    ),
    *rules(
        "fear",
        [
            r"(?:scared|shook|terrified|afraid|petrified|frightened) (?:as ?f\w*|af|shitless|to death|sick"
            r"|stiff)? ?of (?:him|her"
            r"|my (?:\w+ )?(?:boyfriend|girlfriend|bf|gf|man|husband|wife|ex|dad|mom|mum|father|mother"
            r"|brother|uncle|stepdad"
            r"|parents?|partner|dude))",
            r"(?:threaten|threatens|threatening|threatenin|threatened|going|says he will|gonna|wants|will)"
            r" (?:to )?(?:send|leak|post"
            r"|share|show|expose) (?:\w+ )?(?:my|the|our|those|old) (?:\w+ )?(?:nudes?|pics|pictures"
            r"|photos|vids?|videos?)",
            r"leak\w* my (?:nudes?|pics|pictures|photos|vids?|videos?)",
            r"(?:will|does|would|do) not let me (?:talk|go|see|leave|out|have|work|sleep|eat|speak|call"
            r"|text|wear|use)",
            r"(?:stalkin|stalking|stalks|stalked) (?:me|my)|(?:legit|literal|real|actual|total|creepy)"
            r" stalker",
            r"(?:goes|going|went|go|looks|looking|looked) through my (?:phone|texts|messages|dms|stuff)"
            r" ?(?:and|every|if|daily"
            r"|all|when)?",
            r"(?:tracker|airtag|gps|spy app|camera) (?:on|in|under) my (?:car|whip|phone|bag|room|ride"
            r"|coat|jacket|bike)",
            r"locks? me (?:in|up|inside)(?=$| (?:the|when|my|at|all|again|if|and|every)\b)",
            r"(?:pull\w*|show\w*|turn\w*|keeps coming) up (?:to|at|by) my (?:crib|house|work|school|place"
            r"|job|door) (?:uninvited"
            r"|again|every|at night|all)",
        ],
        _PLAY + r"|\b(?:prank|surprise|birthday)\b",
    ),
]
