// How documents look in a list, and how one is printed.
import { day } from "./dates.js";
import { button, h, link, newId } from "./dom.js";
import { isNegative, shown } from "./money.js";

export function invoiceHead({ buttons }) {
  const names = [["Invoice"], ["Customer Name"], ["State"], ["Date"], ["Due"], ["Tax", "num"], ["Total", "num"], ["Open", "num"]];
  const cells = names.map(([name, kind]) => h("th", { role: "columnheader", scope: "col", class: [name.toLowerCase().replace(" ", "-"), kind].join(" ") }, name));
  if (buttons) cells.push(h("th", { role: "columnheader", scope: "col", class: "more" }, h("span", { class: "hidden" }, "Buttons")));
  return cells;
}

// One word for what a document is now.
export function invoiceState(row) {
  if (row.state !== "final") return row.state;
  if (row.kind === "credit") return "credit";
  if (row.credited_by?.length) return "credited";
  return row.payment === "paid" ? "paid" : row.payment === "part" ? "part paid" : "final";
}

function cell(name, label, ...content) {
  return h("td", { role: "gridcell", class: name, data: label ? { label } : null }, content);
}

function money(text, currency) {
  if (text === null || text === undefined) return h("span", { class: "muted" }, "–");
  return h("span", { class: isNegative(text) ? "negative" : null }, shown(text), h("span", { class: "cur" }, ` ${currency}`));
}

// remove: drafts can be deleted here.
export function invoiceCells(row, { buttons, remove }) {
  const who = newId(), state = invoiceState(row), draft = row.state === "draft";
  const more = buttons ? [cell("more", null,
    button("View", () => {}, { class: "small", disabled: draft, data: { part: "view" }, "aria-describedby": who }),
    button("Print", () => {}, { class: "small", disabled: draft, data: { part: "print" }, "aria-describedby": who }),
    draft && remove ? button("Delete", () => {}, { class: "small", data: { part: "delete" }, "aria-describedby": who }) : null)] : [];
  return { kind: `invoice ${row.state}`, cells: [
    h("td", { role: "rowheader", class: "invoice" }, link(row.invoice, `/invoice/${encodeURIComponent(row.invoice)}`, { data: { part: "number" } })),
    h("td", { role: "gridcell", class: "customer-name", id: who, title: row.customer }, row.customer_name),
    cell("state", null, h("span", { class: `tag ${state.replace(" ", "-")}` }, state)),
    cell("date", "Date", day(row.date) || "–"), cell("due", "Due", day(row.due_date) || "–"),
    cell("num tax", "Tax", money(row.tax, row.currency)), cell("num total", "Total", money(row.total, row.currency)),
    cell("num open", "Open", money(row.open, row.currency)), ...more,
  ] };
}

// Prints the document itself, not the page round it.
export function printInvoice(invoice) {
  document.getElementById("printed")?.remove();
  const frame = h("iframe", { id: "printed", title: `Invoice ${invoice}, to be printed`, src: `/document/${encodeURIComponent(invoice)}`, class: "offstage", "aria-hidden": "true", tabindex: "-1" });
  frame.addEventListener("load", () => {
    frame.contentWindow.focus();
    frame.contentWindow.print();
  });
  document.body.append(frame);
}
