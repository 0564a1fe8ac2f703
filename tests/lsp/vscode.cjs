// Speaks to `alana lsp` as Visual Studio Code does: with its own library, what it says it can do, and CRLF.
const { spawn } = require("node:child_process");
const { pathToFileURL } = require("node:url");
const fs = require("node:fs");
const path = require("node:path");
const [library, python, folder] = process.argv.slice(2);
const lsp = require(library);

const server = spawn(python, ["-m", "bot", "lsp"], { stdio: ["pipe", "pipe", "inherit"] });
const wire = lsp.createProtocolConnection(new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
const said = (what) => console.log(JSON.stringify(what));
const uri = (name) => pathToFileURL(path.join(folder, name)).href;
const dynamic = { dynamicRegistration: true };
const found = new Map(), waiting = [], watched = [];

wire.onRequest(lsp.RegistrationRequest.type, ({ registrations }) => { watched.push(...registrations); });
wire.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => null));
wire.onNotification(lsp.PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
  found.set(uri, diagnostics);
  for (const look of [...waiting]) look();
});
const until = (name, holds) => new Promise((done) => {
  const look = () => {
    const diagnostics = found.get(uri(name));
    if (diagnostics === undefined || !holds(diagnostics)) return;
    waiting.splice(waiting.indexOf(look), 1);
    done(diagnostics);
  };
  waiting.push(look);
  look();
});

async function session() {
  const answer = await wire.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid, rootUri: pathToFileURL(folder).href, locale: "de",
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "tea" }],
    clientInfo: { name: "Visual Studio Code", version: "1.95.0" },
    capabilities: {
      workspace: { applyEdit: true, configuration: true, workspaceFolders: true, workspaceEdit: { documentChanges: true, failureHandling: "textOnlyTransactional" },
        didChangeConfiguration: dynamic, didChangeWatchedFiles: { ...dynamic, relativePatternSupport: true } },
      textDocument: { synchronization: { ...dynamic, willSave: true, willSaveWaitUntil: true, didSave: true },
        publishDiagnostics: { relatedInformation: true, versionSupport: false, codeDescriptionSupport: true, dataSupport: true },
        completion: { ...dynamic, contextSupport: true, completionItem: { snippetSupport: true, insertReplaceSupport: true } },
        hover: { ...dynamic, contentFormat: ["markdown", "plaintext"] }, rename: { ...dynamic, prepareSupport: true, honorsChangeAnnotations: true },
        codeAction: { ...dynamic, isPreferredSupport: true, codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix"] } } },
        inlayHint: dynamic, formatting: dynamic, rangeFormatting: dynamic, documentSymbol: { ...dynamic, hierarchicalDocumentSymbolSupport: true } },
      window: { workDoneProgress: true, showMessage: { messageActionItem: { additionalPropertiesSupport: true } } },
      general: { positionEncodings: ["utf-16"], staleRequestSupport: { cancel: true, retryOnContentModified: [] } },
    },
  });
  said({ encoding: answer.capabilities.positionEncoding, sync: answer.capabilities.textDocumentSync.change });
  await wire.sendNotification(lsp.InitializedNotification.type, {});
  await wire.sendNotification(lsp.DidChangeConfigurationNotification.type, { settings: null });

  const name = "tea.yarn", text = fs.readFileSync(path.join(folder, name), "utf-8"), textDocument = { uri: uri(name) };
  await wire.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { ...textDocument, languageId: "plaintext", version: 1, text } });
  const [finding] = await until(name, (all) => all.length > 0);
  said({ code: finding.code, range: finding.range });
  said({ watched: watched.flatMap((each) => each.registerOptions.watchers.map((watcher) => watcher.globPattern)) });

  const [action] = await wire.sendRequest(lsp.CodeActionRequest.type, { textDocument, range: finding.range, context: { diagnostics: [finding] } });
  said({ action: action.title, edit: action.edit.changes[uri(name)] });
  const { range, newText } = action.edit.changes[uri(name)][0];
  const rows = text.split("\r\n");
  rows[range.start.line] = rows[range.start.line].slice(0, range.start.character) + newText + rows[range.start.line].slice(range.end.character);
  await wire.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ text: rows.join("\r\n") }] });
  said({ left: await until(name, (all) => all.length === 0) });

  const position = { line: rows.length - 3, character: rows.at(-3).indexOf("Cups") + 1 };
  const place = await wire.sendRequest(lsp.PrepareRenameRequest.type, { textDocument, position });
  const renamed = await wire.sendRequest(lsp.RenameRequest.type, { textDocument, position, newName: "Pot" });
  said({ place, renamed: Object.fromEntries(Object.entries(renamed.changes).map(([file, edits]) => [path.basename(file), edits.length])) });
  const refused = await wire.sendRequest(lsp.RenameRequest.type, { textDocument, position, newName: "not a name" }).catch((error) => error);
  said({ refused: refused.message });
  said({ formatting: await wire.sendRequest(lsp.DocumentFormattingRequest.type, { textDocument, options: { tabSize: 4, insertSpaces: true } }) });

  // Another program writes a script; the client tells it, as it was asked to.
  fs.writeFileSync(path.join(folder, "cups.yarn"), "title: Cups\r\n---\r\nMae: Two of them.\r\n<<jump Nowhere>>\r\n===\r\n");
  await wire.sendNotification(lsp.DidChangeWatchedFilesNotification.type, { changes: [{ uri: uri("cups.yarn"), type: lsp.FileChangeType.Changed }] });
  said({ elsewhere: (await until("cups.yarn", (all) => all.some((each) => each.code === "AL202"))).map((each) => each.code) });
  await wire.sendRequest(lsp.ShutdownRequest.type);
  await wire.sendNotification(lsp.ExitNotification.type);
}

const ended = new Promise((done) => server.on("exit", done));
wire.listen();
session().then(() => ended).then((code) => { said({ code }); process.exit(0); }, (error) => { console.error(error); server.kill(); process.exit(1); });
