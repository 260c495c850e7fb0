// The Billing page: one batch, from its boxes to its invoices.
import { command, look, options, queryText } from "./api.js";
import { BatchActions } from "./batchactions.js";
import { day } from "./dates.js";
import { Details } from "./details.js";
import { button, empty, h, link, seen } from "./dom.js";
import { Drafts } from "./drafts.js";
import { firstWindow } from "./early.js";
import { contractFilters, Filters } from "./filters.js";
import { Foot } from "./foot.js";
import { Grid } from "./grid.js";
import { adjust, findingsBox, takeEarly, waive, why } from "./items.js";
import { counted, shown } from "./money.js";
import { may, only } from "./me.js";
import { entitle, note, place } from "./router.js";
import { contractCells, headCells, itemCells } from "./rows.js";
import { attempt, change, lookBack, say, warn } from "./shell.js";
import { stateName } from "./batches.js";
import { contractWindow } from "./windows.js";

const ROWS_AT_ONCE = 1000;

// The list of contracts, while the batch is open.
class Selecting {
  constructor(batch, details, came) {
    Object.assign(this, { batch, details, came });
    this.findings = null;
    this.waiting = 0;
    this.queue = Promise.resolve();
    this.grid = this.makeGrid();
    this.count = h("p", { class: "count", id: "count", role: "status" });
    this.foot = new Foot(this.grid.foot, {
      columns: 5,
      after: 1,
      label: "contracts",
      sums: [
        ["total", "total", "Total Balance"],
        ["selected", "selected", "Selected Balance"],
      ],
    });
  }

  makeGrid() {
    return new Grid({
      label: "Contracts",
      kind: "contracts",
      head: headCells((key) => this.sorted(key)),
      load: (...window) => contractWindow(this.batch, place().query, ...window),
      keyOf: (row) => row.contract,
      childKey: (item) => item.item,
      opens: (row) => row.state !== "empty",
      drawRow: (line, grid) =>
        contractCells(line, grid.lines.isOpen(line.row.contract), this.findings?.get(line.row.contract)),
      drawChild: itemCells,
      children: async (key) => (await command("batch", "expand", key, "--batch", this.batch)).items,
      came: (answer) => this.took(answer),
      toggle: (...what) => this.toggle(...what),
      key: (key, line) => this.key(key, line),
      openChanged: (keys, last) =>
        note(location.pathname + location.search + (last ? `#${encodeURIComponent(last)}` : "")),
    });
  }

  build() {
    this.filters = new Filters(
      contractFilters,
      () => attempt(() => this.grid.reset()),
    );
    this.all = button("Select all", () => this.selectAll(), { class: "main" });
    this.none = button("Deselect all", () => this.deselectAll());
    this.check = button("Check", () => this.runCheck(), { title: "what is odd or overlooked, beside the rows" });
    this.nothing = h("div", null);
    this.grid.table.addEventListener("click", (event) => this.clicked(event));
    this.element = h(
      "div",
      { class: "selecting" },
      this.filters.form,
      h(
        "div",
        { class: "acts", role: "group", "aria-label": "Selection" },
        only("batch select", this.all),
        only("batch deselect", this.none),
        this.check,
        this.count,
        this.filters.clear,
      ),
      h("div", { class: "sheet" }, this.grid.table),
      this.nothing,
    );
    return this.element;
  }

  async shown() {
    this.grid.start();
    if (this.first) this.grid.prime(this.first);
    else await attempt(() => this.grid.reload(), false);
    this.first = null;
    const wanted = place().hash,
      at = wanted ? this.grid.lines.chunks.get(0)?.findIndex((row) => row.contract === wanted) : -1;
    if (at >= 0) await this.grid.openRow(this.grid.lines.at(this.grid.lines.lineOf(at)));
  }

  took(answer) {
    this.answer = answer;
    this.came(answer);
    const { matching, all, locked, selected, ready, selected_outside_filter: outside } = answer,
      filtered = matching !== all;
    this.all.textContent = `Select all ${shown(String(ready))}${filtered ? " that match" : ""}`;
    this.all.disabled = !ready;
    this.none.disabled = !selected;
    this.count.textContent = [
      (filtered ? `${shown(String(matching))} of ` : "") + counted(all, "contract"),
      `${shown(String(selected))} selected`,
      outside ? `${shown(String(outside))} more outside` : "",
      locked ? `${shown(String(locked))} locked` : "",
    ]
      .filter(Boolean)
      .join(" · ");
    this.foot.update(answer);
    this.grid.table.hidden = matching === 0;
    this.nothing.replaceChildren(matching === 0 ? this.emptyText(all) : "");
  }

