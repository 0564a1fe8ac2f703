"""Whether a platform takes anything at all: what failed on the way is tried at once when it is back."""

from collections.abc import Callable

SILENCE = 5.0  # seconds without a success that make failures an outage, not bad luck


class Pulse:
    """Counts the messages that the platform took. `monotonic` gives seconds; `woken` is called when it takes
    something again after an outage."""

    def __init__(self, monotonic: Callable[[], float], woken: Callable[[], None] = lambda: None) -> None:
        self._monotonic, self._woken = monotonic, woken
        self._last_at = monotonic()
        self._failed = False
        self.beats = 0

    def beat(self) -> None:
        """The platform took a message."""
        now = self._monotonic()
        was_away = self._failed and now - self._last_at > SILENCE
        self.beats += 1
        self._last_at, self._failed = now, False
        if was_away:
            self._woken()

    def missed(self) -> None:
        """It was not reached."""
        self._failed = True

    def back(self) -> None:
        """It was reached by another way, as by a poll."""
        if self._failed:
            self._failed = False
            self._woken()
