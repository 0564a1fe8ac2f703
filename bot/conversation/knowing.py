"""What the bot tells a script as an evening begins: variables it fills in where the script declares them."""

from datetime import date

from bot.conversation.view import View
from bot.engine.state import State
from bot.frozen import replace
from bot.ports import Saved

DAYS_SINCE_EVENING = "$days_since_evening"


def told(view: View) -> Saved:
    """The person, whose script knows how many whole days ago an evening was last finished; -1: none was."""
    program = view.stage.series.program
    if type(program.initial.get(DAYS_SINCE_EVENING)) is not float:
        return view.saved
    state = view.saved.state or State.initial(program)
    known = {**state.variables, DAYS_SINCE_EVENING: float(days_since_evening(view))}
    return replace(view.saved, state=replace(state, variables=known))


def days_since_evening(view: View) -> int:
    """By the person's own calendar, where it is known."""
    done = view.saved.profile.facts.days
    return max(0, (today(view) - max(done)).days) if done else -1


def today(view: View) -> date:
    """The date where the person is; without a plan that says where, the one of UTC."""
    plan = view.saved.profile.reminder
    return (plan.local(view.now) if plan else view.now).date()
