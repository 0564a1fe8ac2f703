// The wire to the studio, and which view and script are shown.
import { Graph } from "/graph.js";
import { FirstMoves } from "/moves.js";
import { Script } from "/script.js";
import { Talk } from "/talk.js";
import { Reports } from "/tabs.js";

export const $ = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...inside); // texts become text nodes: nothing of a script is markup here
  return made;
}

class Wire {
  constructor() { this.waiting = new Map(); this.number = 0; this.heard = {}; this.connect(); }

  connect() {
    this.socket = new WebSocket(`ws://${location.host}/socket`);
    this.ready = new Promise((done) => this.socket.addEventListener("open", done));
    this.socket.addEventListener("message", (message) => this.take(JSON.parse(message.data)));
    this.socket.addEventListener("open", () => { $("state").textContent = "Reading the scripts …"; this.heard.again?.(); });
    this.socket.addEventListener("close", () => {
      $("state").textContent = "The studio has stopped. Start it again: this page goes on by itself.";
      for (const { fail } of this.waiting.values()) fail(new Error("the studio has stopped"));
      this.waiting.clear();
      setTimeout(() => this.connect(), 1000);
    });
  }

  take(said) {
    if (said.event) return this.heard[said.event]?.(said);
    const { done, fail } = this.waiting.get(said.id) ?? {};
    this.waiting.delete(said.id);
    if (said.error !== undefined) fail?.(new Error(said.error)); else done?.(said.ok);
  }

  async ask(verb, given = {}) {
    await this.ready;
    const id = ++this.number;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.socket.send(JSON.stringify({ id, do: verb, ...given }));
    });
  }
}

export const wire = new Wire();
export const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
export const told = (error) => { $("state").textContent = error.message; };

const views = { write: "Write", coverage: "Coverage", translations: "Translations", funnel: "Funnel", impact: "Publishing" };
const studio = { outline: null, nodes: [], file: "" };
const graph = new Graph((node, file) => go(node, file));
const talk = new Talk(() => studio.file);
const script = new Script((file, line) => open(file).then(() => script.goto(line)).catch(told));
const reports = new Reports((file, line) => { show("write"); open(file).then(() => script.goto(line)).catch(told); });

for (const [name, title] of Object.entries(views)) {
  $("views").append(make("button", { type: "button", "data-view": name, on: { click: () => show(name) } }, title));
}

function show(name) {
  for (const button of $("views").children) {
    if (button.dataset.view === name) button.setAttribute("aria-current", "page"); else button.removeAttribute("aria-current");
  }
  for (const view of Object.keys(views)) $(view).hidden = view !== name;
  if (name !== "write") reports.show(name).then(() => name === "coverage" && graph.load(studio.file)).catch(told);
}

function outline(found) {
  studio.outline = found;
  $("title").textContent = found.title;
  document.title = `${found.title} · Alana studio`;
  const files = found.files.map((file) => make("option", { value: file.name, ...(file.name === studio.file ? { selected: "" } : {}) }, file.short));
  $("file").replaceChildren(...files);
  studio.nodes = [...new Set(found.files.flatMap((file) => file.nodes))];
  reports.languages = found.languages;
  if (studio.file && !found.files.some((file) => file.name === studio.file)) gone(found.files[0]);
}

// What was found last in all scripts: of the one that is open, and of the others.
function findings() {
  if (!studio.found) return;
  script.others(Object.entries(studio.found).filter(([file, found]) => file !== studio.file && found.length));
  script.found(studio.found[studio.file] ?? []);
}

// The script that is open is in the project no more: renamed, it may be, or deleted.
function gone(first) {
  const other = () => { script.give(); studio.file = ""; open(first?.name).catch(told); };
  if (script.clean) other(); else script.lost(other);
}

async function open(name) {
  if (!name) return;
  if (name !== studio.file) {
    await script.leave();
    studio.file = name;
    $("file").value = name;
    await script.open(name);
    findings();
  }
  graph.load(name).catch(told); // it may take longer than writing can wait
}

async function go(node, file) {
  const there = studio.outline.files.find((each) => each.nodes.includes(node));
  if (!there) return told(new Error(`there is no node ${node}`));
  await open(there.name);
  script.node(node);
  graph.mark(node);
  $("from").value = node;
  talk.restart();
}

// Of many nodes, those that fit what is typed.
for (const id of ["find", "from", "visit-node"]) $(id).addEventListener("input", () => {
  const typed = $(id).value.toLowerCase();
  const near = studio.nodes.filter((node) => node.toLowerCase().includes(typed)).slice(0, 40);
  $("nodes").replaceChildren(...near.map((node) => make("option", { value: node })));
});
$("file").addEventListener("change", () => open($("file").value).catch((error) => { $("file").value = studio.file; told(error); }));
$("find").addEventListener("change", () => go($("find").value).catch(told));
wire.heard.findings = (said) => {
  if (said.outline) { outline(said.outline); begin(); }
  studio.found = said.files;
  findings();
  const all = Object.values(said.files).flat();
  const errors = all.filter((each) => each.severity === "error").length;
  $("state").textContent = `${count(errors, "error")}, ${count(all.length - errors, "warning")} in the series`;
  if (!errors) { graph.load(studio.file).catch(() => {}); talk.again(); }
};
wire.heard.trouble = (said) => { $("state").textContent = said.said; };
wire.heard.disk = (said) => script.disk(said.versions[studio.file]);
wire.heard.again = async () => {
  const found = await wire.ask("open");
  if (found.begin || !studio.outline) outline(found); // what was found meanwhile knows more
  talk.offer(found);
  if (!studio.file) {
    const first = found.files.find((file) => file.nodes.includes(found.begin)) ?? found.files[0];
    await open(first?.name);
  }
  begin();
};

// The talk begins where the series does, once that is known, and on which platforms there is one.
function begin() {
  if ($("from").value || !studio.outline.begin || !$("platform").value) return;
  $("from").value = studio.outline.begin;
  talk.restart();
}

new FirstMoves();
show("write");
