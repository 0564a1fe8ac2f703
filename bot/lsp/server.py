"""The language server itself: documents in, findings and answers out.

Findings of a whole project are published shortly after the last keystroke; each answer looks at what was
typed last, published or not.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from bot.analysis.bundles import shown
from bot.analysis.desk import Desk
from bot.errors import AlanaError
from bot.lsp.answers import Answers, findings_of
from bot.model import Limits

PAUSE = 0.02  # seconds after a keystroke in which the next one may come
WATCHED = ("**/*.yarn", "**/*.yarnproject")


class ScriptServer(LanguageServer):
    """`limits` gives each platform's limits; asked for once, when the first hints are wanted."""

    def __init__(self, version: str, limits: Callable[[], Mapping[str, Limits]]) -> None:
        # Whole texts: pygls counts lines as Python does, at U+2028 too, and a client does not.
        super().__init__("alana", version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.desk = Desk()
        self.limits = cache(limits)
        self._names: dict[str, str] = {}  # of what is open, by file: a URI can be written in several ways
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._due: asyncio.TimerHandle | None = None

    def answers(self, uri: str) -> Answers | None:
        """Of a script; None for what is none."""
        path = path_of(uri)
        bench = self.desk.bench(path) if path is not None else None
        if path is None or bench is None or shown(path) not in bench.facts:
            return None
        return Answers(bench, path, self.workspace.position_codec, self.uri_of)

    def uri_of(self, file: str) -> str:
        """As the client calls it, where it has it open."""
        return self._names.get(file) or from_fs_path(str(Path(file).absolute())) or ""

    def write(self, uri: str, text: str) -> None:
        path = path_of(uri)
        if path is not None and self.desk.write(path, text) is not None:
            self._names[shown(path)] = uri
            self.publish_soon()

    def close(self, uri: str) -> None:
        path = path_of(uri)
        if path is not None:
            self._names.pop(shown(path), None)
            self.desk.close(path)
            self.publish_soon()

    def look_at_the_disk(self) -> None:
        """Something was saved, by this editor or by another program."""
        self.desk.refresh()
        self.publish_soon()

    def publish_soon(self) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(PAUSE, self.publish)

    def publish_no_more(self) -> None:
        """The client hears nothing any more: what is due would find its end closed."""
        if self._due is not None:
            self._due.cancel()

    def publish(self) -> None:
        """Tells the client what is found by now in every file, where that is something else than before."""
        self._due = None
        found: dict[str, list[types.Diagnostic]] = {}
        for bench in self.desk.benches.values():
            for name in {*bench.facts, *(finding.file for finding in bench.findings)}:
                uri = self.uri_of(name)
                found[uri] = findings_of(bench, name, self.workspace.position_codec)
        for uri in {*self._published, *found}:
            fresh = found.get(uri, [])
            if fresh != self._published.get(uri, []) or uri not in self._published:
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, fresh))
        self._published = found


def path_of(uri: str) -> Path | None:
    """The file of a URI; None for documents that are none."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else None


def server(version: str, limits: Callable[[], Mapping[str, Limits]]) -> ScriptServer:
    """A server with all that it offers."""
    made = ScriptServer(version, limits)
    _quieten()
    _documents(made)
    _names(made)
    _whole_files(made)
    return made


def _quieten() -> None:
    """Editors show what a server writes to its standard error. The library warns there of messages that the
    protocol lets a server ignore, and prints a traceback of each refusal."""
    logging.getLogger("pygls").setLevel(logging.ERROR)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_no_refusal)


def _is_no_refusal(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcInvalidParams))


@contextmanager
def _refusals() -> Iterator[None]:
    """A refusal is told to the writer in its one line."""
    try:
        yield
    except AlanaError as error:
        raise JsonRpcInvalidParams(str(error)) from None


def _documents(ls: ScriptServer) -> None:
    @ls.feature(types.INITIALIZED)
    async def begun(params: types.InitializedParams) -> None:
        workspace = ls.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob) for glob in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            await ls.client_register_capability_async(
                types.RegistrationParams([types.Registration("scripts", method, options)])
            )

    @ls.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        ls.write(params.text_document.uri, params.text_document.text)

    @ls.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        ls.write(params.text_document.uri, ls.workspace.get_text_document(params.text_document.uri).source)

    @ls.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        ls.close(params.text_document.uri)

    # Two functions: the library keeps one name with each, and calls nothing that has been given two.
    @ls.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        ls.look_at_the_disk()

    @ls.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def on_disk(params: types.DidChangeWatchedFilesParams) -> None:
        ls.look_at_the_disk()

    @ls.feature(types.EXIT)
    def leaving(params: None) -> None:
        ls.publish_no_more()


def _names(ls: ScriptServer) -> None:
    triggers = types.CompletionOptions(trigger_characters=["<", "$", "#", ".", '"', ":", " ", "{", "("])

    @ls.feature(types.TEXT_DOCUMENT_COMPLETION, triggers)
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        found = ls.answers(params.text_document.uri)
        return found.completions(params.position) if found is not None else []

    @ls.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        found = ls.answers(params.text_document.uri)
        return found.hover(params.position) if found is not None else None

    @ls.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        found = ls.answers(params.text_document.uri)
        return found.definition(params.position) if found is not None else []

    @ls.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        found = ls.answers(params.text_document.uri)
        declared = params.context.include_declaration
        return found.references(params.position, declared=declared) if found is not None else []

    @ls.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.Range | None:
        found = ls.answers(params.text_document.uri)
        with _refusals():
            return found.renamable(params.position) if found is not None else None

    @ls.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = ls.answers(params.text_document.uri)
        with _refusals():
            return found.rename(params.position, params.new_name) if found is not None else None


def _whole_files(ls: ScriptServer) -> None:
    @ls.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        found = ls.answers(params.text_document.uri)
        return found.symbols() if found is not None else []

    @ls.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        found = ls.answers(params.text_document.uri)
        return found.format() if found is not None else []

    @ls.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    def range_formatting(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        found = ls.answers(params.text_document.uri)
        return found.format(params.range) if found is not None else []

    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @ls.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        found = ls.answers(params.text_document.uri)
        return found.actions(params.range) if found is not None else []

    @ls.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        found = ls.answers(params.text_document.uri)
        return found.hints(params.range, ls.limits()) if found is not None else []
