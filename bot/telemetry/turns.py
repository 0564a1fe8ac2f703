"""The log's one line for each turn."""

import logging

from bot.logs import TURNS
from bot.observing import Observer, TurnDone


class TurnLines(Observer):
    """Ids, names and milliseconds: what was done, how it ended, and where it led."""

    def __init__(self) -> None:
        super().__init__()
        self._log = logging.getLogger(TURNS)

    @property
    def hears_turns(self) -> bool:
        return self._log.isEnabledFor(logging.INFO)

    def turn(self, done: TurnDone) -> None:
        if not self.hears_turns:
            return
        values: dict[str, object] = {
            "id": done.id,
            "platform": done.platform,
            "kind": done.kind,
            "result": done.result,
            "ms": round(done.seconds * 1000, 1),
            "commit_ms": round(done.commit_seconds * 1000, 1),
            "turn": done.stem,
            "rows": done.rows,
            "place": done.place,
        }
        self._log.info(values)