  emptyText(all) {
    return all
      ? empty(
          "No contract matches",
          "The filters leave none of this batch's contracts.",
          button("Clear filters", () => this.filters.reset()),
        )
      : empty(
          "Nothing is due",
          "No contract has anything due on this day.",
          only("import", link("Import contracts and work", "/import")),
        );
  }

  // Runs one change after the other; what is seen is asked again once, after the last.
  async act(words, done) {
    this.waiting++;
    let answer = null;
    this.queue = this.queue.then(() =>
      attempt(async () => {
        answer = await command(words, "--batch", this.batch, "--brief");
      }),
    );
    const went = await this.queue;
    if (answer?.details) this.details.update(answer.details);
    if (--this.waiting === 0) await this.again();
    if (went && done) say(typeof done === "function" ? done(answer) : done);
    if (went) warn(answer);
    lookBack();
  }

  async again() {
    await attempt(() => look(() => this.grid.reload()), false);
  }

  toggle(line, on, between) {
    // A row of a list that is being asked for anew is nobody's yet.
    if (!line.row || !may("batch select", "batch deselect")) return null;
    if (line.child) {
      const name = line.child.title ?? line.child.description;
      return this.act(
        ["batch", on ? "include" : "exclude", line.child.item],
        on ? `${name} is taken in again.` : `${name} is left out; it comes back as overdue.`,
      );
    }
    if (between) return this.toggleRange(between, on);
    return this.act(["batch", on ? "select" : "deselect", line.row.contract]);
  }

  // All rows between two, asked from the server where they are not here; locked ones stay out, and are counted.
  async toggleRange({ from, to }, on) {
    if (to - from >= ROWS_AT_ONCE)
      return say(`More than ${ROWS_AT_ONCE} rows at once: filter, then Select all that match.`);
    await attempt(async () => {
      const window = await contractWindow(this.batch, place().query, from, to - from + 1);
      const can = window.rows.filter((row) => row.state === (on ? "ready" : "selected")),
        out = window.rows.filter((row) => row.state === "locked");
      if (can.length) await this.act(["batch", on ? "select" : "deselect", can.map((row) => row.contract)]);
      else await this.again();
      say(`${can.length} ${on ? "selected" : "deselected"}${out.length ? `; ${out.length} locked stayed out` : ""}.`);
    });
  }

  matching() {
    const { sort, ...filters } = place().query;
    return ["--matching", ...options(filters)];
  }

  selectAll() {
    return this.act(["batch", "select", ...this.matching()], (answer) => {
      const out = answer.locked ?? this.answer.locked;
      return `All that match are selected${out ? `; ${out} locked stayed out` : ""}.`;
    });
  }

  deselectAll() {
    const filtered = Object.keys(this.filters.query()).length;
    return this.act(["batch", "deselect", ...(filtered ? this.matching() : ["--all"])], "Deselected.");
  }

  async runCheck() {
    await attempt(async () => {
      const answer = await command("check", "--batch", this.batch),
        of = new Map();
      for (const f of answer.findings) if (f.of === "contract") of.set(f.row, [...(of.get(f.row) ?? []), f]);
      this.findings = of;
      this.grid.drawn.clear();
      this.grid.draw();
      say(
        `${counted(answer.errors, "error")}, ${counted(answer.warnings, "warning")}, beside the names of ${counted(of.size, "contract")}.`,
      );
    });
  }

  clicked(event) {
    const sort = event.target.closest("[data-sort]");
    if (sort) return this.sort(sort.dataset.sort);
    const part = event.target.closest("[data-part]")?.dataset.part,
      i = this.grid.lineOfElement(event.target);
    if (part && i !== null) this.part(part, this.grid.lines.at(i));
  }

  part(part, line) {
    if (part === "why") this.why(line);
    if (part === "check") findingsBox(line.row, this.findings.get(line.row.contract));
    if (part === "waive" && line.child) this.waive(line.child);
  }

  why({ row, child }) {
    if (child)
      return why(
        child.item,
        ...(may("batch adjust") && (child.state === "selected" || child.state === "due")
          ? [["Adjust its amount", () => this.changed(adjust(this.batch, child))]]
          : []),
      );
    return why(
      row.contract,
      ...(row.state === "locked" && may("batch take") ? [["Take early", () => this.changed(takeEarly(this.batch, row))]] : []),
    );
  }

