"""Short sentences that the weights mistake, as all of a sentence: a reason to ask, or nothing at all.

The tables and the frames look for signs in longer ones. What is nothing here is still tried on the tables.
"""

import re
from collections.abc import Iterable
from functools import cache

from bot.care.concepts import Sentence
from bot.care.dates import DATES
from bot.care.english_terms import RELATIVE
from bot.care.rules import CareKind

_KIN_DE = (
    r"(?:vater|mutter|papa|mama|mutti|vati|eltern|oma|opa|omi|opi|grossmutter|grossvater|grosseltern"
    r"|bruder"
    r"|schwester|geschwister|onkel|tante|mann|frau|ehemann|ehefrau|partner|partnerin|freund|freundin"
    r"|sohn|tochter"
    r"|kind|hund|katze|kater|pferd|lehrer|lehrerin|nachbar|nachbarin|cousin|cousine|schwiegermutter"
    r"|schwiegervater)"
)
_KIN = rf"(?:{RELATIVE}|nan|nana|granny|grandad|grandpa|grandparents?|dog|cat|aunty|friends?|brother|sister)"
_PARTS = (
    r"(?:hands?|voice|laugh|smile|kitchen|eyes|shoulders|arms|face|coat|jacket|jokes?|singing|whistling"
    r"|garden|house"
    r"|car|cooking|stories|songs?|hat|shoes|chair|smell)"
)
_PARTS_DE = (
    r"(?:hande|stimme|lachen|lacheln|kuche|augen|schultern|arme|gesicht|jacke|mantel|witze|singen"
    r"|garten|haus|auto"
    r"|essen|geschichten|hut|schuhe|stuhl|geruch)"
)
_BOT = r"(?:\w+ )?(?:bot|chatbot|program|machine|computer|robot|ai|app|phone)"
_BOT_DE = r"(?:\w+ )?(?:bot|chatbot|programm|maschine|computer|roboter|ki|app|handy)"

