// The script: typed here or in another editor, judged at once, saved after a pause, never over what is newer.
import { $, make, told, wire } from "/main.js";

const ROW = 20;

export class Script {
  constructor(elsewhere) {
    this.elsewhere = elsewhere; this.beside = [];
    this.file = ""; this.version = ""; this.findings = []; this.clean = true; this.stuck = false;
    this.text = $("text");
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("scroll", () => this.gutter());
    this.text.addEventListener("keydown", (e) => {
      if ((e.ctrlKey || e.metaKey) && e.key === "s") { e.preventDefault(); this.save(); }
    });
    $("save").addEventListener("click", () => this.save());
    new ResizeObserver(() => this.gutter()).observe(this.text);
  }

  async open(file) {
    const found = await wire.ask("script", { file });
    this.file = file; this.version = found.version; this.clean = true;
    this.settle();
    this.text.value = found.text;
    this.text.scrollTop = 0;
    this.found(found.findings);
    $("saved").textContent = "";
  }

  async leave() {
    if (this.file && !this.clean) await this.save();
    if (this.stuck) throw new Error("decide first which version of this script stays");
  }

  typed() {
    this.clean = false;
    $("saved").textContent = "Not saved yet";
    clearTimeout(this.judging); clearTimeout(this.saving);
    this.judging = setTimeout(() => this.judge(), 10);
    this.saving = setTimeout(() => this.save(), 900);
  }

  async judge() {
    const text = this.text.value, file = this.file;
    const found = await wire.ask("edit", { file, text }).catch(told);
    if (found && text === this.text.value && file === this.file) this.found(found.findings);
  }

  async save(over = "") {
    clearTimeout(this.saving);
    if (!this.file || (this.stuck && !over)) return;
    const text = this.text.value;
    const done = await wire.ask("save", { file: this.file, text, version: over || this.version }).catch(told);
    if (!done) return;
    if (done.conflict !== undefined) return this.conflict(done.conflict, done.version);
    this.version = done.version; this.clean = text === this.text.value;
    this.settle();
    $("saved").textContent = "Saved";
  }

  // What another editor wrote: shown at once where nothing was typed here, else it is a conflict.
  async disk(version) {
    if (!version || version === this.version) return;
    if (this.clean) { const top = this.text.scrollTop; await this.open(this.file); this.text.scrollTop = top; $("saved").textContent = "Taken up from the disk"; }
    else this.save();
  }

  conflict(text, version) {
    this.stuck = true;
    $("saved").textContent = "Not saved";
    const mine = () => { this.stuck = false; this.save(version); };
    const theirs = () => { this.text.value = text; this.version = version; this.clean = true; this.settle(); this.judge(); $("saved").textContent = "Taken up from the disk"; };
    $("conflict").replaceChildren(
      make("p", {}, "Somebody changed this file meanwhile. Nothing was overwritten. On disk it is:"),
      make("pre", { tabindex: "0" }, text),
      make("button", { type: "button", on: { click: theirs } }, "Take theirs"), " ",
      make("button", { type: "button", on: { click: mine } }, "Keep mine"));
    $("conflict").hidden = false;
  }

  // Nothing can be saved any more, but what was typed is still there to be copied.
  lost(other) {
    this.stuck = true;
    $("saved").textContent = "Not saved";
    $("conflict").replaceChildren(
      make("p", {}, "This script is in the project no more: somebody renamed or deleted it. Copy from here what you still need."),
      make("button", { type: "button", on: { click: other } }, "Open another script"));
    $("conflict").hidden = false;
  }

  give() { clearTimeout(this.saving); clearTimeout(this.judging); this.file = ""; this.clean = true; this.settle(); }

  settle() { this.stuck = false; $("conflict").hidden = true; $("conflict").replaceChildren(); }

  // What is found in the other scripts of the project: [file, findings] of each.
  others(found) { this.beside = found; }

  found(findings) {
    this.findings = findings;
    const rows = findings.slice(0, 200).map((each) => make("li", { class: each.severity },
      make("button", { type: "button", on: { click: () => this.goto(each.line, each.column, each.end) } }, `Line ${each.line}`),
      " ", make("b", {}, `${each.severity} ${each.code}`), ` ${each.message} `,
      make("span", { class: "hint" }, each.hint),
      ...each.fixes.map((fix) => make("button", { type: "button", class: "main", on: { click: () => this.fix(fix) } }, fix.title))));
    const beside = this.beside.slice(0, 20).map(([file, [first, ...more]]) => make("li", { class: first.severity },
      make("button", { type: "button", on: { click: () => this.elsewhere(file, first.line) } }, file.split("/").pop()),
      " ", make("b", {}, `${first.severity} ${first.code}`), ` ${first.message}${more.length ? `, and ${more.length} more` : ""}`));
    $("findings").replaceChildren(...(rows.length ? rows : [make("li", {}, "Nothing to better here.")]), ...beside);
    this.gutter();
  }

  fix({ edits }) {
    const rows = this.text.value.split("\n");
    for (const [line, column, endLine, endColumn, text] of [...edits].reverse()) {
      const at = (row, n) => [...(rows[row - 1] ?? "")].slice(0, n - 1).join("");
      const before = at(line, column), after = (rows[endLine - 1] ?? "").slice(at(endLine, endColumn).length);
      rows.splice(line - 1, endLine - line + 1, ...(before + text + after).split("\n"));
    }
    this.text.value = rows.join("\n");
    this.typed();
    this.text.focus();
  }

  goto(line, column = 1, end = column) {
    const rows = this.text.value.split("\n"), start = rows.slice(0, line - 1).reduce((n, row) => n + row.length + 1, 0);
    const units = (n) => [...(rows[line - 1] ?? "")].slice(0, n - 1).join("").length;
    this.text.focus();
    this.text.setSelectionRange(start + units(column), start + units(end));
    this.text.scrollTop = Math.max((line - 4) * ROW, 0);
    this.gutter();
  }

  node(name) {
    const line = this.text.value.split("\n").findIndex((row) => row.replace(/\s/g, "") === `title:${name.split(/[.~]/)[0]}`) + 1;
    if (line) this.goto(line);
  }

  gutter() {
    const first = Math.floor(this.text.scrollTop / ROW), count = Math.ceil(this.text.clientHeight / ROW) + 1;
    const all = this.text.value.split("\n").length, worst = new Map();
    for (const each of this.findings) if (worst.get(each.line) !== "error") worst.set(each.line, each.severity);
    const rows = [];
    for (let n = first + 1; n <= Math.min(first + count, all); n++) {
      const row = make("div", { class: worst.get(n) ?? "" }, `${{ error: "✖ ", warning: "▲ " }[worst.get(n)] ?? ""}${n}`);
      row.style.top = `${(n - 1) * ROW - this.text.scrollTop}px`;
      rows.push(row);
    }
    $("gutter").replaceChildren(...rows);
  }
}
