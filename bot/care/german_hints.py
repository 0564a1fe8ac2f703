"""Indirect forms: what is said around the thing itself. German, spelled as in `german`."""

from bot.care.rules import rules

_WHO = (
    r"(?:er|sie|jemand|papa|mama|(?:mein|meine|unser|unsere|der|die) (?:\w+ )?(?:ex\w*|mann|frau|freund"
    r"|freundin"
    r"|partner|partnerin|vater|mutter|bruder|schwester|onkel|tante|opa|oma|stiefvater|chef|lehrer"
    r"|trainer|nachbar"
    r"|sohn|tochter|kerl|typ|mitbewohner))"
)

HINTS = [
    *rules(
        "self_harm",
        [
            r"(?:tabletten|pillen|klinge|klingen|rasierklingen?|strick|seil|schlaftabletten) (?:\w+"
            r" ){0,3}(?:vor mir"
            r"|neben mir|in der hand|bereit\w*|zurechtgelegt|schon da|gekauft|besorgt)",
            r"mich braucht (?:\w+ )?(?:keiner|niemand)|(?:keiner|niemand) braucht mich(?=$| (?:mehr|und"
            r"|hier|wirklich)\b)"
            r"|braucht mich (?:\w+ )?(?:keiner|niemand)",
            r"mich (?:schon |gestern |heute )?(?:wieder|erneut|selbst|absichtlich|heimlich|ofter|oft)"
            r" (?:\w+ )?(?:geschnitten|geritzt|verbrannt|geschlagen)",
            r"hunger\w* mich (?:\w+ ){0,2}(?:zu (?:tode|tot)|tot)|mich (?:zu tode|zu tot|tot) (?:zu"
            r" )?hunger\w*"
            r"|(?:sauf|trink)\w* mich (?:noch )?(?:zu tode|tot)",
            r"(?:waren|waeren|ware|waere|waer|sind|wurden sein) (?:\w+ ){0,2}(?:froh|erleichtert"
            r"|glucklich\w*|besser"
            r"|dankbar) (?:\w+ )?(?:wenn|falls) (?:es )?(?:ich|mich) (?:\w+ ){0,2}(?:weg|tot|nicht mehr"
            r"|nie|gestorben"
            r"|nicht gabe|sterbe|verschwinde)",
            r"schluss mit (?:meinem|dem|diesem) leben|(?:mach|mache|machen) (?:ich )?(?:\w+"
            r" ){0,2}schluss mit allem"
            r"|mein leben (?:\w+ ){0,3}(?:wegwerfen|beenden|weg ?zu ?werfen)",
            r"von allen verabschiedet|verabschiede mich (?:fur immer|von allen|von euch allen|von der welt)",
            r"(?:nicht|kaum) (?:mehr )?(?:weiterleben|weiter leben|weitermachen wollen|leben wollen)"
            r"|(?:keine lust|keine kraft|keinen bock|kein bock) (?:mehr )?(?:auf (?:mein|das|dieses)"
            r" leben|zu leben"
            r"|zum leben|weiterzuleben)",
            r"(?:habe|hab|hatte) (?:\w+ ){0,2}genug (?:vom|von meinem|von diesem) leben|leben (?:\w+ )?satt"
            r"|(?:bin|so) (?:\w+ ){0,2}des lebens (?:mude|muede|uberdrussig)",
            r"(?:will|mochte|moechte|wurde|wuerde) (?:\w+ ){0,3}(?:zu|bei) (?:meiner|meinem) (?:tot\w*"
            r"|verstorben\w*)"
            r" \w+(?! grab)",
            r"(?:weiss|glaube|denke) (?:\w+ ){0,4}(?:nachstes jahr|weihnachten|morgen|nachste woche)"
            r" (?:\w+ )?(?:nicht mehr (?:da|am leben|hier bin|lebe)|noch (?:lebe|da bin|am leben))",
            r"(?:will|mochte|moechte|wunsche|wuensche) (?:\w+ ){0,3}(?:dass|das) (?:es|alles|das) (?:\w+"
            r" ){0,2}(?:aufhort"
            r"|aufhoert|vorbei ist|zu ende ist|endet)(?=$| (?:fur immer|und|endlich)\b)",
            r"(?:fahre|fahr|rase|lenke|steuere) (?:\w+ ){0,4}gegen (?:einen|nen|den|die) (?:baum|wand"
            r"|mauer|brucke"
            r"|bruckenpfeiler|laster|lkw)",
            r"verletze? (?:ich )?mich (?:\w+ )?(?:selbst|selber|absichtlich)|mich (?:selbst|selber) zu"
            r" verletzen",
            r"wenn ich (?:\w+ )?(?:sterbe|tot bin|sterben wurde|weg bin|nicht mehr da bin) (?:\w+"
            r" ){0,4}(?:keiner|niemand"
            r"|keinen|niemanden|eh|egal|besser|endlich)",
            r"(?:denke|denk|dachte|traume) (?:\w+ ){0,3}(?:ans|uber das|vom|an das) sterben|(?:denke"
            r"|denk) (?:\w+ ){0,3}"
            r"an (?:den|meinen) (?:tot|eigenen tot)(?=$| (?:und|jeden|standig)\b)",
            r"(?:nichts|niemanden|keinen grund) (?:mehr )?(?:\w+ ){0,3}(?:wofur|fur (?:das|den|die)"
            r"|weshalb) (?:\w+ ){0,4}"
            r"(?:leben|zu leben)(?: lohnt)?|wofur (?:soll|sollte) ich (?:\w+ )?(?:noch )?leben",
            r"schluck\w* (?:\w+ ){0,3}alles was (?:ich|da)|alles (?:was ich (?:habe|hab|da habe)"
            r" )?(?:auf einmal )?schlucken",
            r"(?:kein|keinen) platz (?:fur mich )?(?:auf|in) dieser welt|gehore nicht (?:auf|in) diese welt",
            r"verbrenne? (?:ich )?mich (?:\w+ )?mit (?:zigaretten?|einem feuerzeug|der flamme)",
            r"zu (?:mude|muede|kaputt|schwach) (?:zum leben|zu leben|um weiterzuleben)",
            r"(?:wie|wo) ich es (?:\w+ )?(?:mache|tue|machen wurde|tun wurde|anstelle)(?=$)",
            r"(?:stimmen?|kopf) (?:\w+ ){0,3}(?:sagen|sagt|befiehlt|befehlen) (?:\w+ ){0,3}(?:umbringen"
            r"|springen|sterben"
            r"|ritzen|toten)|bis es blutet|bis ich blute|blutig (?:gekratzt|geritzt|kratze|ritze)",
            r"(?:letzter|letzten|letzte) (?:brief|abend|nacht|tag|nachricht|worte) (?:\w+ ){0,2}(?:auf"
            r" (?:der|dieser)"
            r" (?:welt|erde)|bevor ich (?:gehe|sterbe)|an alle|im leben)",
            r"einfach (?:\w+ )?(?:vom|von) (?:der |dieser |dem )?(?:welt|erde|erdboden) verschwinden"
            r"|(?:alles|das alles) (?:\w+ ){0,2}(?:ein ende hat|zu ende ist|endlich vorbei ist)",
        ],
        r"\b(?:kochen|koch\w*|zwiebel\w*|rasieren|papier|kuche|brot|party|feier|arbeit|buro|kollegen"
        r"|kopfschmerz\w*"
        r"|film|serie|buch|lied|umzug|urlaub|grab|vitamine?|prufung|vertrag|abo)\b",
    ),
    *rules(
        "violence",
        [
            rf"{_WHO} (?:hat |haben )?(?:mich|uns) (?:\w+ ){{0,3}}(?:gepru\w*gelt|gepruegelt"
            rf"|durchgepru\w*gelt|verdroschen"
            r"|gewurgt|verpru\w*gelt)",
            r"(?:drohungen|drohbriefe|drohnachrichten|drohmails) (?:\w+ ){0,2}(?:von|per|auf)|(?:schickt"
            r"|schreibt|bekomme"
            r"|kriege|erhalte|schicken) (?:\w+ ){0,3}(?:drohungen|drohbriefe|drohnachrichten)",
            r"(?:zwingt|zwang) (?:er |sie )?mich (?:\w+ ){0,3}(?:im bett|zu sachen|zu dingen|ihn anzufassen)",
            rf"{_WHO} (?:hat |haben )?(?:mich|uns) (?:\w+ ){{0,4}}(?:gegen|an|auf|in|durch) (?:den|die"
            rf"|das|einen|eine)"
            r" (?:\w+ )?(?:schrank|wand|tur|tuer|tisch|boden|heizung|kante|ofen|glastur|mauer|herd|fenster)"
            r" (?:\w+ )?(?:geworfen|gestossen|geschleudert|gedruckt|geschubst|geknallt|gepresst)",
            rf"{_WHO} (?:\w+ ){{0,4}}(?:kratzt|kneift|beisst|prugelt|drosch|verdrosch|zerrt|schleift"
            rf"|knebelt|fesselt"
            r"|ohrfeigt|peitscht|verbruht|vermobelt|vertrimmt) (?:mich|uns)|(?:mich|uns) (?:\w+"
            r" ){0,3}(?:vermobelt"
            r"|vertrimmt|verdroschen|ausgepeitscht|geknebelt|gekratzt und|bewusstlos geschlagen|gedrosselt)",
            rf"{_WHO} (?:\w+ ){{0,3}}(?:kommt|kam|schleicht|schlich) (?:\w+ ){{0,3}}in mein (?:zimmer|bett)",
            r"(?:nacktbilder|nacktfotos|intime bilder|intime fotos|nackte bilder) (?:\w+"
            r" ){0,3}(?:veroffentlich\w*"
            r"|verbreit\w*|verschick\w*|poste\w*|zeig\w*|online)",
            r"(?:ins|im) krankenhaus (?:\w+ )?(?:gepru\w*gelt|geschlagen)|krankenhausreif"
            rf"|{_WHO} (?:hat|haben) (?:mich|uns) (?:\w+ ){{0,3}}(?:ins krankenhaus gebracht weil"
            rf"|krankenhausreif)",
            r"darf (?:ich )?(?:\w+ ){0,3}(?:nicht|nie|niemals) (?:\w+ ){0,2}(?:aus (?:der|dem|meinem)"
            r" (?:wohnung|haus|zimmer)|vor die tur|telefonieren|arbeiten gehen|allein raus|alleine raus"
            r"|mit anderen (?:mannern |leuten )?(?:reden|sprechen))",
            r"(?:droht|drohte|drohen|gedroht) (?:\w+ ){0,6}(?:antun|anzutun|etwas anzutun|umzubringen|zu"
            r" schlagen"
            r"|wegzunehmen|zu toten|abzustechen|anzuzunden|zu verletzen|zu veroffentlichen)",
            rf"{_WHO} (?:hat |haben )?(?:mich |mir )(?:\w+ ){{0,4}}(?:den arm verdreht|an die wand gedruckt"
            r"|gegen die wand gedruckt|zu boden gedruckt|auf den boden gedruckt|ein kissen|mit (?:der"
            r"|einer) zigarette"
            r"|mit (?:dem|einem) (?:gurtel|stock|kabel|bugeleisen|messer)|die luft abgedruckt|die kehle"
            r" zugedruckt)",
            rf"{_WHO} (?:\w+ ){{0,3}}(?:meinen|unseren|den|meine|unsere|die) (?:hund|katze|hasen|vogel"
            rf"|hamster)"
            r" (?:\w+ ){0,2}(?:getotet|umgebracht|getreten|geschlagen|vergiftet|gequalt|ertrankt)",
            r"(?:angefasst|begrapscht|beruhrt|befummelt) (?:\w+ ){0,3}(?:obwohl|als ich (?:klein|kind"
            r"|jung|\w+ jahre)"
            r"|gegen meinen|ohne dass ich|unter der (?:kleidung|decke))|(?:fasst|grapscht|befummelt)"
            r" (?:er |sie )?"
            r"mich (?:\w+ ){0,2}(?:an|nachts|uberall|immer)",
            rf"{_WHO} (?:\w+ ){{0,3}}(?:platzwunde|gehirnerschutterung|rippe gebrochen|zahn ausgeschlagen"
            r"|blutige nase|blutige lippe)",
            r"(?:meine|die) (?:eltern|mutter|lehrer|erzieher) (?:schlagen|verprugeln|pruegeln"
            r"|misshandeln|schlugen)"
            r"(?=$| (?:mich|uns|meine|zu|mit|wenn|oft|immer)\b)",
        ],
        r"\b(?:quarantane|corona|schach|spiel\w*|tennis|arzt|arztin|probezeit|diat|trainer zeigt|massage\w*"
        r"|physio\w*|judo|karate|film|serie|buch|vor (?:den|die) bug)\b",
    ),
    *rules(
        "fear",
        [
            r"mich (?:\w+ ){0,2}vor (?:ihm|ihr|meinem \w+|meiner \w+) (?:\w+ )?(?:verstecken|schutzen"
            r"|schuetzen|retten"
            r"|einschliessen|in sicherheit)|(?:verstecken|sicher) (?:\w+ )?vor (?:ihm|meinem (?:ex|mann"
            r"|freund|vater))",
            r"schlafe? (?:\w+ ){0,3}(?:nicht|kaum) (?:\w+ ){0,2}(?:weil|aus) (?:ich )?(?:\w+ )?angst"
            r" (?:vor|dass er)",
            rf"{_WHO} (?:\w+ ){{0,10}}macht (?:mir|uns) (?:\w+ )?angst(?=$)",
            r"(?:wutend|agressiv|aggressiv|ausrastet|schreit|betrunken|trinkt|heimkommt|nach hause kommt"
            r"|besoffen|sauer)"
            r" (?:\w+ ){0,5}mich (?:\w+ ){0,3}(?:verstecke|verstecken|einschliesse|einsperre|verkrieche"
            r"|nicht raus)",
            r"(?:verstecke|verkrieche|schliesse|sperre) (?:ich )?mich (?:\w+ ){0,3}(?:wenn (?:er|sie)"
            r"|vor (?:ihm|ihr))"
            r"|schliesse mich (?:\w+ ){0,2}ein wenn (?:er|sie|mein)",
            r"(?:schleicht|lungert|kreist|streicht|fahrt) (?:\w+ ){0,4}(?:um|vor|an) (?:mein|meinem"
            r"|meine|meiner|unser\w*)"
            r" (?:\w+ )?(?:haus|wohnung|tur|tuer|strasse|arbeit)",
            rf"{_WHO} (?:\w+ ){{0,3}}(?:liest|kontrolliert|uberwacht|ueberwacht|durchsucht|checkt)"
            rf" (?:\w+ ){{0,3}}(?:mein"
            r"|meine|alle meine) (?:handy|nachrichten|telefon|sachen|mails|konto|chats)",
            r"(?:zittere|erstarre|zucke) (?:\w+ ){0,3}wenn (?:er|sie|ich (?:seinen|ihren|sein|die tur)"
            r"|mein \w+)"
            r" (?:\w+ ){0,4}(?:kommt|hore|hoere|schreit|laut wird|hebt|trinkt|schlussel)",
            r"(?:was|etwas) (?:er|sie|mein \w+) (?:mir|uns|den kindern) (?:\w+ ){0,2}(?:antut|antun"
            r" (?:wird|konnte|kann"
            r"|wurde)|tut wenn)|(?:mir|uns|den kindern) (?:was|etwas) (?:an)?tut(?=$| (?:wenn|und|weil)\b)",
            r"(?:fliehen|abhauen|weglaufen|weg|raus) (?:\w+ ){0,3}(?:bevor (?:er|sie)|ohne dass (?:er"
            r"|sie) es merkt)",
            r"(?:lasst|laesst|liess) (?:er |sie )?mich (?:einfach )?nicht (?:gehen|weg|raus|in ruhe|aus"
            r" den augen)",
        ],
        r"\b(?:instagram|insta|facebook|tiktok|taxi|pizza|paket\w*|postbote|geburtstag\w*"
        r"|uberraschung\w*|hund"
        r"|katze|prufung|film|serie|buch|lied|ohrwurm|gedanke\w*|traum\w*|lampenfieber|buhne|kuss\w*)\b",
    ),
]
