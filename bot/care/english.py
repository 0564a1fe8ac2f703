"""The English table of care: what speaks of self-harm, violence or fear, and what only sounds like it.

Sources for the range of things people say: the public warning-sign lists of crisis services (Samaritans,
988, WHO "Preventing suicide") and of domestic-violence hotlines (physical, sexual, controlling behaviour,
stalking, threats). The wordings are ours.
"""

from bot.care.english_fear import FEAR
from bot.care.english_hints import HINTS
from bot.care.english_self_harm import SELF_HARM
from bot.care.english_signs import SIGNS
from bot.care.english_signs_others import SIGNS as OTHER_SIGNS
from bot.care.english_slang import SLANG
from bot.care.english_terms import NEVER_HURT
from bot.care.english_violence import VIOLENCE
from bot.care.rules import spared

ENGLISH = spared([*SELF_HARM, *VIOLENCE, *FEAR, *HINTS, *SIGNS, *OTHER_SIGNS, *SLANG], "violence", NEVER_HURT)
