"""Health and metrics over a real socket."""

from collections.abc import Mapping

import aiohttp
import pytest

from bot.errors import SettingsError, StorageError
from bot.web.health import serving


async def _fine() -> Mapping[str, float]:
    return {"outbox_waiting": 3, "people": 12}


async def _failing() -> Mapping[str, float]:
    raise StorageError("the database is locked")


async def _get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_health_and_metrics() -> None:
    async with serving("127.0.0.1", 0, _fine) as port:
        assert await _get(port, "/health") == (200, '{"status": "ok"}')
        status, text = await _get(port, "/metrics")
    assert status == 200
    assert "alana_outbox_waiting 3\n" in text
    assert "alana_people 12\n" in text


async def test_a_failing_database_shows() -> None:
    async with serving("127.0.0.1", 0, _failing) as port:
        status, text = await _get(port, "/health")
        assert status == 503
        assert "locked" in text
        assert (await _get(port, "/metrics"))[0] == 503


async def test_a_taken_port_is_one_clear_line() -> None:
    async with serving("127.0.0.1", 0, _fine) as port:
        with pytest.raises(SettingsError, match=f"ALANA_HTTP_PORT: cannot listen on 127.0.0.1:{port}"):
            async with serving("127.0.0.1", port, _fine):
                pass
