"""One call of the REST API, as the rest of the sending side makes them."""

import io
import json
from collections.abc import Sequence
from typing import Any

import discord

from adapters.discord.library import HTTPClient, Route
from adapters.discord.outbound import Payload, SentFile
from bot.errors import Failure, SendFailed
from bot.model import Address, Receipt, ReplyHandle

ApiObject = dict[str, object]
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"


class Calls:
    """Through one HTTP client."""

    def __init__(self, http: HTTPClient) -> None:
        self._http = http

    async def call(self, route: Route, payload: Payload | None, files: Sequence[SentFile] = ()) -> ApiObject:
        """The message that Discord answers with. Rate limits are waited out by the library. Raises
        `SendFailed` where somebody else answers: a proxy's page with a 200."""
        if payload is None:
            answer = await self._http.request(route)
        elif not files:
            answer = await self._http.request(route, json=payload)
        else:
            uploads = [discord.File(io.BytesIO(file.content), file.name) for file in files]
            form: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(payload)}]
            form += map(_field, range(len(files)), uploads, files)
            answer = await self._http.request(route, files=uploads, form=form)
        if isinstance(answer, str) and answer.strip():
            raise SendFailed(Failure.TRANSIENT, "an answer that is not Discord's")
        return answer if isinstance(answer, dict) else {}


def _field(number: int, upload: discord.File, file: SentFile) -> dict[str, Any]:
    """A file's own field of the form: discord.com/developers/docs/reference#uploading-files."""
    return {
        "name": f"files[{number}]",
        "value": upload.fp,
        "filename": upload.filename,
        "content_type": file.kind,
    }


def hook(method: str, reply: ReplyHandle, path: str) -> Route:
    """Of an interaction: what goes through its token."""
    return Route(method, _HOOK + path, webhook_id=int(reply.application), webhook_token=reply.token)


def receipt_of(message: ApiObject, address: Address) -> Receipt:
    return Receipt(str(message.get("id", "")), address)
