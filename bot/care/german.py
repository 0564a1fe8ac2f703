"""The German table of care, of the same build as the English one.

Umlauts arrive here without their dots ("schlägt" is "schlagt"), typed as two letters they keep both
("schlaegt"), and "ß" is "ss". Sources for the range: the public pages of TelefonSeelsorge and of the
help line "Gewalt gegen Frauen". The wordings are ours.
"""

from bot.care.german_hints import HINTS
from bot.care.german_signs import SIGNS
from bot.care.german_slang import SLANG
from bot.care.german_terms import NEVER_HURT, SLIP
from bot.care.rules import about_others, rules, spared

_RELATIVE = (
    r"(?:ex(?:freund|mann|frau|freundin|partner)?|mann|mannes|manne?s?|ehemann|ehefrau|frau|partner"
    r"|partnerin|freund|freundin|freundes|lebensgefahrte|vater|papa|mutter|mama|eltern|stiefvater"
    r"|stiefmutter|bruder|schwester|onkel|tante|cousin|opa|oma|sohn|tochter|chef|lehrer|trainer"
    r"|nachbarn?|mitbewohner|familie|typ|kerl|verlobter|verlobten|kollege|kollegen|schwiegervater"
    r"|schwiegermutter|stalker|vaters|bruders|stiefbruder)"
)
_ANYONE = (
    rf"(?:er|sie|jemand|der|die|papa|mama|vater|mutter|opa|oma|(?:mein|meine|meinen|meinem|meiner|unser"
    rf"|unsere|ihr|ihre|sein|seine|der|die|dein) (?:\w+ ){{0,2}}{_RELATIVE})"
)
_SOMEONE = (
    rf"(?:ihm|ihr|ihnen|(?:meinem|meiner|meinen|meim|unserem|dem|der|diesem"
    rf"|seinem) (?:\w+ ){{0,2}}{_RELATIVE})"
)
_CLOSE = (
    r"(?:mama|papa|mutti|vati|(?:die|meine|unsere|ihre|seine|das|mein|unser|sein|ihr|meinen|seinen"
    r"|den) (?:\w+ )?(?:kinder|kind|sohn|tochter|frau|freundin|mutter|schwester|bruder|baby|hund|katze"
    r"|mann|freund))"
)
_HIT = (
    r"(?:schlae?gt|schlug|schlagen|geschlagen|haut|verhaut|verhauen|gehauen|prue?gelt|verprue?gelt"
    r"|verprue?geln|wue?rgt|wurgt|gewue?rgt|wue?rgen|tritt|getreten|ohrfeigt|geohrfeigt|boxt"
    r"|misshandelt|missbraucht|vergewaltigt|vergewaltigen|bedroht|bedrohen|bespuckt|angespuckt|schubst"
    r"|geschubst|stosst|gestossen|belae?stigt|begrapscht|begrabscht|angefasst|zusammengeschlagen|beisst"
    r"|gebissen|quae?lt|gequae?lt|einsperrt|eingesperrt|eingeschlossen|angegriffen|greift|erpresst"
    r"|verletzt mich korperlich|verbrue?ht|gefesselt|verfolgt)"
)
_GAME = (
    r"\b(?:schach|spiel|spiele|spielen|tennis|poker|karten|rennen|match|liga|pokal|tischtennis|monopoly"
    r"|scrabble|mario|fifa|darts|billard|squash|badminton|quiz|fussball|basketball|hockey|boxen|golf"
    r"|finale|runde|mannschaft|turnier|wettkampf|skat|mau mau|mensch argere dich nicht|wahl|rekord|uno"
    r"|kicker|volleyball)\b"
)
# What people would kill each other for, and never do.
_ANNOYANCES = (
    r"\b(?:schnarch\w*|schmatz\w*|schlurf\w*|klodeckel|klopapier|geschirr|abwasch|spulmaschine|mull|socken"
    r"|handtuch\w*|wasche|fernbedienung|zahnpasta|krumel|summt|pfeift|klaut die decke)\b"
)
_IDIOM = (
    rf"{_GAME}|\bschlae?gt (?:\w+ ){{0,4}}vor\b|\bvorgeschlagen\b|\bvorschlag\w*\b"
    r"|\b(?:stress|trennung|warten|warterei|neugier|spannung|ungewissheit|langeweile|liebeskummer|sehnsucht"
    r"|eifersucht|muskelkater) (?:\w+ ){0,2}bring\w* (?:mich|uns) (?:\w+ )?um\b"
    rf"|\bschlagen (?:\w+ ){{0,3}}vor\b|\bhaut (?:mich|uns) (?:\w+ )?(?:um|vom hocker)\b"
    rf"|\bum den (?:verstand|schlaf)\b|\bum die ohren\b|\b(?:eier|sahne|eiweiss|teig|herz|uhr"
    rf"|purzelbaum|sahnig|brucke|brucken|magen|wetter|hitze|arbeit|chemie)\b|\bgeschlagen geben\b"
    rf"|\btritt (?:mir|uns) (?:bei|auf die fusse)\b|\b(?:mue?cke|hund|katze|biene"
    rf"|wespe) (?:hat )?(?:mich )?(?:gebissen|beisst|gestochen|tritt)\b"
)
_SELF_HARM = [
    *about_others(
        "self_harm",
        [
            r"selbstmord\w*",
            r"suizid\w*",
            r"selbstverletz\w*",
            r"selbsttotung\w*",
            r"freitod",
            r"ritzen|geritzt",
            r"uberdosis|ueberdosis",
        ],
        r"\b(?:attentat\w*|nachrichten|julia|romeo|band)\b|\bauf raten\b|\bselbstmordkommando\b|\bholz\b",
    ),
    *rules(
        "self_harm",
        [
            r"(?:bring|bringe|brachte) (?:\w+ ){0,3}(?:mich|sich) (?:\w+ ){0,3}um|(?:mich|sich"
            r"|dich) (?:\w+ ){0,3}(?:umbringen|umzubringen|umgebracht|umbringe|umbringt|tote|toten"
            r"|zu toten|toeten|aufhangen|aufhaengen|erhangen|erhaengen|erschiessen|vergiften|ertranken"
            r"|ertraenken|ritzen|ritze|geritzt|schneiden|aufschlitzen)",
            r"(?:ritze?|schneide?|verletze?|hasse und verletze) (?:\w+ )?(?:mich|mir)(?=$| (?:selbst"
            r"|selber|wieder|in|die|seit|manchmal|immer|oft|jeden|und|weil|absichtlich|regelmassig"
            r"|heimlich)\b)",
            r"(?:mir|sich) (?:\w+ ){0,3}(?:das|mein) leben (?:zu )?(?:nehmen|nehme|genommen)"
            r"|nehme? mir (?:\w+ )?das leben|meinem leben (?:\w+ )?(?:ein|ne) ende",
            r"(?:will|mochte|moechte|mag|wollte|kann|wunsche|wuensche|wurde|wuerde"
            r"|habe) (?:\w+ ){0,5}nicht mehr (?:leben|da sein|hier sein|aufwachen|existieren"
            r"|am leben sein|auf dieser welt sein|weiterleben|weiter leben)",
            r"nicht mehr (?:leben|aufwachen|da sein|dasein|hier sein|existieren|weiterleben"
            r"|am leben) (?:\w+ )?(?:will|mochte|moechte|mag|wollte|kann|musste|muss|wurde)",
            r"(?:will|mochte|moechte|wollte|wurde|wuerde|lieber|gern|gerne|liebsten"
            r"|einfach) (?:\w+ ){0,4}(?:sterben|tot sein|tot umfallen)|sterben (?:will|mochte|moechte"
            r"|wollte)",
            r"(?:wae?re|war|bin) (?:\w+ ){0,4}(?:lieber|besser|am liebsten|doch|schon|nur|endlich"
            r"|einfach) (?:\w+ )?(?:tot|nie geboren)|(?:ware|waere) (?:ich )?(?:\w+ )?(?:tot"
            r"|nie geboren|nicht mehr da)",
            r"(?:einschlafen|schlafen) (?:\w+ ){0,4}(?:nie|nicht) (?:wieder|mehr) (?:aufwachen"
            r"|aufzuwachen|wach werden)",
            r"(?:keinen|kein|welchen) (?:sinn|grund) (?:\w+ )?(?:mehr )?(?:\w+ )?(?:zu leben"
            r"|weiterzuleben|weiterzumachen|im leben|am leben|weiter zu leben)|(?:hat"
            r"|macht) (?:\w+ ){0,4}keinen sinn mehr(?=$| (?:fur mich|zu)\b)|sinnlos\w* (?:zu )?leben"
            r"|mein leben (?:ist|hat) (?:\w+ ){0,2}(?:sinnlos|wertlos|vorbei|keinen (?:sinn|wert))"
            r"|lohnt sich nicht mehr zu leben|sehe keinen sinn mehr",
            r"(?:keinen|kein) (?:anderen )?ausweg|(?:einzige|einzigen) ausweg",
            r"(?:besser|leichter|glucklicher|gluecklicher|schoner) (?:\w+ ){0,4}ohne mich"
            r"|ohne mich (?:\w+ ){0,4}(?:besser|leichter|glucklicher|gluecklicher)|(?:welt|alle|familie"
            r"|kinder) (?:\w+ ){0,4}ohne mich",
            r"(?:niemand|keiner|niemandem|keinem) (?:\w+ ){0,3}(?:mich vermissen|vermisst mich"
            r"|vermissen|wurde es merken|auffallen wenn ich)",
            r"(?:allem|dem allen|dem ganzen|dem|meinem leben|allem ein) (?:\w+ ){0,2}ein ende (?:setzen"
            r"|machen|bereiten|zu)|ein ende (?:machen|setzen)|schluss mache?n? mit (?:allem|dem leben"
            r"|meinem leben)|mit (?:allem|dem leben) schluss",
            r"(?:mir|sich|dir) (?:\w+ ){0,4}(?:etwas|was|selbst etwas|selber was) (?:an)(?:tun|zutun"
            r"|tue|getan)|tue? mir (?:\w+ )?(?:was|etwas) an|mir (?:selbst |selber )?(?:weh ?tun"
            r"|weh zu ?tun|wehtue|weh tue|schaden zufugen)|tue? mir (?:selbst |selber )weh",
            r"mich (?:selbst|selber) (?:\w+ )?(?:zu )?(?:verletz\w*|bestraf\w*|schlagen|verbrennen)"
            r"|verletze mich (?:selbst|selber)|selbst verletzt",
            r"(?:pulsadern|handgelenke?n?|arme?) (?:\w+ ){0,2}(?:auf\w*|ritzen|schneiden|geritzt)"
            r"|(?:arm|arme|beine) (?:geritzt|aufgeritzt)",
            r"(?:tabletten|pillen|schlaftabletten) (?:\w+ ){0,4}(?:schluck\w*|genommen|nehmen|nehme"
            r"|gesammelt|auf einmal)|(?:alle|zu viele|ganze packung|schachtel) (?:\w+ )?(?:tabletten"
            r"|schlaftabletten|pillen)|schlucke (?:\w+ ){0,3}(?:tabletten|pillen)",
            r"(?:vom|von|vor|aus) (?:\w+ ){0,3}(?:dach|brucke|bruecke|hochhaus|balkon|zug|bahn|fenster"
            r"|gleise|klippe) (?:\w+ ){0,2}(?:spring\w*|sturz\w*|stuerz\w*|werf\w*|geh\w*|zu springen"
            r"|zu werfen|leg\w*)|spring\w* (?:\w+ ){0,3}(?:vom|von|vor|aus) (?:\w+ )?(?:dach|brucke"
            r"|bruecke|hochhaus|balkon|zug|fenster)|gegen (?:einen|den|nen) baum (?:fahren|zu fahren)",
            r"(?:werfe?|schmeisse?|lege?|stelle?) mich (?:\w+ ){0,2}(?:vor|auf) (?:\w+ )?(?:\w*zug|bahn"
            r"|s bahn|u bahn|tram|gleise?n?|lkw|laster)",
            r"(?:nicht mehr|nicht) lebenswert|mein leben ist (?:\w+ )?(?:nichts (?:mehr )?wert"
            r"|scheisse und|die holle)|bin (?:nichts|es nicht) (?:mehr )?wert(?=$| (?:und|zu leben)\b)"
            r"|(?:nur noch|einfach) weg sein|ich will (?:einfach )?nicht mehr(?=$)"
            r"|ich mag nicht mehr(?=$)",
            r"(?:lieber|besser|am besten|endlich|einfach) (?:tot|gestorben|nicht mehr (?:da|hier))(?=$"
            r"| (?:sein|ware|als|und)\b)|will (?:endlich )?(?:meine )?(?:ruhe|frieden) (?:fur immer"
            r"|im tot)|(?:nie|nicht) (?:mehr|wieder) aufwachen|keine kraft mehr (?:zum leben|zu leben"
            r"|weiterzuleben|weiterzumachen)",
            r"(?:besser|leichter|einfacher|schoner|am besten|gut) (?:\w+ ){0,2}(?:wenn"
            r"|falls) ich (?:\w+ )?(?:tot|weg|nicht mehr (?:da|hier|am leben|leben)|nie geboren|sterben"
            r"|gestorben)(?=$| (?:ware|waere|bin|wurde)\b)|(?:am liebsten|lieber|gerne?) (?:ware?|waer"
            r"|wae?re) ich (?:\w+ )?(?:tot|weg|nicht mehr|nie geboren)|(?:ware|waer|waere"
            r"|war) (?:ich )?(?:am liebsten |lieber |gern |gerne )?(?:ich )?(?:nicht mehr (?:da|hier"
            r"|am leben)|tot)(?=$| (?:und|als)\b)|(?:steh|stehe|sitze|bin) (?:\w+ ){0,3}auf (?:der"
            r"|einer|dem|einem) (?:brucke|bruecke|dach|hochhaus|bahngleis\w*|gleisen)",
            r"(?:will|mochte|moechte|wollte) (?:\w+ ){0,2}(?:alles|es alles|das alles|es) (?:endlich "
            r"|einfach )?beenden(?=$| (?:und|weil)\b)|(?:geschnitten|verletzt|verbrannt"
            r"|geritzt) (?:\w+ )?mit absicht|mit absicht (?:\w+ )?(?:geschnitten|verletzt|verbrannt)"
            r"|(?:keiner|niemand|niemandem) (?:\w+ ){0,4}wenn ich (?:\w+ )?(?:weg|tot|nicht mehr da"
            r"|sterbe|gestorben)",
            r"(?:gedanken|gedanke) (?:\w+ ){0,3}(?:mich umzubringen|an den tot|ans sterben"
            r"|nicht mehr zu leben|aufzuhoren zu leben)|narben (?:\w+ ){0,4}(?:vom ritzen|an den armen)"
            r"|absichtlich (?:verletzt|geschnitten|verbrannt)|mein leben (?:\w+ )?beenden"
            r"|leben zu beenden|leben beende",
            r"abschiedsbrief\w*|strick nehmen|erhang\w* mich|lebensmude|lebensmuede",
            r"(?:ich )?kann (?:einfach |echt |so )?nicht mehr(?=$| (?:leben|weiter|weitermachen|und"
            r"|ich)\b)|(?:halte|halt) (?:\w+ ){0,3}(?:nicht mehr|nicht langer|nicht laenger) aus"
            r"|(?:leben|alles|das hier) nicht mehr aus",
            r"(?:fur immer|einfach) (?:verschwinden|weg sein|schlafen)(?=$| (?:will|mochte|und)\b)"
            r"|will (?:nur noch |einfach )?(?:verschwinden|weg sein|nicht mehr sein)(?=$| fur immer)",
            r"(?:bin|falle) (?:\w+ ){0,3}(?:allen |allen nur |nur )?(?:eine|ne|zur) last"
            r"|hasse (?:mein leben|es zu leben)(?=$| (?:und|so)\b)|mude vom leben|muede vom leben"
            r"|des lebens mude|keine lust mehr (?:zu leben|auf (?:das |dieses |mein )?leben)"
            r"|lebenswillen?|(?:denke|denk|gedanken|nachgedacht|nachdenke"
            r"|gedacht) (?:\w+ ){0,3}(?:ans sterben|an den tot|an den tod|uber das sterben"
            r"|ueber den tot|zu sterben|uber den tot nach)|verdiene (?:es )?(?:nicht zu leben"
            r"|zu sterben)",
        ],
        r"\b(?:attentat\w*|nachrichten|julia|urlaub|band|hitze|kalte|larm|musik)\b|\bsterb\w* (?:vor"
        r"|fur)\b|\bvor (?:lachen|hunger|langeweile|scham|neugier|freude|hitze|neugierde)\b"
        r"|\bzum (?:sterben|totlachen)\b|\b(?:nicht|noch nicht|niemals|nie) (?:allein "
        r"|alleine )?sterben\b|\b(?:allein|alleine|alt|glucklich|gemeinsam"
        r"|zusammen) (?:und \w+ )?sterben\b|\b(?:film|kino|serie|spiel|party|sitzung|arbeit|chef|schule"
        r"|diat|prufung|buro|vertrag|kartoffeln?|zwiebeln?|brot|kuche|gemuse)\b|\bbist du lebensm\w+\b"
        r"|\bum den verstand\b|\bnicht mehr (?:mit (?:ihm|ihr|dir)|zusammen|hier|dort) leben\b"
        r"|\bkann nicht mehr (?:ohne|mit)\b|\bversehentlich\b|\bhaare?\b|\b(?:beziehung|ehe|streit"
        r"|freundschaft|sache) (?:\w+ )?ein ende\b",
    ),
]