  waive(item) {
    if (item.state === "waived") return this.act(["batch", "unwaive", item.item], "It is due again.");
    return this.changed(waive(this.batch, item), "Waived for good.");
  }

  // A dialog ran the command: show what is so now.
  async changed(dialog, done) {
    const answer = await dialog;
    if (!answer) return;
    if (answer.details) this.details.update(answer.details);
    await this.again();
    if (done) say(done);
    lookBack();
  }

  key(key, line) {
    if (key === "y") return this.why(line) || true;
    if (key === "w" && may("batch waive") && line.child && !["locked", "held"].includes(line.child.state))
      return this.waive(line.child) || true;
    return false;
  }

  sorted(key) {
    const { sort } = place().query;
    return sort === key ? "ascending" : sort === `-${key}` ? "descending" : null;
  }

  async sort(key) {
    const { sort, ...query } = place().query;
    const next = sort === key ? `-${key}` : sort === `-${key}` ? null : key,
      text = queryText({ ...query, sort: next });
    note(location.pathname + (text ? `?${text}` : ""));
    this.grid.head.querySelectorAll("th").forEach((th) => {
      const name = th.querySelector("[data-sort]")?.dataset.sort,
        order = name && this.sorted(name);
      if (order) th.setAttribute("aria-sort", order);
      else th.removeAttribute("aria-sort");
    });
    await attempt(() => this.grid.reset());
  }

  leave() {
    this.grid.stop();
  }
}

class BatchPage {
  constructor(batch) {
    this.batch = batch;
    this.details = new Details();
    this.actions = new BatchActions(batch, this);
    this.title = h("h1", null, "Create Billing Batch");
    this.facts = h("p", { class: "muted facts" });
    this.left = h("div", { class: "left" });
    this.element = h(
      "section",
      { class: "batch" },
      h("div", { class: "head" }, this.title, this.facts),
      h("div", { class: "split" }, this.left, this.details.element),
    );
  }

  async start() {
    const first = await firstWindow(this.batch, place().query);
    this.came(first);
    this.swap();
    this.list.first = first;
  }

  came(answer) {
    this.info = answer.batch;
    this.details.update(answer.details);
    const { name, state, as_of: asOf } = this.info;
    this.title.textContent = state === "open" ? "Create Billing Batch" : seen(name ?? "Billing Batch");
    this.facts.replaceChildren(
      `Batch ${this.batch}`,
      ` · everything due on ${day(asOf)} · `,
      h("span", { class: `tag ${state}` }, stateName(state)),
    );
    this.actions.update(this.info);
    if (this.element.isConnected) entitle(this.name());
    if (this.list && (state === "open") !== this.list instanceof Selecting) this.turn = true;
  }

  name() {
    return this.info.name ?? `Billing batch ${this.batch}`;
  }

  // The list that the state of the batch asks for: contracts with boxes, or invoices.
  swap() {
    this.turn = false;
    this.details.settle();
    this.list?.leave();
    const made =
      this.info.state === "open"
        ? new Selecting(this.batch, this.details, (answer) => this.came(answer))
        : new Drafts(this.batch, this);
    this.left.replaceChildren(made.build());
    this.list = made;
  }

  // One after the other: two at once would each put a list of their own in place.
  refresh() {
    this.refreshing = (this.refreshing ?? Promise.resolve()).catch(() => {}).then(() => this.look());
    return this.refreshing;
  }

  async look() {
    this.came(await contractWindow(this.batch, {}, 0, 1));
    const drafts = this.list instanceof Drafts;
    if (this.turn || drafts !== (this.info.state !== "open")) {
      this.swap();
      window.scrollTo(0, 0);
      await this.list.shown();
      // Who pressed a button that is gone now stands at the head of what came in its place.
      if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
    } else await this.list.again();
  }

  // A step of the batch: runs the words and shows what it led to.
  step(words, done) {
    return change([...words, "--batch", this.batch, "--brief"], done);
  }
}

export async function batchView({ names }) {
  const page = new BatchPage(names.batch);
  await page.start();
  return {
    title: page.name(),
    element: page.element,
    shown: () => page.list.shown(),
    refresh: () => page.refresh(),
    leave: () => page.list.leave(),
  };
}
