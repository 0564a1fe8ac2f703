// The graph of one file: only what is in sight is drawn, however many nodes there are.
import { $, count, wire } from "/main.js";

const svg = (tag, attributes = {}, ...inside) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
};
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

export class Graph {
  constructor(go) {
    this.go = go; this.shape = null; this.view = { x: 0, y: 0, k: 1 }; this.here = ""; this.file = "";
    this.layer = svg("g");
    this.svg = svg("svg", { role: "presentation" }, this.layer);
    $("graph").append(this.svg);
    $("closer").addEventListener("click", () => this.zoom(1.3));
    $("farther").addEventListener("click", () => this.zoom(1 / 1.3));
    $("whole").addEventListener("click", () => this.whole());
    this.listen($("graph"));
    new ResizeObserver(() => this.draw()).observe($("graph"));
  }

  listen(place) {
    place.addEventListener("wheel", (e) => { e.preventDefault(); this.zoom(e.deltaY < 0 ? 1.15 : 1 / 1.15, e.offsetX, e.offsetY); }, { passive: false });
    let from = null;
    place.addEventListener("pointerdown", (e) => { from = { x: e.clientX - this.view.x, y: e.clientY - this.view.y }; });
    place.addEventListener("pointermove", (e) => { if (from && e.buttons) { this.view.x = e.clientX - from.x; this.view.y = e.clientY - from.y; this.soon(); } });
    addEventListener("pointerup", () => { from = null; });
    place.addEventListener("keydown", (e) => {
      const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
      if (step) { this.view.x += step[0]; this.view.y += step[1]; this.draw(); e.preventDefault(); }
      if (e.key === "+") this.zoom(1.3);
      if (e.key === "-") this.zoom(1 / 1.3);
    });
  }

  async load(file) {
    this.shape = await wire.ask("graph", { file });
    if (file !== this.file) { this.file = file; this.whole(); } else this.draw();
  }

  size() { return [$("graph").clientWidth || 400, $("graph").clientHeight || 300]; }

  whole() {
    if (!this.shape) return;
    const [w, h] = this.size();
    const k = Math.max(Math.min(1, w / (this.shape.width + 40), h / (this.shape.height + 40)), 0.25);
    this.view = { x: 20, y: 20, k };
    this.draw();
  }

  zoom(by, x, y) {
    const [w, h] = this.size(), k = Math.min(Math.max(this.view.k * by, 0.1), 3), f = k / this.view.k;
    x ??= w / 2; y ??= h / 2;
    this.view = { x: x - (x - this.view.x) * f, y: y - (y - this.view.y) * f, k };
    this.draw();
  }

  mark(node) {
    this.here = node;
    const box = this.shape?.boxes.find((each) => each[0] === node);
    if (box) {
      const [w, h] = this.size();
      this.view.x = w / 2 - (box[1] + box[3] / 2) * this.view.k;
      this.view.y = h / 3 - box[2] * this.view.k;
    }
    this.draw();
  }

  soon() { if (!this.due) this.due = requestAnimationFrame(() => { this.due = 0; this.draw(); }); }

  draw() {
    if (!this.shape) return;
    const { x, y, k } = this.view, [w, h] = this.size();
    const seen = ([, bx, by, bw, bh]) => bx * k + x < w && (bx + bw) * k + x > 0 && by * k + y < h && (by + bh) * k + y > 0;
    const boxes = new Map(this.shape.boxes.map((box) => [box[0], box]));
    const focused = document.activeElement?.dataset?.node;
    const parts = [];
    for (const [a, b, kind, label, bends] of this.shape.ways) {
      const from = boxes.get(a), to = boxes.get(b);
      if (!from || !to || !(seen(from) || seen(to))) continue;
      const points = bends.length ? bends : [[from[1] + from[3] / 2, from[2] + from[4]], [to[1] + to[3] / 2, to[2]]];
      parts.push(svg("path", { class: kind, d: "M" + points.map((p) => p.join(" ")).join("L") }, svg("title", {}, label || kind)));
    }
    for (const box of this.shape.boxes) if (seen(box)) parts.push(this.box(box));
    this.layer.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    this.layer.replaceChildren(...parts);
    if (focused) this.layer.querySelector(`[data-node="${CSS.escape(focused)}"]`)?.focus();
  }

  box([name, x, y, w, h]) {
    const spot = this.shape.spots[name], bare = name.replace(/^→ /, "");
    const wrong = spot?.marks.some((mark) => mark === "dead end" || mark === "never reached");
    const kinds = [spot ? spot.reach : "other", wrong ? "wrong" : "", bare === this.here ? "here" : ""].join(" ");
    const said = spot ? `${bare}, ${count(spot.lines, "line")}, ${count(spot.rows.length, "option")} ${spot.marks.join(", ")}` : `${bare}, in another file`;
    const act = () => this.go(bare);
    const group = svg("g", { class: kinds, transform: `translate(${x} ${y})`, role: "button", tabindex: "0", "aria-label": said, "data-node": name },
      svg("rect", { width: w, height: h, rx: 7 }), svg("text", { x: 10, y: 18, class: "name" }, cut(name, 30)));
    group.addEventListener("click", act);
    group.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); act(); } });
    if (spot) {
      const people = spot.people === null ? "" : ` · ${spot.people} people`;
      group.append(svg("text", { x: 10, y: 36, class: "small" }, `${spot.title ? `${cut(spot.title, 26)} · ` : ""}${[`${count(spot.lines, "line")}${people}`, ...spot.marks].join(" · ")}`));
      spot.rows.forEach(([text, condition, reach], n) => group.append(
        svg("text", { x: 10, y: 54 + 18 * n }, `${{ all: "●", none: "○" }[reach] ?? "·"} ${cut(text, condition ? 24 : 30)}${condition ? " ◇" : ""}`, svg("title", {}, condition ? `${text} ◇ ${condition}` : text))));
    }
    return group;
  }
}