_VIOLENCE = [
    *rules(
        "violence",
        [
            rf"{_ANYONE} (?:\w+ ){{0,3}}{_HIT} (?:\w+ ){{0,3}}(?:mich|uns|mir (?:ins|auf|in den|in die"
            rf"|eine|gegen|an den))(?! (?:vor|bei))",
            rf"{_ANYONE} (?:\w+ ){{0,2}}(?:hat|haben|wird|will|wollte|kann|hatte|wurde|konnte|droht"
            rf"|drohte|versucht|versuchte) (?:\w+ ){{0,5}}(?:mich|uns"
            rf"|mir) (?:\w+ ){{0,6}}(?:zu )?(?:{_HIT}|umzubringen|umbringen|toten|toeten|abzustechen"
            rf"|abstechen|ermorden|erschiessen|weh ?getan|weh ?tun|wehzutun|etwas anzutun|was antun"
            rf"|etwas antun|antun|fertigmachen|fertig zu machen|die treppe \w+|gezerrt|gepackt|gewurgt"
            rf"|erwurgen|vergiften|anzuzunden)",
            rf"(?:mich|uns) (?:\w+ ){{0,6}}{_HIT}(?: (?:hat|hatte|wird|wurde|haben|will|wollte))?(?=$"
            rf"| (?:und|weil|wenn|als|seit|aber|wie|dass|ich|er|sie)\b)",
            rf"{_HIT} (?:er|sie|mein \w+|meine \w+) (?:mich|uns|mir)",
            r"(?:bin|werde|wurde|wurden|werden|worden) (?:\w+ ){0,6}(?:geschlagen|verpru\w+gelt"
            r"|verprugelt|vergewaltigt|missbraucht|misshandelt|bedroht|gewue?rgt|eingesperrt"
            r"|belae?stigt|begrapscht|angegriffen|verfolgt|gestalkt|zusammengeschlagen|gequalt|erpresst"
            r"|getreten|gefesselt|sexuell \w+)",
            rf"{_ANYONE} (?:\w+ ){{0,2}}(?:bringt|brachte) (?:\w+ ){{0,3}}(?:mich|uns|sie|ihn"
            rf"|{_CLOSE}) (?:\w+ )?um|(?:er|sie) (?:\w+ ){{0,4}}(?:umbringt|umbringen (?:will|wird"
            rf"|wurde))",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:tut|tat) (?:mir|uns|{_CLOSE}|den kindern"
            rf"|ihr) (?:\w+ ){{0,2}}(?:weh|gewalt an|was an|etwas an)|(?:mir"
            rf"|uns) (?:korperlich )?(?:gewalt an\w*)",
            r"gewalttatig|gewalttaetig|handgreiflich|gewalt (?:erlebt|erfahren|angetan|ausgesetzt)"
            r"|prugelt|pruegelt|hausliche gewalt|haeusliche gewalt|sexuelle gewalt|sexuell missbraucht"
            r"|sexueller missbrauch|vergewaltigung|vergewaltigt|korperlich(?:e)? (?:gewalt|angegriffen"
            r"|misshandelt)",
            r"(?:hande|haende|hand|arm|gurtel) (?:\w+ ){0,2}(?:um|an) (?:meinen|mein|meine|den"
            r"|die) (?:hals|kehle)|(?:am|an den|beim) hals (?:gepackt|gewurgt|packt|gefasst)"
            r"|packt\w* mich (?:\w+ )?(?:am|an|im)",
            r"(?:messer|pistole|waffe|axt|gewehr|knarre|hammer) (?:\w+ ){0,4}(?:an den hals"
            r"|an die kehle|gegen mich|auf mich|vor mir|gezogen|bedroht|gerichtet|gehalten|gedroht"
            r"|im haus)|(?:hat|besitzt|zieht|zog|holt|holte) (?:eine|ein|seine|ne|sein) (?:waffe|messer"
            r"|pistole|knarre|gewehr)",
            rf"{_ANYONE} (?:\w+ ){{0,6}}(?:schlae?gt|schlug|haut|langt|tritt|sticht) (?:\w+ )?zu(?=$"
            rf"| (?:und|wenn)\b)|(?:zuschlagt|zuschlaegt|zugeschlagen|ausrastet und \w+)",
            r"(?:mir|uns|ihr|meiner \w+) (?:\w+ ){0,3}(?:ohrfeigen?|eine geknallt|eine gescheuert"
            r"|eine runtergehauen|runtergehauen|eine verpasst|eine gelangt|backpfeife|auf die nase"
            r"|ins gesicht (?:geschlagen|gespuckt)|die nase gebrochen|den arm gebrochen|an den haaren)",
            rf"{_ANYONE} (?:\w+ ){{0,3}}(?:erlaubt|verbietet|verbot"
            rf"|untersagt) (?:es )?mir (?:\w+ ){{0,6}}(?:familie|freunde|freundinnen|arbeiten"
            rf"|rauszugehen|raus|telefonieren|haus|sehen|verlassen|treffen|gehen)",
            rf"{_ANYONE} (?:\w+ ){{0,4}}(?:sachen|dinge|gegenstande|teller|handy|mobel|tur"
            rf"|wand) (?:\w+ ){{0,3}}(?:nach mir|auf mich|kaputt|zertrummert|eingetreten|eingeschlagen)"
            rf"|wirft (?:\w+ ){{0,4}}nach mir|(?:an|bei) den haaren (?:gezogen|zieht|gezerrt)",
            r"(?:schlagt|schlaegt|schlug|wurgt|verprugelt|vergewaltigt|misshandelt|bedroht) (?:er "
            r"|sie )?(?:mich|uns)(?=$| (?:und|wenn|weil|jeden|oft|manchmal|immer|wieder|standig"
            r"|regelmassig|seit|nachts|mit)\b)",
            r"(?:blaue flecken|blauen flecken|blutergusse|veilchen|blaues auge)",
            r"(?:zwingt|zwang|gezwungen) (?:\w+ ){0,4}(?:zum sex|zu sex|mit ihm zu schlafen"
            r"|mit ihr zu schlafen|sexuell\w*|mich auszuziehen)|(?:mich"
            r"|uns) (?:\w+ ){0,2}zum sex (?:gezwungen|zwingt|zwingen)|gegen meinen willen"
            r"|fasst (?:er )?mich (?:\w+ ){0,3}an|obwohl ich nein (?:sage|gesagt)",
            r"(?:sperrt|sperrte|schliesst|schloss) (?:\w+ )?(?:mich|uns|sie) (?:\w+ ){0,3}(?:ein|weg)"
            r"|(?:lasst|laesst|liess) (?:er |sie )?(?:mich|uns) (?:\w+ ){0,4}(?:nicht"
            r"|nie) (?:\w+ ){0,3}(?:raus|gehen|weg|aus dem haus|meine freunde \w+|arbeiten|telefonieren"
            r"|allein \w+)|darf (?:\w+ ){0,3}(?:nicht aus dem haus|das haus nicht verlassen"
            r"|niemanden sehen|keine freunde|nicht mehr raus)|(?:nimmt|nahm"
            r"|hat) mir (?:\w+ ){0,3}(?:handy|pass|geld|schlussel) (?:weg|weggenommen|abgenommen)"
            r"|mein handy weg",
            rf"{_ANYONE} (?:\w+ ){{0,2}}(?:schlae?gt|schlug|verpru\w+gelt|misshandelt|missbraucht"
            rf"|vergewaltigt|bedroht|wue?rgt|verhaut) (?:\w+ )?(?:sie|ihn|{_CLOSE})",
            rf"ich (?:\w+ ){{0,2}}(?:habe|hab) (?:\w+ )?{_CLOSE} (?:\w+ ){{0,2}}(?:geschlagen|gehauen"
            rf"|verprugelt|gewurgt|misshandelt|getreten)|ich (?:schlage|haue|wurge"
            rf"|verprugle) (?:\w+ )?{_CLOSE}",
            r"(?:will|mochte|moechte|werde) (?:ich )?(?:\w+ )?(?:ihn|sie|jemanden|alle|meine \w+"
            r"|meinen \w+) (?:am liebsten )?(?:umbringen|toten|toeten|abstechen|erschiessen|verprugeln"
            r"|ermorden|totschlagen)|angst (?:\w+ ){0,3}(?:jemandem|meinem kind|meinen kindern) (?:was"
            r"|etwas) (?:an)?(?:zu)?(?:tun|zutun)",
            r"(?:droht|drohte|gedroht|droht mir|drohungen|morddrohung\w*) (?:\w+ ){0,6}(?:mich|mir|uns"
            r"|sich|umzubringen|zu schlagen|zu toten|kinder|sich umzubringen|mit (?:dem )?(?:tot|messer"
            r"|gewalt|schlagen))|(?:mir|uns) (?:\w+ ){0,2}(?:gedroht|droht)|morddrohung\w*",
        ],
        rf"{_IDIOM}|\bbeim \w*(?:spiel|karten|tanz|sport|training|rennen)\w*|\bauf die fusse\b"
        rf"|\bmit (?:einem|seinem|ihrem) lacheln\b|\b(?:film|kino|roman|buch|serie|krimi|tatort|lied"
        rf"|theater)\b|\bvor lachen\b|\bmit (?:fragen|arbeit|vorwurfen|sms|nachrichten)\b|\bumgehauen\b"
        rf"|\bins herz\b|{_ANNOYANCES}",
    ),
]

