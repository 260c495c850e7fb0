// Batch Details: follows each change at once, with the difference; and below it what can be done with the batch now.
import { h } from "./dom.js";
import { isZero, minus, shown, signed } from "./money.js";

const COUNTS = [
  ["bills_to_create", "Bills To Create"],
  ["unbilled_tickets", "Unbilled Tickets"],
  ["hours_worked", "Hours Worked"],
];
const SUMS = [
  ["billable_amount", "Billable Amount"],
  ["tax", "Tax"],
  ["total", "Total"],
];

function differs(now, before) {
  if (before === undefined || before === null) return null;
  const gap = minus(String(now), String(before));
  return isZero(gap) ? null : signed(gap);
}

function entry(name, value, gap, unit, props) {
  return h(
    "div",
    props,
    h("dt", null, name),
    h(
      "dd",
      null,
      shown(String(value)),
      unit ? h("span", { class: "cur" }, ` ${unit}`) : null,
      gap ? h("span", { class: "gap" }, ` ${gap}`) : null,
    ),
  );
}

export class Details {
  constructor() {
    this.list = h("dl", { class: "details" });
    this.status = h("p", { role: "status", class: "told hidden" });
    this.actions = h("div", { class: "actions" });
    this.element = h(
      "aside",
      { class: "batch-details", "aria-labelledby": "details-title" },
      h("h2", { id: "details-title" }, "Batch Details"),
      this.list,
      this.status,
      this.actions,
    );
    this.before = null;
  }

  // Shows the details of an answer; what changed since the last one stands beside it until the next.
  update(details) {
    if (this.before && JSON.stringify(this.before) === JSON.stringify(details)) return;
    const old = this.before;
    this.before = details;
    const held = details.held ? [["held", "Held"]] : [];
    this.list.replaceChildren(
      ...[...COUNTS, ...held].map(([key, name]) => entry(name, details[key], differs(details[key], old?.[key]))),
      ...details.totals.flatMap((sum) => this.sums(sum, old)),
    );
    if (old) this.announce(details, old);
  }

  // What changed before is no news to what comes now.
  settle() {
    const now = this.before;
    this.before = null;
    this.update(now);
  }

  sums(sum, old) {
    const was = old?.totals.find((t) => t.currency === sum.currency);
    const zero = was ?? (old ? { billable_amount: "0", tax: "0", total: "0" } : null);
    return SUMS.map(([key, name]) =>
      entry(name, sum[key], differs(sum[key], zero?.[key]), sum.currency, { class: key }),
    );
  }

  // Read aloud once the clicking rests, not at every click.
  announce(details, old) {
    this.since ??= old;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const parts = details.totals.map((sum) => {
        const was = this.since.totals.find((t) => t.currency === sum.currency);
        const gap = differs(sum.total, was?.total ?? "0");
        return `Total ${shown(sum.total)} ${sum.currency}${gap ? ` (${gap})` : ""}`;
      });
      this.since = null;
      this.status.textContent = parts.join(", ");
    }, 400);
  }
}
