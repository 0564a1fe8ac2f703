"""How a thing is said decides what it is: a death, or what only sounds like one, feelings that are denied,
good news, and what somebody is."""

import pytest

from bot.care.judge import care
from bot.hearing.hear import Moment, hear
from bot.hearing.kinds import FEELINGS, Kind
from bot.hearing.worded import beyond_a_script, mourns, worded
from tests.growth import STEADY, exponent


def kind(text: str, locale: str) -> Kind | None:
    heard = hear(text, Moment(locale=locale)).heard
    return heard.kind if heard is not None and heard.score >= 0.3 else None


def _lines(locale: str, lines: str) -> list[tuple[str, str]]:
    return [(locale, line.strip()) for line in lines.strip().splitlines()]


NO_DEATHS = _lines(
    "en",
    """I'm dead tired
    my phone died
    the party died down
    the joke died on my lips
    my mother nearly died
    my laptop just died on me
    he's dead to me
    i'm dead serious
    i almost died laughing
    the main character died in the film
    i'd die for a cup of tea
    i lost my dog in the park
    i lost my husband to another woman
    over my dead body""",
) + _lines(
    "de",
    """mein akku ist tot
    der witz ist tot
    ich lach mich tot
    ich bin todmüde
    für mich ist er gestorben
    mein opa wäre fast gestorben
    ich bin vor scham gestorben
    das thema ist gestorben
    hier ist tote hose
    in der serie ist der vater gestorben
    meine freundin hat mich umgebracht vor lachen""",
)
DEATHS = _lines(
    "en",
    """my brother hanged himself in june
    my baby was stillborn
    both my parents are dead
    my mum died in march and since then i cant really be in a room with people
    my grandfather taught me to whistle and now hes gone
    my dad passed away, it was his heart
    my nan died when i was six and nobody told me until after the funeral
    we had to put our dog down
    my husband died, i never got over it
    i'm dead tired since my mum died""",
) + _lines(
    "de",
    """mein bruder hat sich im juni erhängt
    beide eltern sind tot
    meine mama ist im märz gestorben und seitdem kann ich nicht mehr unter leuten sein
    mein opa hat mir das pfeifen beigebracht und jetzt ist er weg
    wir haben unser kind verloren
    mein vater lebt nicht mehr
    unsere oma starb am dienstag
    mein mann ist gestorben, der hat mich nicht verlassen
    unser kind kam still zur welt, es ist ein sternenkind
    meine katze musste eingeschläfert werden""",
)
ALIVE = _lines(
    "en",
    """nobody died
    sorry that was a lie nobody died
    i didn't say anyone died
    my dad isn't dead
    he's not dead, he just moved
    my mother is still alive""",
) + _lines(
    "de",
    """keiner ist gestorben
    es ist doch niemand gestorben
    ich hab nicht gesagt, dass jemand gestorben ist
    meine mutter lebt noch
    mein vater ist nicht tot""",
)
DENIED = _lines(
    "en",
    """i'm not sad
    i'm not angry
    i am not lonely
    i'm really not jealous or anything
    i don't miss him at all
    i'm not afraid of it
    i don't feel guilty
    we didn't break up""",
) + _lines(
    "de",
    """bin nicht traurig
    bin nicht einsam
    mir fehlt keiner
    ich bin gar nicht wütend
    ich hab keine angst
    ich vermisse ihn nicht
    wir haben uns nicht getrennt""",
)
NEWS = _lines(
    "en",
    """i'm pregnant!!
    i'm getting married
    we're having a baby
    i got the job
    she said yes!
    i passed my driving test""",
) + _lines(
    "de",
    """ich hab den job!!!
    ich hab mich verlobt
    wir kriegen ein baby
    ich bin schwanger
    ich hab die prüfung bestanden
    wir heiraten im mai""",
)
WELL = _lines("en", "i feel great today\n i'm doing fine, thanks") + _lines(
    "de", "mir gehts super\n mir gehts heute gut, ist jahre her\n mir geht es wieder besser"
)
CLOUDED = _lines(
    "en",
    """i got pregnant and he left
    i'm pregnant and i'm scared
    i feel good when he is not home
    i'm not happy""",
) + _lines(
    "de", "ich bin schwanger und er ist weg\n mir gehts nicht gut\n mir gehts gut wenn er nicht da ist"
)
ABOUT = _lines(
    "en", "i'm a teacher myself\n i'm trans\n i am gay\n i'm a nurse\n i'm afraid of spiders"
) + _lines(
    "de",
    "ich bin selbst lehrer\n ich bin trans\n ich bin schwul\n bin krankenschwester\n hab angst vor spinnen",
)
AGES = _lines("en", "im 14\n i'm 71\n i just turned 40") + _lines("de", "bin 14\n ich bin 71 jahre alt")


@pytest.mark.parametrize(("locale", "text"), NO_DEATHS)
def test_what_only_sounds_like_a_death_is_none(locale: str, text: str) -> None:
    assert kind(text, locale) is not Kind.GRIEF


