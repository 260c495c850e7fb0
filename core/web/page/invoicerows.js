// How documents look in a list, and how one is printed.
import { day } from "./dates.js";
import { button, h, link, newId } from "./dom.js";
import { only } from "./me.js";
import { isNegative, shown } from "./money.js";

// The columns of a list of documents; a batch shows fewer, for it has one date.
export const ALL = ["invoice", "customer", "state", "date", "due", "tax", "total", "open"];
export const OF_BATCH = ["invoice", "customer", "state", "tax", "total"];

const TITLES = {
  invoice: "Invoice",
  customer: "Customer Name",
  state: "State",
  date: "Date",
  due: "Due",
  tax: "Tax",
  total: "Total",
  open: "Open",
};
const MONEY = new Set(["tax", "total", "open"]);

export function invoiceHead(columns) {
  const head = (name, inside) =>
    h("th", { role: "columnheader", scope: "col", class: MONEY.has(name) ? `${name} num` : name }, inside);
  return [...columns.map((name) => head(name, TITLES[name])), head("more", h("span", { class: "hidden" }, "Buttons"))];
}

// One word for what a document is now.
export function invoiceState(row) {
  if (row.state !== "final") return row.state;
  if (row.kind === "credit") return "credit";
  if (row.credited_by?.length) return "credited";
  return row.payment === "paid" ? "paid" : row.payment === "part" ? "part paid" : "final";
}

function money(text, currency) {
  if (text === null || text === undefined) return h("span", { class: "muted" }, "–");
  return h(
    "span",
    { class: isNegative(text) ? "negative" : null },
    shown(text),
    h("span", { class: "cur" }, ` ${currency}`),
  );
}

function valueOf(name, row) {
  const state = invoiceState(row);
  if (name === "invoice")
    return link(row.invoice, `/invoice/${encodeURIComponent(row.invoice)}`, { data: { part: "number" } });
  if (name === "customer") return h("span", { class: "two" }, row.customer_name);
  if (name === "state") return h("span", { class: `tag ${state.replace(" ", "-")}` }, state);
  if (MONEY.has(name)) return money(row[name], row.currency);
  return day(name === "due" ? row.due_date : row.date) || "–";
}

// remove: drafts can be deleted here.
export function invoiceCells(row, columns, { remove } = {}) {
  const who = newId(),
    draft = row.state === "draft";
  const press = (name, part, disabled) =>
    button(name, () => {}, { class: "small", disabled, data: { part }, "aria-describedby": who });
  const cell = (name) => {
    const whose = name === "customer" ? { id: who, title: row.customer } : null,
      role = name === "invoice" ? "rowheader" : "gridcell";
    return h(
      "td",
      { role, class: MONEY.has(name) ? `${name} num` : name, data: { label: TITLES[name] }, ...whose },
      valueOf(name, row),
    );
  };
  return {
    kind: `invoice ${row.state}`,
    cells: [
      ...columns.map(cell),
      h(
        "td",
        { role: "gridcell", class: "more" },
        press("View", "view", draft),
        press("Print", "print", draft),
        draft && remove ? only("batch delete", press("Delete", "delete")) : null,
      ),
    ],
  };
}

// Prints the document itself, not the page round it.
export function printInvoice(invoice) {
  document.getElementById("printed")?.remove();
  const frame = h("iframe", {
    id: "printed",
    title: `Invoice ${invoice}, to be printed`,
    src: `/document/${encodeURIComponent(invoice)}`,
    class: "offstage",
    "aria-hidden": "true",
    tabindex: "-1",
  });
  frame.addEventListener("load", () => {
    frame.contentWindow.focus();
    frame.contentWindow.print();
  });
  document.body.append(frame);
}
