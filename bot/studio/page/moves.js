// What to do first: shown once, and again when asked for. That it was seen is known to this browser alone.
import { $ } from "/main.js";

const KEY = "alana-first-moves";

export class FirstMoves {
  constructor() {
    $("help").addEventListener("click", () => this.show($("moves").hidden));
    $("known").addEventListener("click", () => { this.show(false); $("help").focus(); });
    $("moves").addEventListener("keydown", (e) => { if (e.key === "Escape") $("known").click(); });
    this.show(!this.seen());
  }

  // A browser that keeps nothing shows them each time.
  seen() { try { return localStorage.getItem(KEY) === "seen"; } catch { return false; } }

  show(open) {
    $("moves").hidden = !open;
    $("help").setAttribute("aria-expanded", `${open}`);
    if (!open) try { localStorage.setItem(KEY, "seen"); } catch { /* it keeps nothing */ }
  }
}
