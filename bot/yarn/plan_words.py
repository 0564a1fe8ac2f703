"""What happens in a dialogue, in the words of a test plan."""

from bot.engine.effects import Ask, Command, Effect, Offer, SayLine
from bot.engine.values import Value

_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})


def described(effect: Effect) -> str:
    """An event in the words of a plan."""
    match effect:
        case SayLine(line):
            return any_("line", line.text.plain)
        case Offer(options):
            return "\n".join(option_(o.text.plain, o.available) for o in options)
        case Command(text):
            return any_("command", text)
        case Ask():
            return any_("ask", effect.prompt.plain)
    return "stop"


def any_(keyword: str, text: str | None) -> str:
    return f"{keyword}: *" if text is None else f"{keyword}: `{text}`"


def option_(text: str, available: bool) -> str:
    return f"option: `{text}`" + ("" if available else " [disabled]")


def answered(text: str, asked: Ask) -> Value:
    """A typed answer as the question's kind takes it; a reflection only tells that something was written.
    Raises ValueError, saying what is wanted, for a text that does not fit."""
    match asked.kind:
        case "reflection":
            return True
        case "number":
            try:
                return float(text)
            except ValueError:
                raise ValueError(f"this question wants a number, not {text!r}") from None
        case "yesno":
            if text.lower() not in _YES | _NO:
                raise ValueError(f"this question wants yes or no, not {text!r}")
            return text.lower() in _YES
    return text