@pytest.mark.parametrize(("locale", "text"), DEATHS)
def test_a_death_is_heard_however_it_is_told(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.GRIEF


@pytest.mark.parametrize(("locale", "text"), ALIVE)
def test_a_death_is_taken_back(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.NO_DEATH


@pytest.mark.parametrize(("locale", "text"), DENIED)
def test_a_feeling_that_is_denied_is_none(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.NOT_SO


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i'm not sad, i'm furious with him", Kind.ANGRY),
        ("ich bin nicht wütend, ich bin einsam", Kind.LONELY),
    ],
)
def test_another_feeling_beside_a_denied_one_is_heard(text: str, told: Kind) -> None:
    assert kind(text, "de" if text.startswith("ich") else "en") is told


@pytest.mark.parametrize(("locale", "text"), NEWS)
def test_good_news_are(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.GOOD_NEWS


@pytest.mark.parametrize(("locale", "text"), WELL)
def test_whoever_is_well_is_not_comforted(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.GLAD


@pytest.mark.parametrize(("locale", "text"), CLOUDED)
def test_nobody_is_congratulated_on_what_has_another_side(locale: str, text: str) -> None:
    assert kind(text, locale) not in (Kind.GOOD_NEWS, Kind.GLAD)


@pytest.mark.parametrize(("locale", "text"), ABOUT)
def test_what_somebody_is(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.ABOUT_ME


@pytest.mark.parametrize(("locale", "text"), AGES)
def test_how_old_somebody_is(locale: str, text: str) -> None:
    assert kind(text, locale) is Kind.AGE


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "why did she leave him?"), ("de", "warum hat sie ihn verlassen")]
)
def test_a_question_about_others_is_no_feeling_of_ones_own(locale: str, text: str) -> None:
    assert kind(text, locale) not in FEELINGS


GONE = """my father is no longer alive|my dad is not alive anymore|my mum isn't alive any more
my mum passed|mum passed|she's no longer alive|my husband is no longer with us
my dad's passed|my gran passed peacefully last night|my father is no more
mein Vater lebt nicht mehr|Oma lebt nicht mehr|er lebt nicht mehr
meine Mama ist nicht mehr da|meine Eltern sind leider nicht mehr da
meine Mutter lebt leider schon nicht mehr|mein Opa ist von uns gegangen
mein Vater weilt nicht mehr unter uns"""
NOT_GONE = """my mum passed her exam|my daughter passed the test|my mum passed me the salt
my brother passed with distinction|my mum is no longer in pain
my father is no longer angry|meine Mutter lebt nicht mehr bei uns
mein Mann lebt nicht mehr mit mir zusammen|meine Schwester lebt nicht mehr hier
sie lebt nicht mehr in Berlin"""
NOT_SO_BAD = """so schlimm ist es nicht|ist nicht so schlimm|halb so wild
ach, so arg ist es bei uns nicht|it's not that bad|it isn't so bad
it wasn't all that bad|not that bad really"""
STILL_HURTS = """when does it stop hurting|when will it stop hurting|does it ever stop hurting
how long does it hurt|wann hört es auf weh zu tun|wann tut es nicht mehr weh
wie lange tut das noch weh"""


@pytest.mark.parametrize("text", GONE.replace("\n", "|").split("|"))
def test_who_lives_no_more_is_dead(text: str) -> None:
    assert worded(text) is Kind.GRIEF
    assert care(text) is None


@pytest.mark.parametrize("text", NOT_GONE.replace("\n", "|").split("|"))
def test_who_passed_an_exam_or_moved_out_is_not_dead(text: str) -> None:
    assert worded(text) is not Kind.GRIEF
    assert not mourns(text)


@pytest.mark.parametrize("text", NOT_SO_BAD.replace("\n", "|").split("|"))
def test_what_is_made_small(text: str) -> None:
    assert worded(text) is Kind.DISAGREES


@pytest.mark.parametrize("text", STILL_HURTS.replace("\n", "|").split("|"))
def test_who_asks_how_long_it_hurts_is_sad(text: str) -> None:
    assert worded(text) is Kind.SAD


def test_that_somebody_is_not_alive_is_no_denial() -> None:
    assert worded("my mother isn't dead") is Kind.NO_DEATH
    assert worded("my mother is still alive") is Kind.NO_DEATH


@pytest.mark.parametrize(
    "words",
    [
        "das war ",
        "das ist ",
        "na ja ",
        "sag mal ",
        "sag mal ehrlich ",
        "in der ",
        "that was ",
        "oh well ",
        "a bit ",
    ],
)
def test_no_opening_can_be_read_in_two_ways(words: str) -> None:
    """Else the work doubles with each of them."""
    assert exponent(lambda size: words * size + "zzz", worded, (5, 10, 20)) < STEADY
    assert exponent(lambda size: words * size + "zzz", beyond_a_script, (5, 10, 20)) < STEADY
