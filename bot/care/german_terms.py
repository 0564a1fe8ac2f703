"""What takes the harm out of the words of the German care rules."""

# That it never was, with nothing beside it that takes the "never" back ("noch nie so fest", "nie, aber …").
NEVER_HURT = (
    r"^(?!.*\b(?:so|fest|fester|fruher|jetzt|nicht nur|noch nie|aber|doch|mehr|aufh\w*|hort|bis|ausser"
    r"|nuchtern"
    r"|erste mal|und|dafur|wenn)\b)(?:.*\b(?:nie|niemals|nicht|niemand|keiner|nie jemand|nie wer|niemanden)"
    r"(?: (?:wirklich|ernsthaft|mich|uns|je|hat|richtig|korperlich))* (?:geschlagen|gehauen|angefasst"
    r"|getreten"
    r"|geschubst|gestossen|verprugelt|misshandelt|die hand erhoben|die hand gehoben)\b|.*\bkeine? (?:blauen?"
    r" flecken?|blutergusse|veilchen|blaues auge)\b|.*\b(?:schlagt|schlaegt|haut|tritt) (?:mich|uns|sie"
    r"|die kinder)"
    r"(?: (?:ja|gar|auch|eh))* (?:nicht|nie)$)"
)
# A slip of the hand at work, which no one meant.
SLIP = (
    r"\bbeim (?:rasier\w*|koch\w*|back\w*|schnippel\w*|gemuse\w*|zwiebel\w*|kartoffel\w*|brot\w*|bastel\w*"
    r"|werkeln|abwasch\w*|putz\w*|sport|fussball\w*|turnen|klettern|wandern|garten\w*|heimwerk\w*|nahen"
    r"|schnitz\w*"
    r"|obst\w*|apfel\w*|handball|training|bugeln|grillen|renovieren"
    r"|schneiden von) (?:\w+ ){0,5}(?:geschnitten"
    r"|verletzt|verbrannt)\b|\b(?:am|an (?:ein\w+|nem|ner|der|dem|\w{5,6}m)) (?:papier|blatt|dose"
    r"|dosendeckel|glas|scherbe"
    r"|bugeleisen|ofen|herd|topf|backblech|blech|kante|grill|brotmesser) (?:\w+ )?(?:geschnitten"
    r"|verbrannt|verletzt)\b"
)
