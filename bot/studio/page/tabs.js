// Reports: coverage by plans, translations side by side, the funnel of a database, what publishing would do.
import { $, count, make, wire } from "/main.js";

export class Reports {
  constructor(goto) { this.goto = goto; this.languages = []; this.language = ""; }

  async show(name) {
    $(name).replaceChildren(make("p", { role: "status" }, "Looking …"));
    try { $(name).replaceChildren(...(await this[name]())); }
    catch (error) { $(name).replaceChildren(make("h2", {}, $(name).getAttribute("aria-label")), make("p", {}, error.message)); }
  }

  async coverage() {
    const found = await wire.ask("coverage");
    const figures = Object.entries(found.figures).map(([what, [hit, all]]) => `${what} ${hit} of ${all}`).join(", ");
    const rows = found.missed.map(([kind, file, line, text]) => make("tr", {}, make("td", {}, kind),
      make("td", {}, make("button", { type: "button", on: { click: () => this.goto(file, line) } }, `${file.split("/").pop()}:${line}`)), make("td", {}, text)));
    return [make("h2", {}, "Coverage by plans"), make("p", {}, found.plans.length ? `${count(found.plans.length, "plan")} ${found.plans.length === 1 ? "reaches" : "reach"} ${figures}.` : "There are no plans yet: record a talk as one."),
      ...found.wrong.map((line) => make("p", { class: "missing" }, line)),
      ...(rows.length ? [this.table("Never reached", ["What", "Where", "Text"], rows)] : [])];
  }

  async translations() {
    if (!this.languages.length) throw new Error("the project names no other language: alana strings update --language de adds one");
    this.language ||= this.languages[0];
    const rows = await wire.ask("translations", { language: this.language });
    const has = (state) => rows.filter((row) => row.state === state).length;
    const choice = make("select", { on: { change: (e) => { this.language = e.target.value; this.show("translations"); } } },
      ...this.languages.map((code) => make("option", code === this.language ? { selected: "" } : {}, code)));
    const only = rows.filter((row) => row.state !== "done"), some = (only.length ? only : rows).slice(0, 500);
    return [make("h2", {}, "Translations"), make("label", {}, "Language ", choice),
      make("p", {}, `${has("done")} of ${rows.length} texts are done, ${has("changed")} changed, ${has("missing")} missing. Shown: ${only.length ? "what is to do" : "all"}${some.length === 500 ? ", the first 500" : ""}.`),
      this.table("Side by side", ["State", "Base", this.language], some.map((row) => make("tr", {}, make("td", { class: row.state }, row.state), make("td", {}, row.base), make("td", { lang: this.language }, row.text))))];
  }

  // By evening and revision of its script: the present one is open, earlier ones can be opened.
  async funnel() {
    const found = await wire.ask("funnel");
    this.least = found.hidden_below;
    const evenings = found.evenings.filter((each) => each.revisions.length);
    return [make("h2", {}, "How far people come"),
      make("p", {}, `${this.told(found.people)} people are known. Counts are rounded down to fives; groups under ${this.least} people are hidden.`),
      ...(evenings.length ? evenings.flatMap((each) => this.evening(each)) : [make("p", {}, "Nobody has come to a question of these scripts yet.")])];
  }

  told(count) { return count === null ? `<${this.least}` : `${count}`; }

  evening(each) {
    return [make("h3", {}, each.name), make("p", {}, `${this.told(each.begun)} began, ${this.told(each.finished)} finished`),
      ...each.revisions.map((revision, n) => make("details", { open: n ? undefined : "" },
        make("summary", {}, revision.now ? "The script as it is now" : `An earlier revision, ${revision.digest.slice(0, 8)}`), this.steps(revision)))];
  }

  steps({ questions }) {
    const most = Math.max(...questions.map((each) => each.reached ?? 0), 1);
    const rows = questions.map((each) => make("tr", {}, make("th", { scope: "row" }, each.words),
      make("td", {}, this.told(each.reached), " ", make("meter", { max: most, value: each.reached ?? 0, "aria-hidden": "true" })),
      make("td", {}, ...each.chose.flatMap(({ words, people }, n) => [...(n ? [make("br")] : []), `${this.told(people)} · ${words}`])),
      make("td", {}, this.told(each.left))));
    return this.table("Question by question", ["Question", "Reached", "Chose", "Left here"], rows);
  }

  async impact() { return [make("h2", {}, "What publishing does to people"), make("pre", {}, (await wire.ask("impact")).join("\n"))]; }

  table(caption, heads, rows) {
    return make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows));
  }
}
