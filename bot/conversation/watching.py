"""What there is to tell of one turn while it goes on."""

from bot.model import Inbound, base36
from bot.observing import Observer, TurnDone, TurnResult
from bot.ports import Change


class TurnWatch:
    """From the moment in which a turn arrives to its end; `with` it stands what a commit takes of that."""

    def __init__(self, inbound: Inbound, observer: Observer) -> None:
        self._inbound, self._observer = inbound, observer
        self._began = self._commit_began = observer.monotonic()
        self._committing = 0.0
        self.change: Change | None = None  # the last that was to be committed
        self.result: TurnResult | None = None  # None: no turn was played

    def __enter__(self) -> None:
        self._commit_began = self._observer.monotonic()

    def __exit__(self, *raised: object) -> None:
        self._committing += self._observer.monotonic() - self._commit_began

    def over(self, result: TurnResult) -> None:
        """Tells of it, where anybody listens."""
        self.result = result
        inbound, change, observer = self._inbound, self.change, self._observer
        if not observer.hears_turns:
            return
        saved = change.saved if change is not None else None
        state = saved.state if saved is not None else None
        observer.turn(
            TurnDone(
                id=_without_account(inbound),
                platform=inbound.subject.platform,
                kind=type(inbound.body).__name__,
                result=result,
                seconds=observer.monotonic() - self._began,
                commit_seconds=self._committing,
                ended_at=observer.wall(),
                person=saved.person if saved is not None else 0,
                stem=turn_stem(saved.person, saved.version) if saved is not None else "",
                rows=len(change.outgoing) if change is not None else 0,
                place=f"{saved.episode or ''}/{(state.node if state else None) or ''}" if saved else "",
            )
        )


def _without_account(inbound: Inbound) -> str:
    """The id of what was done; ids of some kinds hold the account's number."""
    key = inbound.subject.key
    return ":".join("*" if part == key else part for part in inbound.id.split(":"))


def turn_stem(person: int, version: int) -> str:
    """What the ids of the rows have in common that a turn writes, made from that version of a person."""
    return f"{base36(person)}-{base36(version + 1)}"