_FEAR = [
    *rules(
        "fear",
        [
            rf"(?:angst|furcht|panik|schiss) (?:\w+ ){{0,2}}(?:vor|vorm) {_SOMEONE}(?! (?:tot|verlust"
            rf"|ablehnung|meinung|urteil|beziehung|trennung|hund|katze|zukunft|kochkunsten))(?=$"
            rf"| (?:und|weil|wenn|aber|habe|hab|hat|manchmal|immer|seit|er|sie|ich|so|sehr|nachts"
            rf"|zuhause|zu|wegen|haben|hatte|bekomme|kriege|geworden)\b)",
            rf"vor {_SOMEONE} (?:\w+ ){{0,4}}(?:angst|furcht|panik|schiss|furchte|fuerchte)"
            rf"|furchte mich (?:\w+ )?vor {_SOMEONE}|fuerchte mich (?:\w+ )?vor {_SOMEONE}",
            r"(?:angst|furcht|panik|schiss) (?:\w+ ){0,2}vor (?:seinen|seiner|seinem|ihren|ihrer"
            r"|ihrem|den|meines \w+|meiner) (?:\w+ )?(?:wut|zorn|wutausbruch\w*|ausraster\w*|schlagen"
            r"|reaktion|jahzorn|gewalt|aggression\w*|launen|faust\w*|drohungen)|vor (?:seiner|ihrer"
            r"|seinen) (?:wut|reaktion|wutausbruchen|gewalt) (?:\w+ )?angst",
            r"(?:angst|furcht|panik|schiss) (?:\w+ ){0,4}(?:was|dass|das) (?:er|sie|mein \w+"
            r"|meine \w+) (?:\w+ ){0,6}(?:tut|antut|tun|macht|schlagt|schlaegt|umbringt|findet|verletzt"
            r"|antun|schlagen|ausrastet|zuschlagt|totet|kommt|wiederkommt|zuruckkommt|auflauert"
            r"|weh ?tut|durchdreht)(?! (?:mich )?nicht)",
            r"(?:angst|panik|schiss|traue mich nicht) (?:\w+ ){0,3}(?:nach hause|heim ?zu ?gehen"
            r"|heimzukommen|zu hause|daheim zu|allein mit ihm|mit ihm allein|ihn zu verlassen"
            r"|mich zu trennen|zu ihm)|angst (?:um mein leben|um unser leben|um meine sicherheit"
            r"|um die kinder)|todesangst|um mein leben",
            rf"(?:{_ANYONE}|seine art|sein blick|seine wut|ihre wut) (?:\w+ ){{0,3}}(?:macht|jagt"
            rf"|machte) (?:mir|uns|den kindern) (?:\w+ ){{0,3}}angst(?=$| (?:und|wenn|weil|ein|seit"
            rf"|manchmal|ich)\b)|(?:er|sie) (?:\w+ ){{0,2}}(?:macht|machen) (?:mir"
            rf"|uns) (?:\w+ ){{0,2}}angst|(?:mir|uns) (?:\w+ )?angst (?:macht|machen|einjagt)(?=$)",
            r"(?:fuhle|fuehle|fuhl|fuehl|bin) (?:ich )?(?:mich )?(?:\w+ ){0,4}(?:nicht|nie|nirgends"
            r"|nicht mehr|nirgendwo) (?:\w+ )?(?:sicher)(?=$| (?:bei|zu|zuhause|daheim|in|mit|und|wenn"
            r"|mehr|vor)\b)|(?:nicht|nicht mehr|nie) sicher (?:bei ihm|zu hause|zuhause|daheim|mit ihm"
            r"|neben ihm)|fuhle mich (?:\w+ )?bedroht|fuehle mich (?:\w+ )?bedroht|in gefahr",
            r"(?:stalkt|gestalkt|stalker|lauert mir|aufgelauert|auflauert|verfolgt mich|spioniert mir"
            r"|spioniert mich|uberwacht mich|ueberwacht mich|kontrolliert (?:mein|meine|mich|alles)"
            r"|ortet mein|ortet mich|beobachtet mich|belastigt mich|belaestigt mich)",
            r"(?:steht|wartet|stand|wartete|taucht|lauert|sitzt) (?:\w+ ){0,5}(?:vor meiner (?:tur|tuer"
            r"|wohnung|haustur|haustuer|arbeit)|vor meinem (?:haus|fenster|buro)"
            r"|bei mir auf der arbeit)|(?:weiss|rausgefunden"
            r"|herausgefunden) (?:\w+ ){0,2}wo ich (?:wohne|bin|arbeite)|(?:lasst"
            r"|laesst) mich nicht in ruhe",
            r"(?:traue?|trau) mich (?:\w+ )?(?:nicht|nie|kaum) (?:\w+ )?(?:nach hause|heim|nachhause)"
            r"|(?:taucht|steht|kommt) (?:\w+ ){0,3}(?:standig|immer wieder|dauernd|plotzlich"
            r"|unangemeldet) (?:bei mir|vor meiner|an meiner)|findet (?:er "
            r"|sie )?mich (?:\w+ )?(?:uberall|egal|sowieso|wo)",
            r"angst vor (?:ihm|ihr)(?! (?:er liebe|en gefuhlen))|(?:er|sie|mein \w+"
            r"|ex) (?:\w+ ){0,3}(?:ist|wird) (?:\w+ )?(?:gefahrlich|unberechenbar|aggressiv)(?=$"
            r"| (?:und|wenn|zu mir|fur)\b)|panik wenn (?:er|sie) (?:heimkommt|nach hause|kommt)"
            r"|zucke zusammen wenn (?:er|sie)|(?:lasst|laesst) mich (?:einfach )?nicht in ruhe",
            rf"(?:verstecke|verstecken|fluchte|fluechte|geflohen|fliehen|fluchten|abgehauen|weglaufen"
            rf"|flucht) (?:\w+ ){{0,3}}vor {_SOMEONE}|(?:muss|will) (?:\w+ ){{0,4}}weg von ihm"
            rf"|frauenhaus|polizei rufen|ruft die polizei",
        ],
        r"\b(?:meinung|urteil|kritik|ablehnung|verlust|nahe|film|kino|hohe|spinnen|hunden|zahnarzt"
        r"|fliegen|prufung|klausur|auf (?:instagram|tiktok|facebook|twitter|insta)|paketbote|taxi|pizza"
        r"|lieferant|postbote|chef beobachtet)\b|\bnicht mehr (?:liebt|will|mag)\b|\bnicht (?:mehr"
        r" )?(?:wieder|zuruck)?kommt\b|\bund das ist schon\b|\bgedanke\w*"
        r" verfolg\w*|\bdas lied\b"
        r"|\bohrwurm\b|\btraum verfolgt\b",
    ),
]

_EVERY = [*_SELF_HARM, *_VIOLENCE, *_FEAR, *HINTS, *SIGNS, *SLANG]
GERMAN = spared(spared(_EVERY, "violence", NEVER_HURT), "self_harm", SLIP)
