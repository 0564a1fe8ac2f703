// The talk: what was done is kept here and played anew for each step, so going back is leaving the last thing out.
import { $, make, told, wire } from "/main.js";

export class Talk {
  constructor(file) {
    this.file = file; this.moves = []; this.view = null;
    $("restart").addEventListener("click", () => this.restart());
    $("back").addEventListener("click", () => this.back());
    $("from").addEventListener("change", () => this.restart());
    $("platform").addEventListener("change", () => this.play());
    $("language").addEventListener("change", () => this.play());
    $("record").addEventListener("click", () => this.record());
    $("say").addEventListener("submit", (e) => { e.preventDefault(); this.say($("words").value); $("words").value = ""; });
    $("visit").addEventListener("submit", (e) => { e.preventDefault(); this.set("visit", $("visit-node").value, $("visit-count").value); });
  }

  offer(outline) {
    const now = $("language").value;
    $("platform").replaceChildren(...outline.platforms.map((name) => make("option", { value: name }, name[0].toUpperCase() + name.slice(1))));
    $("language").replaceChildren(...[outline.base, ...outline.languages].map((code) => make("option", { value: code }, code)));
    if (now) $("language").value = now;
  }

  restart() { this.play({ moves: [] }); }
  back() { this.play({ moves: this.moves.slice(0, -1) }); }
  act(move) { this.play({ moves: [...this.moves, move] }); }
  say(words) { if (words.trim()) this.play({ words }); }
  set(kind, name, value) { this.act({ do: kind, name, value }); }
  again() { if (this.view) this.play({ said: $("recorded").textContent }); }

  // Plays everything anew; where that cannot be, what was done before stays.
  async play({ moves = this.moves, words = "", said = "" } = {}) {
    const asked = { node: $("from").value, platform: $("platform").value, language: $("language").value, moves, words };
    if (!asked.node) return;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const view = await wire.ask("talk", asked);
      if (turn !== this.turn) return;
      if (!said) $("recorded").textContent = "";
      this.show(view);
    } catch (error) {
      if (turn !== this.turn) return;
      $("recorded").textContent = error.message;
      for (const field of $("values").querySelectorAll("input")) field.value = field.defaultValue; // what was refused is not so
    }
  }

  show(view) {
    this.view = view; this.moves = view.moves;
    // What is the same stays as it is: under the finger that taps it, and unsaid by a screen reader.
    const drawn = JSON.stringify([view, $("platform").value]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const last = view.shown.findLastIndex((each) => each.who === "alana");
    $("log").replaceChildren(...view.shown.map((each, n) => this.bubble(each, n === last && view.waits !== "end")));
    $("log").scrollTop = $("log").scrollHeight;
    $("words").disabled = view.waits === "end";
    $("back").disabled = !this.moves.length;
    $("values").tBodies[0].replaceChildren(...view.variables.map(([name, kind, value]) => {
      const field = make("input", { value, "aria-label": `${name}, a ${kind}`, on: { change: (e) => this.set("set", name, e.target.value) } });
      return make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, kind), make("td", {}, field));
    }));
    $("visits").tBodies[0].replaceChildren(...view.visits.map(([name, count]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, `${count}`))));
  }

  bubble(said, open) {
    if (said.who === "note" || said.who === "fault") return make("p", { class: `note ${said.who}` }, said.text);
    if (said.who === "you") return make("div", { class: "bubble you" }, said.text);
    const box = make("div", { class: `bubble ${$("platform").selectedOptions[0]?.text ?? ""}` }, make("strong", {}, `${said.speaker}: `), ...this.marked(said));
    for (const row of said.listing) box.append(make("div", {}, row));
    let number = 0;
    const button = (label) => { const at = number++; return make("button", { type: "button", disabled: open ? undefined : "", on: { click: () => this.tap(at) } }, label); };
    for (const row of said.rows) box.append(make("div", { class: "row" }, ...row.map(button)));
    for (const menu of said.menus) {
      const first = number; number += menu.length;
      box.append(make("select", { "aria-label": "Menu", disabled: open ? undefined : "", on: { change: (e) => this.tap(first + e.target.selectedIndex - 1) } },
        make("option", {}, "Choose …"), ...menu.map((label) => make("option", {}, label))));
    }
    for (const remark of said.remarks) box.append(make("p", { class: "remark" }, remark));
    return box;
  }

  // Marks are (style, start, length) in characters.
  marked({ text, marks }) {
    const chars = [...text], tags = { bold: "b", italic: "i", quote: "q" }, out = [];
    let at = 0;
    for (const [style, start, length] of [...marks].sort((a, b) => a[1] - b[1])) {
      if (start < at) continue;
      out.push(chars.slice(at, start).join(""), make(tags[style] ?? "span", {}, chars.slice(start, start + length).join("")));
      at = start + length;
    }
    return [...out, chars.slice(at).join("")];
  }

  tap(n) {
    if (this.view.waits === "options" && this.view.options[n]) this.act({ do: "choose", option: this.view.options[n][0] });
    else if (this.view.waits === "answer") this.act({ do: "answer", text: null });
  }

  async record(over = false) {
    const asked = { file: this.file(), node: $("from").value, platform: $("platform").value, moves: this.moves, over };
    const done = await wire.ask("record", asked).catch(told);
    if (!done) return;
    if (done.file) { $("recorded").textContent = `Written: ${done.file}`; return; }
    $("recorded").replaceChildren(`${done.there} is there already. `, make("button", { type: "button", on: { click: () => this.record(true) } }, "Replace it"));
  }
}
