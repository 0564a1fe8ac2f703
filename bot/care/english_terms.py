"""The words that the English care rules share: who, whom, and what takes the harm out of them."""

RELATIVE = (
    r"(?:ex|husband|wife|partner|boyfriend|girlfriend|fiancee?|spouse|father|dad|daddy|mother|mom|mum"
    r"|mommy|mummy|parents?|step ?(?:dad|father|mom|mum|mother|brother|sister|son)|brother|sister|uncle"
    r"|aunt|cousin|grandpa|grand(?:father|mother|ma)|son|daughter|(?:mother|father|brother"
    r"|sister) in law|in laws|family|boss|teacher|coach|neighbou?r|roommate|flatmate|housemate|landlord"
    r"|man|men|guys?|woman|friend|mate|coworker|colleague|stalker|priest|pastor|old man|other half"
    r"|significant other|carer|caretaker)s?"
)
ANYONE = (
    rf"(?:he|she|they|someone|somebody|who|mom|mum|mommy|mummy|mama|dad|daddy|papa|grandpa|grandma"
    rf"|stepdad|men|(?:my|our|your|her|his|their|the|this|that|a|an|some"
    rf"|one) (?:\w+ ){{0,2}}{RELATIVE})"
)
CHILD = r"(?:kids?|child|children|son|daughter|baby|babies|little (?:boy|girl|ones?|brother|sister))"
CLOSE = rf"(?:mom|mum|mama|(?:my|our|the|his|her|their) (?:\w+ )?(?:{CHILD}|{RELATIVE}|family|dog|cat|pets?))"
AFRAID = r"(?:afraid|scared|terrified|frightened|fearful|petrified|fear|scare|frighten)"
OUTBURST = (
    r"(?:temper|anger|rage|reactions?|moods?|mood swings|fists?|violence|outbursts?|fits|belt|drinking"
    r"|hands|threats)"
)
# What may follow a person one is afraid of; anything else ("of her leaving") is another fear.
THEN = (
    r"(?=$| (?:and|but|or|because|when|whenever|if|since|so|as|all|every|at|too|now|even|again"
    r"|sometimes|always|right|lately|for|in|still|anymore|any more|these|like|he|she|they|i|we|it"
    r"|to be honest|help|please|who|that|lol|tbh|s "
    + OUTBURST
    + (
        r"|hurting|hitting|beating|killing|coming|finding (?:me|us|out where)|following"
        r"|getting (?:angry|mad|violent|drunk|home)|being violent|exploding|losing (?:it|control|his"
        r"|her)|attacking|doing something|harming|touching|taking the|we|cause|cuz|while|until|after|or"
        r"|deep|than|more|very|mostly|honestly|is it|that much|\d)\b)"
    )
)
GAME = (
    r"\b(?:chess|games?|tennis|poker|cards?|race|races|racing|match|league|cup|ping pong|monopoly"
    r"|scrabble|mario|fifa|scores?|darts|pool|squash|badminton|quiz|football|basketball|soccer|hockey"
    r"|boxing|golf|final|finals|round|team|tournament|playing|played|level|trivia|sport|arm wrestling"
    r"|video games?|sparring|karate|judo|election|goals?)\b"
)
IDIOM_BEAT = (
    rf"{GAME}|\bbeat\w* (?:me|us|him|her|them) to (?!death|a pulp|the (?:ground|floor))"
    rf"|\bbeat\w* me at (?!home|night|least)"
)
KITCHEN = (
    r"\b(?:shav\w+|cook\w*|chopp\w+|kitchen|paper|slic\w+|onions?|bread|vegetables?|carrots?|oven|stove"
    r"|pan|iron|grill|cake|pie|pizza|some slack|slack|glass|off|short|candle|barbecue|tea|coffee|hair"
    r"|loose|out|sun|a piece)\b"
)
# What people would kill each other for, and never do.
ANNOYANCES = (
    r"\b(?:snor(?:e|es|ed|ing)|chew(?:s|ing)? (?:so |too )?(?:loud\w*|with)|slurp\w*|toilet (?:seat|paper)"
    r"|dirty (?:dishes|socks|plates)|dishwasher|wet towels?|laundry|remote|thermostat|toothpaste|leftovers"
    r"|hum(?:s|ming)|whistl\w+|crumbs|hogs? the|steals? the (?:blanket|covers|duvet))\b"
)
# That it never was, with nothing beside it that takes the "never" back ("never this hard", "never, but …").
NEVER_HURT = (
    r"^(?!.*\b(?:this|that|so|hard|harder|before|used|now|but|until|till|only|stop\w*|again|first|anymore"
    r"|any more|sober|except|unless|just|and)\b).*\b(?:(?:never|not|nobody|no one|none of them)(?: (?:has"
    r"|had|have|did"
    r"|does|was|been|ever|once|actually|really|even|physically))*(?: (?:hit|hits|beat|beats|beaten"
    r"|slapped|slap"
    r"|punched|kicked|touched|abused|pushed|hitting)\b| (?:laid|lays|raised|lifted) (?:a|his|her) (?:hand"
    r"|finger)\b)"
    r"|no bruises?)\b"
)
