"""The one door for stored states: whatever comes from storage enters the present script here.

A state may come from an earlier revision of its script: the place that a person was in, one kept for /back,
one that an evening was left at. `arrive` carries it over; nothing else plays a stored state.
"""

from bot.conversation.catalogue import Series
from bot.engine.machine import Relocated, relocate
from bot.engine.state import OrderedKeys, State
from bot.ports import Notes


class Revisions:
    """Script revisions as people came from them: for each digest the order of its keys, by node."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._known: dict[str, OrderedKeys] = {}

    async def remember(self, series: Series) -> None:
        """Writes down the order of a program's keys. To be done before anybody plays it: whoever stands in a
        revision that is not known can only start again when it changes."""
        program = series.program
        await self._notes.remember_revision(program.digest, program.ordered_keys)

    async def arrive(self, series: Series, state: State) -> Relocated:
        """Where a stored state stands in the script as it is now. Changes nothing, and says nothing."""
        if state.digest == series.program.digest:
            return Relocated(state, "kept", state.node)
        return relocate(series.program, state, await self._keys(state.digest))

    async def _keys(self, digest: str) -> OrderedKeys:
        known = self._known.get(digest)
        if known is None:
            known = self._known[digest] = await self._notes.revision(digest) or {}
        return known
