// A treegrid over a list of any length, of which at most sixty rows are in the document. Rows are kept while they show the
// same, so that focus and what a screen reader stands on survive; a row that is drawn anew has its focus given back.
import { commandNow } from "./api.js";
import { h } from "./dom.js";
import { GridKeys } from "./gridkeys.js";
import { Lines, WINDOW } from "./lines.js";
import { attempt } from "./shell.js";

const MOST = 60,
  PAPER = 2000;

export class Grid {
  // label: its name; kind: its class; head: the <thead>'s cells; load(from, count, ask): a window's answer;
  // keyOf(row), childKey(child); drawRow(line, grid), drawChild(line, grid): cells; came(answer): a window came;
  // toggle(line, box, range): a box was clicked; children(row): its children; key(letter, line): a key of the list's
  // own. What has no boxes, or no children, names none of theirs.
  constructor(how) {
    this.how = how;
    this.lines = new Lines(how.keyOf);
    this.drawn = new Map();
    this.active = null;
    this.turn = 0;
    this.height = 44;
    this.body = h("tbody", { role: "rowgroup" });
    this.above = h("tr", { class: "space", "aria-hidden": "true" }, h("td", { colspan: how.head.length }));
    this.below = this.above.cloneNode(true);
    this.foot = h("tfoot", { role: "rowgroup" });
    this.head = h("thead", { role: "rowgroup" }, h("tr", { role: "row", "aria-rowindex": "1" }, how.head));
    this.table = h(
      "table",
      { role: how.opens ? "treegrid" : "grid", "aria-label": how.label, class: `grid ${how.kind}`, tabindex: "-1" },
      this.head,
      this.body,
      this.foot,
    );
    this.keys = new GridKeys(this);
    this.draw = this.draw.bind(this);
    this.later = () => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(this.draw);
    };
  }

  start() {
    window.addEventListener("scroll", this.later, { passive: true });
    window.addEventListener("resize", this.later);
    window.addEventListener("beforeprint", (this.printing = () => this.drawAll()));
    window.addEventListener("afterprint", this.later);
  }

  stop() {
    this.turn++;
    window.removeEventListener("scroll", this.later);
    window.removeEventListener("resize", this.later);
    window.removeEventListener("beforeprint", this.printing);
    window.removeEventListener("afterprint", this.later);
  }

  // Another list: other filters, other order.
  reset() {
    this.active = null;
    return this.reload(true);
  }

  // Shows a first window that came already: what is in sight at once, the rows round it after that frame.
  prime(answer) {
    this.lines.take(0, answer.rows, answer.matching);
    this.how.came(answer);
    this.fresh = true;
    this.draw();
    this.fresh = false;
    requestAnimationFrame(() => setTimeout(this.draw));
  }

  // The same list, as it is now: first what is seen, the rest as it is scrolled to. Open rows ask for their children. Until all
  // of it is here lines are what is drawn: a click meant the row that was seen.
  async reload(another = false) {
    const turn = ++this.turn,
      { first, last } = this.seen();
    const seen = [...new Set([first, last].map((line) => Math.floor((another ? line : this.lines.at(line).n) / WINDOW)))];
    const answers = await Promise.all(seen.map((c) => this.how.load(c * WINDOW, WINDOW)));
    const children = another ? new Map() : await this.childrenNow();
    if (turn !== this.turn) return false;
    if (another) this.lines.opened = [];
    this.lines.chunks.clear();
    answers.forEach((answer, i) => this.lines.take(seen[i], answer.rows, answer.matching));
    for (const [key, list] of children) this.lines.renew(key, list);
    this.how.came(answers[0]);
    // A box that somebody clicked shows what the server made of it, though its row stayed as it was.
    for (const { box, on } of this.drawn.values()) if (box) box.checked = on;
    this.draw();
    return true;
  }

  // Of each open row, by its key; null where it has none any more.
  async childrenNow() {
    const keys = this.lines.opened.map((open) => open.key);
    const lists = await Promise.all(keys.map((key) => this.how.children(key).catch(() => null)));
    return new Map(keys.map((key, i) => [key, lists[i]]));
  }

  // Where rows come out below what sticks to the top: the bar, and the head where there is one.
  top() {
    const head = this.head.offsetHeight;
    return document.getElementById("bar").offsetHeight + (head > 2 ? head : 0);
  }

  // Which lines the window of the browser holds.
  seen() {
    // Nobody scrolled a list that is fresh, and to ask where it stands would lay out the page for nothing.
    const top = this.body.isConnected && !this.fresh ? this.top() - this.body.getBoundingClientRect().top : 0;
    const first = Math.max(0, Math.floor(top / this.height));
    return { first, last: first + Math.ceil(window.innerHeight / this.height) };
  }

  range(printing) {
    const total = this.lines.count();
    if (printing === true) return { first: 0, last: Math.min(total, PAPER) };
    const { first, last } = this.seen(),
      most = this.fresh ? Math.min(MOST, last) : MOST,
      beyond = Math.max(0, Math.floor((most - (last - first)) / 2));
    const from = Math.max(0, Math.min(first - beyond, total - most));
    return { first: from, last: Math.min(total, from + most), sight: first && first + 1 };
  }

  draw(printing) {
    if (!this.body.isConnected) return;
    const { first, last, sight } = this.range(printing),
      wanted = [];
    for (let i = first; i < last; i++) {
      const line = this.lines.at(i);
      if (printing === true && !line.row) break;
      wanted.push(this.rowFor(line, i));
    }
    const lost = this.place(wanted);
    this.measure(first, last);
    this.table.setAttribute("aria-rowcount", String(this.lines.count() + 1));
    this.rove(sight);
    this.refocus(lost);
    this.fetch(first, last);
  }

  // The row of a line: the one that is there, where it would look the same.
  rowFor(line, i) {
    const key = this.keyOf(line),
      looks = JSON.stringify([line.row, line.child, this.lines.isOpen(key) ? 1 : 0]);
    let kept = this.drawn.get(key);
    if (!kept || kept.looks !== looks) {
      const cells = line.child
        ? this.how.drawChild(line, this)
        : line.row
          ? this.how.drawRow(line, this)
          : this.waiting();
      const element = h(
          "tr",
          { role: "row", class: `line ${cells.kind ?? ""}`, data: { key }, tabindex: "-1" },
          cells.cells,
        ),
        box = element.querySelector("[data-part=box]");
      kept = { looks, element, box, on: box?.checked };
      this.drawn.set(key, kept);
    }
    this.number(kept.element, line, i);
    return kept.element;
  }

  // On paper stand all rows, up to so many. The print waits for nothing, so those that did not come yet are waited for.
  drawAll() {
    const { lines, how } = this;
    if (lines.missing(0, Math.min(lines.matching, PAPER) - 1).length) {
      const { rows, matching } = how.load(0, PAPER, commandNow);
      for (let c = 0; c * WINDOW < rows.length; c++) lines.take(c, rows.slice(c * WINDOW, (c + 1) * WINDOW), matching);
    }
    this.draw(true);
  }

  waiting() {
    return { kind: "waiting", cells: [h("td", { role: "gridcell", colspan: this.how.head.length }, "…")] };
  }

  number(element, line, i) {
    element.setAttribute("aria-rowindex", String(i + 2));
    if (this.how.opens) {
      element.setAttribute("aria-level", line.child ? "2" : "1");
      element.setAttribute("aria-posinset", String((line.child ? line.at : line.n) + 1));
      element.setAttribute("aria-setsize", String(line.child ? line.of : this.lines.matching));
    }
    element.dataset.line = i;
    if (!line.child && line.row && this.how.opens?.(line.row)) {
      element.setAttribute("aria-expanded", String(Boolean(this.lines.isOpen(this.how.keyOf(line.row)))));
    }
  }

  keyOf(line) {
    if (!line.row) return `wait-${line.n}`;
    return line.child ? `${this.how.keyOf(line.row)}/${this.how.childKey(line.child)}` : this.how.keyOf(line.row);
  }

  // Puts the rows into the document, moving none that stays. Answers what had the focus and went.
  place(wanted) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
    const row = focused?.closest("tr"),
      had = row && { key: row.dataset.key, line: row.dataset.line, part: focused.dataset.part };
    const stay = new Set([this.above, ...wanted, this.below]);
    for (const child of [...this.body.children]) if (!stay.has(child)) child.remove();
    [this.above, ...wanted, this.below].forEach((row, i) => {
      if (this.body.children[i] !== row) this.body.insertBefore(row, this.body.children[i] ?? null);
    });
    for (const [key, kept] of this.drawn) if (!stay.has(kept.element)) this.drawn.delete(key);
    return focused && !this.body.contains(document.activeElement) ? had : null;
  }

  // The height of rows is asked for last: the page is then laid out once, where it is as it was.
  measure(first, last) {
    const after = Math.max(0, this.lines.count() - last);
    this.above.hidden = first === 0;
    this.below.hidden = after === 0;
    this.reserve(first, after);
    const height = this.body.querySelector("tr.line")?.getBoundingClientRect().height;
    if (!height || height === this.height) return;
    this.height = height;
    this.reserve(first, after);
  }

  // Room for the rows that are not in the document.
  reserve(before, after) {
    this.above.firstChild.style.height = `${before * this.height}px`;
    this.below.firstChild.style.height = `${after * this.height}px`;
  }

  // Exactly one row can be reached by Tab, and its controls: the one that somebody is at, else the first from a line on.
  rove(sight = 0) {
    const rows = [...this.body.querySelectorAll("tr.line")];
    const one =
      rows.find((row) => row.dataset.key === this.active) ??
      rows.find((row) => Number(row.dataset.line) >= sight) ??
      rows[0];
    for (const row of rows) {
      const tab = row === one ? "0" : "-1";
      row.setAttribute("tabindex", tab);
      for (const control of row.querySelectorAll("[data-part]")) control.setAttribute("tabindex", tab);
    }
  }

  refocus(had) {
    if (!had) return;
    // A row that was waited for has another name now, and the same place.
    const row =
      this.body.querySelector(`tr[data-key="${CSS.escape(had.key)}"]`) ??
      this.body.querySelector(`tr[data-line="${had.line}"]`);
    const part = had.part && row?.querySelector(`[data-part="${had.part}"]:not(:disabled)`);
    (part || row || this.table).focus({ preventScroll: true });
  }

  // Asks for windows that are seen and not here, once the scrolling rests.
  fetch(first, last) {
    const rows = [this.lines.at(first).n, this.lines.at(Math.max(first, last - 1)).n];
    const missing = this.lines.missing(Math.min(...rows), Math.max(...rows));
    clearTimeout(this.resting);
    if (missing.length) this.resting = setTimeout(() => Promise.all(missing.map((c) => this.load(c))).then(() => this.draw()), 60);
  }

  async load(chunk) {
    const turn = this.turn;
    const answer = await this.how.load(chunk * WINDOW, WINDOW).catch(() => null);
    if (!answer || turn !== this.turn) return;
    this.lines.take(chunk, answer.rows, answer.matching);
  }

  async openRow(line) {
    const key = this.how.keyOf(line.row);
    let children = null;
    await attempt(async () => {
      children = await this.how.children(key);
    }, false);
    if (!children || !this.lines.open(key, children)) return;
    this.how.openChanged?.(
      this.lines.opened.map((o) => o.key),
      key,
    );
    this.draw();
  }

  closeRow(line) {
    this.lines.close(this.how.keyOf(line.row));
    this.how.openChanged?.(
      this.lines.opened.map((o) => o.key),
      null,
    );
    this.draw();
  }

  flip(line) {
    if (!line.row) return null;
    return this.lines.isOpen(this.how.keyOf(line.row)) ? this.closeRow(line) : this.openRow(line);
  }

  lineOfElement(element) {
    const row = element.closest("tr.line");
    return row ? Number(row.dataset.line) : null;
  }

  // Brings a line into sight, below the head and above the foot, and gives it the focus.
  focusLine(i, part) {
    const key = this.keyOf(this.lines.at(i));
    const top = this.body.getBoundingClientRect().top + i * this.height,
      low = window.innerHeight - this.foot.offsetHeight - this.height;
    if (top < this.top()) window.scrollBy(0, top - this.top());
    else if (top > low) window.scrollBy(0, top - low);
    this.draw();
    this.active = key;
    this.rove();
    this.refocus({ key, part });
  }
}
