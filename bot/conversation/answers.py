"""Reading a typed answer to the dialogue's own question. The engine never sees what does not fit."""

import re
import unicodedata

from bot.engine.values import Value
from bot.matching.phrases import table, whole

NAME_ROOM = 200  # characters of a text answer

_YES_NO = table(
    {
        "yes": (
            "yes,y,yeah,yea,yep,yup,yes please,yes i do,yes i am,yes that one,yes that's it,that one,"
            "that's it,sure,of course,ok,okay,right,exactly,correct,true,absolutely,definitely,certainly,"
            "indeed,i do,i am,i did,i have,i did mean that,please do,go ahead,ja,j,jo,jap,jep,ja bitte,"
            "ja gern,ja gerne,gern,gerne,klar,na klar,sicher,natürlich,genau,richtig,stimmt,auf jeden fall,"
            "das meine ich"
        ),
        "no": (
            "no,n,nope,nah,no thanks,no thank you,no i don't,no i'm not,not really,not that,not that one,"
            "i don't,i'm not,i didn't,i haven't,something else,neither,never,false,wrong,nein,nö,ne,nee,"
            "nein danke,nicht wirklich,eher nicht,lieber nicht,was anderes,etwas anderes,keineswegs,"
            "niemals,stimmt nicht,falsch,das nicht"
        ),
    }
)
# Of what erases, only what can be meant in no other way.
_ERASE = table(
    {
        "yes": (
            "yes,y,yes i am sure,yes i'm sure,i'm sure,yes please,yes erase it,yes erase it all,yes do it,"
            "yes erase all,yes erase everything,yes delete it,yes delete it all,yes delete everything,"
            "yes all of it,do it,erase it,erase it all,yes forget me,delete it,delete it all,ja,j,ja bitte,"
            "ja alles,ja lösch alles,ja lösche alles,ja alles löschen,ja bin ich,ja ich bin sicher,"
            "mach das,ja mach das"
        ),
        "no": (
            "no,n,nope,no thanks,no thank you,no keep it,keep it,keep it all,no don't,don't,no wait,"
            "nein,nee,nö,nein danke,nein behalte es,behalte es,nicht löschen,lieber nicht,nein lieber nicht"
        ),
    }
)
_NUMBER = re.compile(r"[-+]?(\d{1,12})([.,]\d{1,6})?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[.,\u2019' \u202f]\d{3})+")


def read(text: str, kind: str) -> Value | None:
    """The value, or None where the text does not fit the kind (text, number, yesno)."""
    words = unicodedata.normalize("NFC", text).strip()
    if kind == "number":
        return _number(words)
    if kind == "yesno":
        return _yes_or_no(words)
    flat = " ".join(words.split())
    return flat if flat and len(flat) <= NAME_ROOM else None


def _number(words: str) -> float | None:
    if _THOUSANDS.fullmatch(words):  # "1,000" and "1.000" are a thousand, in either language
        return float(re.sub(r"[^\d+-]", "", words))
    found = _NUMBER.fullmatch(words)
    return float(words.replace(",", ".")) if found else None


def _yes_or_no(words: str) -> bool | None:
    said = whole(words, _YES_NO)
    return None if said is None else said == "yes"


def erase(text: str) -> str | None:
    """ "yes" or "no" to the question whether to erase everything; None: neither, in so many words."""
    return whole(text, _ERASE)
