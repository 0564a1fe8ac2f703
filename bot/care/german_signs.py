"""Signs: words that say nothing much one by one, and together speak of danger. German, spelled as in
`german`."""

from bot.care.rules import rules, together

_RELATIVE = (
    r"(?:ex|mann|frau|freund|freundin|partner|partnerin|vater|papa|mutter|mama|bruder|brueder"
    r"|schwester"
    r"|onkel|opa|sohn|stiefvater|chef|nachbar|mitbewohner|kerl|typ|familie)"
)
_WHO = (
    r"(?:er|sie|ihm|ihn|ihr|(?:mein|meine|meinem|meiner|meinen|ihre|seine|der"
    rf"|die) (?:\w+ )?{_RELATIVE})"
)
_MEDICINE = r"(?:tabletten|pillen|schlaftabletten|schmerzmittel|medikamente|insulin|tableten|tabl?etten)"
_DEAD = r"(?:tot|gestorben|verstorben|verstorbenen?|jenseits|himmel|grab|gegangen)"
_DRUNK = (
    r"(?:getrunken|trinkt|betrunken|besoffen|gesoffen|voll ist|wutend|ausrastet|laut wird"
    r"|lauter wird|schreit)"
)

SIGNS = [
    *together(
        "self_harm",
        [
            (
                _DEAD,
                r"(?:ich|dann)",
                r"(?:nachgehen|folgen|hinterher|zu (?:ihm|ihr)|geh\w* ich (?:\w+ )?hin|nachfolgen)",
            ),
            (
                _MEDICINE,
                r"(?:liegen|liegt|nachttisch|neben mir|vor mir|gezahlt|gesammelt|abgesetzt"
                r"|alle auf einmal|reichen)",
            ),
            (
                r"(?:wunschte|wunsch|wunsche|hoffe|hoff)",
                r"(?:lkw|auto|laster|zug|bus|krebs|tumor|blitz)",
                r"(?:mich|mir)",
                r"(?:erwischt|erfasst|uberfahren|getroffen|uberrollt|holt|genommen|tot)",
            ),
            (
                r"(?:alles|sachen|katze|hund|bucher|platten)",
                r"(?:verschenkt|weggegeben|hergegeben)",
                r"(?:brauch\w* (?:ich )?(?:\w+ )?(?:nicht|nich|nichts)|bald|nicht mehr)",
            ),
            (
                r"(?:klingen?|messer|rasierklingen?|seil|strick)",
                r"(?:wieder|liegt|liegen|bereit|bad|schublade|gekauft)",
                r"(?:ich|mich|mir)",
            ),
            (
                r"(?:auto|autobahn|fahren|fahre|lenkrad|brucke)",
                r"(?:denk|denke|dachte|uberleg\w*|stell\w* mir)",
                r"(?:gegen (?:den|die|einen) \w*|pfeiler|baum|loslassen|springen|runter|einfach)",
            ),
            (
                r"(?:zigaretten?|kippen|feuerzeug|bugeleisen)",
                r"(?:arm|arme|haut|bein|beine|hand)",
                r"(?:druck|drucke|aus|ausgedruckt|halte|verbrenn\w*)",
                r"(?:ich|mir)",
            ),
            (
                r"(?:mich|mir) (?:\w+ )?(?:selbst|selber)|selbst|selber",
                r"(?:schlag|schlage|hau|haue|kratz|kratze|verletze|bestrafe)",
                r"(?:ich)",
                r"(?:mich|mir)",
                r"(?:hass\w*|gesicht|wand|arm|arme|bein|wenns|bis|immer|abends|oft)",
            ),
            (r"(?:leben|alles)", r"(?:keinen|kein|ohne) sinn", r"(?:mehr|ehrlich|einfach|fur mich)"),
            (
                r"(?:datum|tag|termin)",
                r"(?:gesetzt|ausgesucht|gewahlt|steht fest)",
                r"(?:danach|dann|ende|letzte\w*|mich)",
            ),
            (
                r"(?:gleis|gleise|bahnsteig|schienen|dach|gelander|brucke)",
                r"(?:steh|stehe|stand|sitz|sitze|oft|wieder)",
                r"ich",
                r"(?:zahl|zahle|sekunden|springen|schritt|denk|denke|stell|uberleg\w*|runter|vor den zug)",
            ),
            (
                r"(?:hoff|hoffe|wunsch|wunsche|bete)",
                r"herz",
                r"(?:stehen|stehn|aufhort|stehenbleibt|bleibt)",
                r"(?:mein|einfach)",
            ),
            (
                r"(?:einschlafen|schlafen) und (?:\w+ ){0,2}(?:das wars|nie wieder|nicht mehr"
                r"|fur immer|aus und vorbei)",
            ),
        ],
        r"\b(?:film|serie|buch|roman|lied|spiel|urlaub|umzug|fluglos|kopfschmerz\w*|vitamine?"
        r"|arzt hat|flohmarkt)\b",
    ),
    *rules(
        "self_harm",
        [
            r"(?:in (?:\w+ ){1,3}|bald |dann |eh |sowieso )(?:\w+ ){0,2}nicht mehr (?:da|hier"
            r"|am leben|dabei)(?=$| (?:bin|sein)\b)",
            r"(?:weiss|weis) (?:nicht|nich) ob ich (?:morgen|nachste woche"
            r"|weihnachten) (?:noch )?(?:leb|lebe|da bin|hier bin)",
            r"(?:ohne|one) mich (?:\w+ ){0,2}(?:alle|besser|leichter|ruhiger)|(?:alle"
            r"|jeder) (?:\w+ ){0,3}besser dran (?:ohne mich)?",
            r"besser (?:\w+ ){0,2}(?:wenns|wenn es) mich (?:nicht|nich) (?:mehr )?(?:gibt|gabe)"
            r"|fall\w* (?:\w+ )?allen (?:nur )?zur last",
            r"(?:habe|hab) (?:es )?(?:\w+ )?(?:schon (?:ein ?mal|mal|zweimal)|einmal) versucht(?=$"
            r"| (?:zu sterben|diesmal|und)\b)"
            r"|(?:diesmal|dieses mal) klappt (?:es|s)|diesmal klappts",
            r"(?:der|mein) letzter abend(?=$| (?:fur mich|hier|auf)\b)|letzte abend fur mich",
            r"mich (?:\w+ ){0,2}(?:gerizt|geritzt|geschnitten|aufgeritzt)|wieder (?:am )?ritzen",
            r"mag (?:nicht|nimmer|nicht mehr) (?:mehr )?leben|(?:leben|dasein) (?:\w+ )?(?:zu viel"
            r"|eine qual)",
        ],
        r"\b(?:film|serie|buch|roman|lied|spiel|urlaub|umzug|firma|buro|kollegen|prufung|diat"
        r"|verein|kurs|kind war)\b",
    ),
    *together(
        "violence",
        [
            (
                _WHO,
                r"(?:nase|rippe|rippen|arm|kiefer|zahn|finger|handgelenk)",
                r"(?:gebrochen|gebrochene|ausgeschlagen|gebrochn)",
                r"(?:wegen|von|durch|hat|mir)",
                r"(?:ihm|ihr|er|sie|mir)",
            ),
            (
                r"(?:genaht|notaufnahme|krankenhaus|gips|platzwunde)",
                _WHO,
                r"(?:wirft|schmeisst|geworfen|geschubst|stosst|wegen|unfall)",
            ),
            (
                r"(?:wirft|schmeisst|warf|schmiss)",
                r"(?:glasern|gla?s|tellern?|sachen|flaschen?|stuhl|messern?)",
                r"nach (?:mir|uns|mama)",
            ),
            (
                r"(?:blaue flecken|blauer fleck|blaues auge|veilchen)",
                r"(?:sage|sag|sagt|erzahl\w*|gesturzt|treppe|tur|gefallen|uberschmink\w*)",
            ),
            (r"(?:an den|an meinen) haaren", r"(?:gezogen|zieht|gezerrt|zerrt|gerissen)"),
            (
                r"(?:wollte|will) (?:\w+ )?(?:nicht|nich)|nein gesagt",
                r"(?:er|sie)",
                r"(?:trotzdem|einfach)",
                r"(?:gemacht|genommen|weiter)",
            ),
            (
                r"(?:weiss|weis) wo (?:er|sie) (?:wohnt|arbeitet|schlaft)|kein spass|ich mein\w* es ernst",
                r"(?:mach|mache|bring|bringe|stech|steche|schlag|schlage|schlager|messer|waffe|knarre)",
                r"(?:ich|ihn|sie|beide|den)",
            ),
            (
                r"(?:bring|bringe|steche?|knall|knalle|schlag|schlage)",
                r"(?:beide|beiden|ihn|sie|typen|kerl)",
                r"(?:um|ab|tot)",
                r"(?:ich)",
                r"(?:wenn|noch ?mal|heute|kein spass|schwor|ernst)",
            ),
            (
                r"ich",
                r"(?:meine freundin|meinen freund|meine frau|meinen mann|ihn|sie|mein kind)",
                r"(?:geohrfeigt|geschlagen|gestossen|gewurgt|getreten|geschubst)",
                r"(?:habe|hab)",
            ),
            (
                r"(?:gurtel|stock|kochloffel|kabel)",
                r"(?:holt|nimmt|zieht|schlagt|griff|greift)",
                r"(?:wenn ich|mich|uns)",
            ),
            (
                _WHO,
                r"(?:aufgewacht|aufwachte|wach (?:wurde|geworden))",
                r"(?:uber mir|auf mir|in mir|an mir)",
            ),
            (
                _WHO,
                r"(?:arm|handgelenk|finger)",
                r"(?:auf den rucken|verdreht|umgedreht|gequetscht)",
                r"(?:mir|meinen|mein)",
            ),
            (
                r"(?:hand|fauste?|faust)",
                r"(?:erhebt|erhoben|hebt|gegen mich|rutscht|ausgerutscht)",
                r"(?:mich|ihm|mir|er|ihr)",
            ),
        ],
        r"\b(?:film|serie|buch|roman|spiel|fussball|boxen|judo|karate|training|haha|lol|friseur"
        r"|fahrrad|ski|zahnarzt)\b",
    ),
    *rules(
        "violence",
        [
            rf"{_WHO} (?:\w+ ){{0,3}}(?:eine reinhaut|eine rein gehauen|eine gelangt|eine geknallt"
            rf"|eine scheuert|eine klatscht)"
            r"|mir (?:\w+ )?(?:eine|eins) (?:reinhaut|reingehauen|verpasst|geknallt|gescheuert)",
            r"(?:papa|vater|er|stiefvater|stiefpapa) (?:haut|schlagt|verhaut|wurgt) (?:die "
            r"|meine )?(?:mama|mutter|schwester|kinder)",
            r"(?:stech|steche) (?:ich )?(?:ihn|sie|den \w+|die \w+) ab|ich (?:mach|mache) (?:ihn"
            r"|sie|den|die) (?:\w+ )?(?:fertig|kalt|platt)",
        ],
        r"\b(?:film|serie|buch|roman|spiel|fussball|boxen|judo|karate|schach|tennis|haha|lol)\b",
    ),
    *together(
        "fear",
        [
            (
                r"(?:steht|stand|wartet|lauert|sitzt)",
                r"(?:er|ex|sie|kerl|typ|er schon)",
                r"(?:wieder|schon|immer|jeden)",
                r"(?:vorm|vor (?:dem|meinem|meiner)|unten|unterm) (?:\w+ )?(?:haus|fenster|tur"
                r"|arbeit|wohnung|buro|vorm haus)",
            ),
            (
                r"schlussel",
                r"(?:schloss|tur|hor|hore|geht)",
                r"(?:herzrasen|angst|panik|zucke?|erstarre?|schlecht|verstecke?)",
            ),
            (
                r"verfolgt",
                r"(?:ex|mein ex|er|sie|jemand|kerl|typ)",
                r"(?:mich|mcih|uns)",
                r"(?:seit|jeden|wochen|monaten|nach hause|heim|uberall|standig|immer)",
            ),
            (
                r"(?:muss aufhoren|muss schluss machen|schnell|kann nicht lang\w*|kann grad nicht)",
                r"(?:er|sie|mein \w+)",
                r"(?:kommt|heim|da ist|liest|darf (?:das |es )?(?:nicht|nich))",
            ),
            (
                r"(?:damit|dass|sonst)",
                r"(?:er|sie|mein \w+)",
                r"(?:nicht|nich|sonst)",
                r"(?:ausrastet|ausflippt|explodiert|zuschlagt|durchdreht|schreit)",
                r"(?:ich|wort|satz|man|jedes|abwag\w*)",
            ),
            (
                r"(?:schliess|schliesse|sperr|sperre|verriegel|verriegle|einschliesse|einsperre)",
                r"(?:ich|mich|uns)",
                rf"(?:wegen (?:ihm|ihr)|vor (?:ihm|ihr)|{_DRUNK}|nachts)",
            ),
            (
                rf"{_DRUNK}",
                r"ich",
                r"(?:zuck|zucke|zusammen|versteck|verstecke|hau ab|verschwinde|zitter|zittere)",
            ),
            (
                r"(?:zuck|zucke|zucken)",
                r"zusammen",
                r"(?:wenn|sobald|immer)",
                r"(?:er|sie|mann|freund|vater|hand|mein)",
            ),
            (
                r"(?:tasche|koffer|rucksack)",
                r"(?:gepackt|fertig|versteckt)",
                r"(?:falls|weg|von ihm|von ihr|flucht|raus)",
            ),
            (
                r"(?:bruder|brueder|familie|vater|cousins?|seine leute|die)",
                r"(?:gesagt|sagen|drohen|meinen|schworen)",
                r"(?:kalt|umbringen|fertig ?machen|finden|kriegen|tot)",
                r"(?:mich|uns)",
                r"(?:machen|wenn|falls)",
            ),
            (
                r"(?:wenn|falls) (?:er|sie) mich (?:nicht|nich) (?:haben|kriegen|bekommen)",
                r"(?:kann|dann)",
                r"(?:keiner|niemand|kein anderer|kein andrer)",
            ),
            (
                r"(?:schickt|schreibt|postet)",
                r"(?:fotos?|bilder|nachrichten)",
                r"(?:balkon|haus|wohnung|fenster|auto|kindern?|was ich anhatte|wo ich)",
                r"(?:mir|von mir|meinem|meiner|mich)",
            ),
            (
                r"(?:trennen|trennung|verlassen|schluss machen)",
                r"(?:was|wozu) (?:er|sie) (?:\w+ )?(?:dann|mir|fahig|macht|tut|imstande)",
                r"(?:weiss|weis|angst|trau|trau mich)",
            ),
            (
                _WHO,
                r"(?:ausweis|pass|bankkarte|papiere|schlussel|autoschlussel)",
                r"(?:weggenommen|abgenommen|versteckt|einbehalten)",
                r"(?:mir|mein\w*)",
                r"(?:damit|bleib\w*|nicht|kann|darf|weg)",
            ),
            (
                r"(?:schreib|schreibe|tipp|tippe|sitz|sitze)",
                r"(?:klo|bad|bett|schrank|keller|auto)",
                r"(?:er|sie) (?:denkt|meint|glaubt|schlaft|darf|hort)",
            ),
            (
                r"(?:bleib|bleibe|sitz|sitze|warte)",
                r"im auto",
                r"bis",
                r"(?:licht|schlaft|schlafen|ruhig|weg)",
            ),
            (_WHO, r"(?:meine|die) neue (?:adresse|nummer)", r"(?:kennt|hat|weiss|gefunden|plotzlich)"),
            (
                r"(?:kinder|kind|kleine|kleinen|tochter|sohn)",
                r"(?:still|verstecken|rennen|leise|zucken|weinen)",
                r"(?:wenn|sobald) (?:er|sie|papa|ihr vater|mein mann) (?:\w+ )?(?:kommt|reinkommt"
                r"|heimkommt|da ist|trinkt)",
            ),
            (
                r"(?:verstecke?n?|versteckt|versteck)",
                r"(?:vor (?:dem|der|ihm|ihr|meinem|meiner|jemandem))",
                r"(?:man|ich|mich|sich)",
                r"(?:liebe\w*|mann|frau|freund|nachts|zuhause|schrank|bad)",
            ),
            (
                r"angst vor (?:dem|meinem|meiner|unserem) (?:eigenen|eigner|eigener|\w+)",
                r"(?:sohn|kind|tochter|mann|vater|bruder|kind)",
            ),
        ],
        r"\b(?:film|serie|buch|roman|spiel|krimi|prufung|geburtstag|uberraschung|geschenk|instagram"
        r"|spinnen?|hund|zahnarzt"
        r"|postbote|paket\w*|urlaub|verstecken spielen)\b",
    ),
]
