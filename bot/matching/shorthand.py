"""English as thumbs type it -> as a sentence is written: "u dont" -> "you don't".

The model has read far more of the second. Forms that are words of their own ("well", "were", "its") stay.
"""

import re

_WORD = re.compile(r"[A-Za-z]+")
# Split by commas: "typed: meant".
_FORMS = """
dont: don't, doesnt: doesn't, didnt: didn't, cant: can't, wont: won't, isnt: isn't, arent: aren't,
wasnt: wasn't, werent: weren't, couldnt: couldn't, shouldnt: shouldn't, wouldnt: wouldn't, havent: haven't,
hasnt: hasn't, hadnt: hadn't, im: i'm, ive: i've, id: i'd, ill: i'll, youre: you're, youve: you've,
youll: you'll, youd: you'd, hes: he's, shes: she's, theyre: they're, theyve: they've, theyd: they'd,
weve: we've, whats: what's, thats: that's, theres: there's, wheres: where's, hows: how's, whos: who's,
lets: let's, u: you, ur: your, r: are, pls: please, plz: please, cuz: because, coz: because, cos: because,
gonna: going to, wanna: want to, gotta: got to, thx: thanks, ty: thank you, ppl: people, bf: boyfriend,
gf: girlfriend, idk: i don't know, tho: though, kinda: kind of, sorta: sort of
"""
_PAIRS = (form.strip().partition(": ") for form in _FORMS.replace("\n", " ").split(","))
_MEANT = {typed: meant for typed, _, meant in _PAIRS}


def spell_out(text: str) -> str:
    """Return `text` with the short forms written out; everything else as it was."""
    return _WORD.sub(lambda word: _MEANT.get(word[0].lower(), word[0]), text)