# English, then German, as `words.sentences` spells them.
_ASKED: dict[CareKind, tuple[str, str]] = {
    "self_harm": (
        r"(?:everything|life|all of it|it all|it is all) (?:is |feels )?(?:so |just )?(?:pointless|hopeless"
        r"|meaningless)|(?:what is|whats) the point of (?:anything|it all|any of it|living)"
        r"|(?:i (?:am|will|would) )?(?:going to |about to |just )?jump(?:ing)?(?: now| tonight| today)?"
        r"|i (?:do not|would not|will not|can not) (?:want to |even want to )?(?:live|be|be here|go on"
        r"|carry on|exist|go on living)(?: here)? without (?:him|her|them)",
        r"(?:ich )?(?:spring|springe|werde? springen)(?: (?:gleich|jetzt|einfach|runter|heute|da|noch|halt"
        r"|dann))*|(?:gleich|jetzt|dann) spring(?:e)? ich(?: runter)?|(?:ist |is )?(?:doch |eh "
        r"|einfach )?alles"
        r" (?:so |nur |doch |einfach |eh )*(?:sinnlos|hoffnungslos|zwecklos)"
        r"|(?:es |das )?(?:hat|macht)(?: (?:doch|ja|eh|das|es|alles|echt|einfach|sowieso))* alles"
        r"(?: (?:doch|eh|einfach|echt))* keinen sinn(?: mehr)?"
        r"|(?:ich )?(?:hab|habe )?(?:keinen|kein|null|keine|kb) ?(?:bock|lust)? mehr auf (?:alles|irgendwas"
        r"|das alles|nichts|gar nichts)|(?:hab )?auf nichts mehr (?:bock|lust)"
        r"|ohne (?:ihn|sie) (?:will|mochte|mag|kann) ich (?:nicht|nicht mehr) (?:leben|sein|weiterleben)"
        r"|ich (?:will|mochte|mag) ohne (?:ihn|sie) (?:nicht|nicht mehr|nimmer) (?:leben|sein|da sein"
        r"|weiterleben)",
    ),
    "fear": (
        r"(?:he|she|my ex) (?:is |is standing |is waiting )?(?:right )?(?:outside|out there|downstairs"
        r"|(?:at|in front of) (?:the|my) (?:door|window|gate|house))(?: (?:again|now|right now"
        r"|my (?:door|house)"
        r"|the (?:door|house)))*|(?:nobody|no one) (?:here )?(?:believes|would believe|will believe"
        r"|is going to believe) me(?: (?:any ?way|though))?"
        r"|(?:he|she) (?:has )?(?:promised|swore|swears|promises|said) (?:me )?(?:that )?(?:(?:he"
        r"|she) (?:would|will)"
        r" )?(?:to )?never (?:to )?(?:do|hit|hurt) (?:it|that|me) again|(?:he|she) (?:promised"
        r"|swore) it (?:would|will)"
        r" (?:never|not) happen again"
        r"|(?:he|she|my ex) is (?:in the (?:stairwell|hallway|yard)|(?:downstairs )?banging(?: (?:on"
        r"|at) (?:the|my) door)?"
        r"|ringing (?:the|my) (?:door ?)?bell(?: and will not stop)?|outside and (?:he "
        r"|she )?will not (?:leave|go))"
        r"|(?:he|she) (?:said|swore|promised) (?:that )?it was the last time"
        r"|(?:who|no one|nobody) would (?:ever )?believe me",
        r"(?:er|sie|mein ex|meine ex) (?:ist |steht |wartet |sitzt )(?:wieder |jetzt |schon wieder |gerade )?"
        r"(?:draussen|drunten|unten|vor (?:der|meiner) tur|vorm haus|am fenster|im treppenhaus)"
        r"(?: (?:vor (?:der|meiner) tur|vorm haus))?|(?:er|sie) (?:klingelt|lautet) sturm"
        r"|(?:mir )?glaubt (?:mir )?(?:das )?(?:ja |eh |doch |sowieso )*(?:keiner|niemand"
        r"|kein mensch)(?: mehr)?"
        r"|(?:er|sie) (?:hat|hats) (?:mir )?(?:hoch und heilig )?(?:versprochen|geschworen)(?: (?:es"
        r"|das|dass (?:er|sie)"
        r" (?:es|das)))? ?(?:nie wieder|nicht mehr|nie mehr) (?:zu (?:tun|machen)|tut|macht|tun wird)"
        r"|(?:.{1,40} )?(?:er|sie) (?:sagt|droht|meint|hat gesagt)(?: (?:dass )?(?:er|sie"
        r"|dann))* (?:tut|bringt)"
        r"(?: (?:er|sie|sich|dann))* (?:sich )?(?:dann )?(?:was|etwas) an"
        r"|(?:er|sie|mein ex) (?:hammert|klopft|trommelt|schlagt) (?:gegen|an) (?:die|meine) tur"
        r"|(?:er|sie) steht draussen und geht nicht(?: weg)?"
        r"|(?:keiner|niemand) (?:wurde|wird) mir (?:das )?glauben|wer (?:soll|wurde) mir (?:das "
        r"|so was )?glauben"
        r"|(?:er|sie) (?:sagt|hat gesagt|schwort|hat geschworen|hat versprochen"
        r"|hat hoch und heilig versprochen)"
        r" (?:es war das letzte mal|(?:er|sie) (?:macht|tut) (?:das|es) nie wieder"
        r"|dass es (?:nie wieder|nicht mehr)"
        r" (?:passiert|vorkommt))",
    ),
}
_NOTHING = (
    rf"(?:(?:my|our|his|her|the) )?(?:best |old "
    rf"|late )?{_KIN}(?: ?s)? (?:\w+ )?{_PARTS}(?: on the steering wheel)?"
    rf"|(?:my|our) (?:\w+ )?{_KIN}(?: (?:and|or) (?:my )?(?:\w+ )?{_KIN})*"
    rf"(?: (?:says?|said) (?:hi|hello|hey|thanks|good night|good morning))?"
    rf"|(?:(?:both |all |both of )?(?:my|our|his|her)(?: best| old| two)? {_KIN}|he|she|they) (?:is|are"
    rf"|has been|have been"
    rf"|has|have) (?:no longer|not) (?:been )?(?:alive|living|with us)(?: any ?more| now"
    rf"| for (?:\w+ )?years)?"
    rf"|(?:(?:everyone|everybody|they|all|all my friends|my friends)(?: (?:is|are|all|out|away|gone"
    rf"|having fun|asleep"
    rf"|partying|at a party))+ and )?(?:i am|here i am|i sit|i am sitting)(?: (?:just|here|home|alone|at"
    rf"|still|only|all))*"
    rf" (?:talking|chatting|typing|speaking|writing) (?:to|with) (?:a|an|my|this|some) {_BOT}"
    r"|(?:(?:and|but|so) )*what happens (?:now |then )?(?:if|when) i (?:do|say|write|choose) nothing"
    r"(?: (?:at all|here|now))*"
    r"|(?:(?:and|but|so) )*what happens (?:if|when) i do not (?:answer|choose|write|reply|do anything)"
    r"(?: (?:here|now))*"
    r"|(?:(?:but|well|oh|yes|no|haha|and) )*(?:that is|it is|this is) (?:just |exactly |also )*what "
    rf"(?:my (?:\w+ )?{_KIN}|my (?:\w+ )?(?:therapist|doctor|teacher)|everyone|everybody|they|people)"
    r" (?:(?:always|also|all|keeps?|used to) )*(?:says?|said|saying)(?: too| as well)?"
    r"|(?:(?:but|well|and|honestly) )*i do not (?:(?:even|really|actually) )*want (?:anyone|anybody|one"
    r"|a (?:partner|man|woman|relationship|boyfriend|girlfriend|husband|wife|soul ?mate))"
    r"(?: (?:anyway|at all|right now|just now|though|actually))*"
    r"|(?:(?:hi|hello|hey|you can|you may|please|just|so|well|people|they|everybody|everyone|my friends"
    r"|alana) )*calls? me (?!an? |the |back|now|help|again|any|some|quick|today|tonight|at |if |when "
    r"|names|please|police|cops?\b|ambulance|doctor|medic|emergency|fire|nine|nurse|hospital|lawyer|mom\b"
    r"|mum\b|mother|dad\b|father|dead|dying|done|gone|over|urgent"
    r"|asap|fast|soon|immediate|out\b|nobody|nothing|\d)\w+(?: (?:please|now"
    r"|from now on|thanks|then|ok|okay|instead|for short))*"
    r"|(?:(?:so|but|then|great|and|wait|now) )*(?:it is|is it|this is|that is|it was|was it|am i|i am"
    r"|are you saying it is"
    r"|you mean it is|do you mean it is)?(?: (?:all|always|just|really|the|one"
    r"|now))* ?(?:my (?:own )?fault|to blame"
    r"|the problem)(?: (?:again|then|too|now))*"
    r"|(?:when|how long|does|will|until when)(?: (?:does|will|do|until|before|ever))* (?:it|this|that"
    r"|the pain"
    r"|heartbreak)(?: (?:ever|finally|really|just))* (?:stops? hurting|get better|gets better)"
    r"|how long (?:does|will) (?:it|this|heartbreak) (?:hurt|last|take)"
    r"|(?:(?:can|could|how do|how can|may) (?:i|you|we|one) |please |how to )?(?:delete|erase"
    r"|remove) (?:this|that|it"
    r"|my account|my last message|my answers?|my journal|what i wrote|everything(?: here)?"
    r"|my data)(?: please| now| again)?"
    r"|(?:i (?:want|would like|need|wish) to|can we|can i|let us|let me|may i) (?:stop|pause|finish)"
    r"(?: (?:here|now|this|for (?:today|tonight|now)|reading|the evening|this evening|please))*",
    rf"(?:(?:mein\w*|unser\w*|sein\w*|ihr\w*) )?{_KIN_DE}s? (?:\w+ )?{_PARTS_DE}(?: beim \w+)?"
    rf"|(?:mein\w*|unser\w*) {_KIN_DE}(?: (?:und|oder) (?:mein\w* )?{_KIN_DE})*"
    r"(?: (?:sagt|sagen|grusst|grussen)(?: (?:hallo|hi|danke|gute nacht|guten morgen|schon))?)?"
    rf"|(?:die|das|der) (?:\w+ )?{_PARTS_DE} (?:mein\w*|unser\w*|von mein\w*) {_KIN_DE}s?"
    rf"|(?:beide |(?:mein\w*|unser\w*|sein\w*|ihr\w*) (?:\w+ )?)?(?:{_KIN_DE}|er|sie|die beiden) (?:lebt"
    rf"|leben)"
    r"(?: (?:leider|schon|lange|auch|inzwischen|beide|seit (?:\w+ )?\w+(?: jahren?| monaten?)?))* nicht mehr"
    rf"|(?:mein\w*|unser\w*) (?:\w+ )?{_KIN_DE} (?:ist|sind)"
    r"(?: (?:leider|schon|lange|auch|inzwischen|jetzt))* nicht mehr (?:da|hier|am leben|unter uns|bei uns)"
    r"|von (?:denen|ihnen) lebt keiner mehr"
    r"|(?:(?:ich|da|also|hier|jetzt) )*(?:versteh|verstehe|kapier|kapiere)(?: (?:ich|da|nur|bloss|hier"
    r"|gerade|grad))* bahnhof"
    rf"|(?:alle|die anderen|meine freunde)(?: (?:sind|feiern|unterwegs|aus|weg"
    rf"|ausgegangen))* und ich (?:sitz\w*|red\w*|schreib\w*"
    rf"|bin|chatt\w*)(?: (?:hier|allein|zuhause|und|rede?|schreibe?|da|mal|wieder))* mit (?:nem|einem"
    rf"|einer|ner) {_BOT_DE}"
    r"|(?:(?:also|dann|heisst|das|toll|und|jetzt|na|so|willst du sagen) )*(?:bin ich|ich bin|liegt es"
    r"|liegts|liegt das"
    r"|ist es|ist das)(?: (?:also|jetzt|ja|denn|dann|etwa|wieder|selbst|selber))* (?:schuld(?: dar?an)?"
    r"|an mir|das problem"
    r"|meine schuld)"
    r"|(?:(?:und|aber|also) )*was passiert(?: denn| dann)? wenn ich (?:(?:hier|einfach|gar|jetzt) )*"
    r"(?:nichts (?:mache|tue|sage|schreibe|antworte|wahle)|nicht antworte|nicht schreibe)"
    r"|(?:ich (?:will|mochte|wurde gern)|konnen wir|lass uns)(?: (?:jetzt|fur heute|hier"
    r"|bitte))* (?:aufhoren|pausieren)",
)


def briefly(read: Iterable[Sentence]) -> CareKind | None:
    """The first kind that a sentence of a message is a reason to ask about."""
    text = list(read)
    fits = (kind for kind, both in _asked() if any(_is_one(sentence, both) for sentence in text))
    return next(fits, None)


def is_nothing(sentence: Sentence) -> bool:
    """Whether it only sounds like danger to the weights."""
    return _is_one(sentence, _nothing())


_Both = tuple[re.Pattern[str], re.Pattern[str]]


def _is_one(sentence: Sentence, both: _Both) -> bool:
    return any(pattern.fullmatch(form) for pattern, form in zip(both, sentence, strict=True))


@cache
def _asked() -> list[tuple[CareKind, _Both]]:
    return [(kind, (re.compile(english), re.compile(german))) for kind, (english, german) in _ASKED.items()]


@cache
def _nothing() -> _Both:
    english, german = (f"{said}|{dates}" for said, dates in zip(_NOTHING, DATES, strict=True))
    return re.compile(english), re.compile(german)
