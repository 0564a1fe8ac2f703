"""What the young say, and rough words. German."""

from bot.care.rules import rules

_PLAY = r"\b(?:(?<!kein )(?:spiel|witz)|level|film|serie|lied|minecraft|fortnite|schach|fifa|party)\b"
_WHO = (
    r"(?:er|sie|der|die|freund|freundin|mann|frau|typ|macker|alter|vater|papa|dad|mutter|mum|mama|bruder"
    r"|stiefvater"
    r"|ex|onkel|chef)"
)

SLANG = [
    *rules(
        "self_harm",
        [
            r"(?:null |kein(?:en)? |keine )?bock (?:mehr )?(?:zu|auf) (?:sterben|existieren|leben|das leben)",
            r"(?:kein|null|kb|keine) (?:bock |lust )?(?:mehr )?auf (?:das )?leben",
            r"(?:hang|hange|knall|knalle|schiess|schiesse|mach|mache|bring|bringe|loesch|losch|losche"
            r"|spreng|leg|deinstallier\w*)"
            r" (?:ich )?(?:mich|mir) (?:\w+ ){0,2}(?:auf|weg|ab|um|die birne|die rube|eine kugel|kalt"
            r"|selbst|selber)",
            r"mich (?:\w+ ){0,2}(?:weghangen|wegmachen|unaliven|unalive|abknallen|aufknupfen|aufhangen"
            r"|wegschiessen|abmurksen"
            r"|umnieten|kms|loschen|deinstallieren)",
            r"(?:schluss|aus) (?:\w+ )?mit (?:allem|mir|dem leben|der scheisse)",
            r"(?:svv|ritzen|schnibb?el\w*|schnippel\w*|ritzerei)(?=$| (?:wieder|an mir|mich|voll|druck"
            r"|ruckfall|seit|am)\b)"
            r"|(?:wieder|ruckfall|druck) (?:\w+ ){0,2}(?:svv|geritzt|ritzen|schnibb?eln)|an mir (?:rum"
            r"|herum)",
            r"weg vom planeten|unter (?:der|die) erde (?:sein|liegen|bin|will)|war(?:e)? gern (?:unter der"
            r" erde|tot|weg vom)"
            r"|(?:radieschen|ganseblumchen) von unten|den loffel abgeben|ab in die kiste|fur immer off",
            r"(?:pillen|tabletten|medis|tilidin|benzos) (?:\w+ ){0,2}(?:reingezogen|reingehauen"
            r"|eingeworfen|geschluckt|gefressen"
            r"|weggeballert)",
            r"(?:lang\w*|ewig\w*) (?:schlaf|pennen)(?=$| (?:und|fur|bald)\b)|fur immer pennen",
            r"(?:suizi|suizid\w*|selbstmord\w*) (?:gedanken|modus|druck)",
            r"meine arme (?:sehen|sind) (?:\w+ ){0,3}(?:zebra|aufgeschnitten|zerschnitten|zerkratzt|voll)",
        ],
        _PLAY,
    ),
    *rules(
        "violence",
        [
            rf"{_WHO} (?:\w+ ){{0,4}}(?:mir|mich) (?:\w+ ){{0,3}}(?:eine |eins )?(?:gezimmert|geballert"
            rf"|gescheuert|verpasst"
            rf"|verdroschen|vermobelt|verprugelt|reingehauen|rein gehauen|geklatscht|getatscht|weggeboxt"
            rf"|geschubst|geboxt"
            rf"|angegrabscht|begrabscht|zusammengeschlagen|vertrimmt|windelweich)",
            rf"{_WHO} (?:\w+ ){{0,2}}(?:verdrischt|vermobelt|verprugelt|verhaut|boxt|prugelt|drischt"
            rf"|schubst|wurgt|tritt|haut)"
            rf" (?:\w+ )?(?:mich|mir|drauf|auf mich|uns|sie|mama)",
            rf"(?:hat|haut|knallt|scheuert|zimmert|ballert|klatscht) {_WHO}? ?mir (?:\w+ ){{0,2}}(?:eine"
            rf"|eins)"
            rf"(?=$| (?:rein|gezimmert|geballert|gescheuert|geknallt|verpasst|gelangt|wenn|und|gestern)\b)",
            r"haut (?:immer |oft |voll )?(?:drauf|zu|um sich)|wird (?:\w+ )?handgreiflich",
            r"ich (?:\w+ ){0,2}(?:stech|steche|knall|knalle|mach|mache|bring|bringe|schlitz|schlitze)"
            r" (?:ich )?(?:den|ihn|sie|die)"
            r" (?:\w+ ){0,3}(?:ab|kalt|um|auf|messer|fertig)",
            r"(?:stech|steche) (?:ich )?(?:ihn|den|sie)",
            r"verg[ew]\w{0,2}w[a4]ltig\w*",
        ],
        _PLAY,
    ),
    *rules(
        "fear",
        [
            r"(?:schiss|panik|bammel|muffe|horror) (?:\w+ )?vor (?:ihm|ihr|mein\w* (?:\w+ )?(?:dad|vater"
            r"|freund|mann|ex|bruder|stiefvater"
            r"|mutter|mum|freundin|frau|typ|macker|eltern|alten))",
            r"(?:nudes?|nacktbilder|bilder|videos?|pics) (?:\w+ ){0,3}(?:leak\w*|rumschick\w*"
            r"|rumzuschicken|postet|hochladen|zeigen"
            r"|verschick\w*|schickt|rum)|leakt? (?:er |sie )?meine",
            r"(?:lasst|lass) mich (?:\w+ )?(?:nicht|nich|nie|nimmer) (?:\w+ )?(?:raus|weg|gehen|treffen"
            r"|telefonieren|arbeiten|schlafen"
            r"|lernen|allein)",
            r"erlaubt (?:mir|uns) (?:\w+ )?(?:nichts|gar nichts|nix|kein\w*|nicht)",
            r"(?:stalkt|stalked|stalken) (?:mich|uns|meine?)|(?:krasser|voller|echter|ubler|richtiger)"
            r" stalker",
            r"sperrt (?:er |sie )?(?:mich|uns) (?:\w+ )?(?:ein|aus|weg)|schliesst (?:er |sie )?(?:mich"
            r"|uns) ein",
        ],
        _PLAY,
    ),
]
