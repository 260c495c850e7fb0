// A plain table of an answer's rows: columns say how a value is shown.
import { day } from "./dates.js";
import { h, link } from "./dom.js";
import { isNegative, shown } from "./money.js";

const NUMBERS = new Set(["money", "count", "quantity", "price", "percent"]);

// "customer_name" as a heading.
export function titled(name) {
  const text = name
    .replaceAll("_", " ")
    .replace(/days (\d+) (\d+)/, "$1–$2 days")
    .replace("over 90", "over 90 days");
  return text[0].toUpperCase() + text.slice(1);
}

export function isNumber(kind) {
  return NUMBERS.has(kind);
}

// A value as its kind is shown.
export function value(v, kind) {
  if (v === null || v === undefined || v === "") return h("span", { class: "muted" }, "–");
  if (kind === "date") return day(v);
  if (kind === "contract") return h("span", null, v);
  if (kind === "customer") return link(v.name, `/customer/${encodeURIComponent(v.id)}`);
  if (kind === "invoice") return link(v, `/invoice/${encodeURIComponent(v)}`);
  if (isNumber(kind)) return h("span", { class: isNegative(String(v)) ? "negative" : null }, shown(String(v)));
  return v instanceof Node ? v : String(v);
}

const cls = (c) => (isNumber(c.kind) ? "num" : { date: "when", time: "when" }[c.kind]);

// The first cell of a row is its head.
function cell(c, row, i) {
  const props = { class: cls(c), data: { label: c.title ?? titled(c.name) } };
  return h(i ? "td" : "th", i ? props : { ...props, scope: "row" }, value(c.of ? c.of(row) : row[c.name], c.kind));
}

// columns: [{name, title, kind, of(row)}]. Rows past `most` are counted, not shown.
export function table(caption, columns, rows, { most = 500, foot = null } = {}) {
  const heads = columns.map((c) => h("th", { scope: "col", class: cls(c) }, c.title ?? titled(c.name))),
    lines = rows.slice(0, most).map((row) => h("tr", null, columns.map((c, i) => cell(c, row, i))));
  const made = h(
    "table",
    { class: "plain" },
    h("caption", { class: "hidden" }, caption),
    h("thead", null, h("tr", null, heads)),
    h("tbody", null, lines),
    foot,
  );
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    made,
    rows.length > most ? h("p", { class: "muted" }, `${rows.length - most} more; the command line shows all`) : null,
  );
}

export function customerColumn() {
  return {
    name: "customer",
    title: "Customer",
    kind: "customer",
    of: (row) => ({ id: row.customer, name: row.customer_name ?? row.customer }),
  };
}
