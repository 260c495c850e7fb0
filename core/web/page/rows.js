// How a contract and its items look in the list of a batch.
import { day, shortSpan, span } from "./dates.js";
import { button, h, icon, newId } from "./dom.js";
import { may } from "./me.js";
import { isZero, shown } from "./money.js";

export function headCells(sorted) {
  const cell = (name, key, num) =>
    h(
      "th",
      { role: "columnheader", scope: "col", class: num ? "num" : null, "aria-sort": sorted(key) },
      key ? button(name, () => {}, { class: "sort", data: { sort: key } }) : name,
    );
  return [
    h("th", { role: "columnheader", scope: "col", class: "box" }, h("span", { class: "hidden" }, "Selected")),
    h("th", { role: "columnheader", scope: "col", class: "open" }, h("span", { class: "hidden" }, "Items")),
    cell("Customer Name", "customer"),
    cell("Contract Name", "contract"),
    cell("Contract Type", "type"),
    cell("Total Balance", "total", true),
    cell("Selected Balance", "selected", true),
    h("th", { role: "columnheader", scope: "col", class: "more" }, h("span", { class: "hidden" }, "More")),
  ];
}

function td(name, label, ...content) {
  return h("td", { role: "gridcell", class: name, data: label ? { label } : null }, content);
}

function amount(text, currency) {
  if (text === null) return h("span", { class: "muted" }, "–");
  return h("span", { class: isZero(text) ? "muted" : null }, shown(text), h("span", { class: "cur" }, ` ${currency}`));
}

function bare(text) {
  return h("span", { class: isZero(text) ? "muted" : null }, shown(text));
}

function shortState(row) {
  return row.state === "locked" && row.ready_on ? `until ${day(row.ready_on)}` : stateText(row);
}

// What the box says in words, for those who do not see its colour.
export function stateText(row) {
  if (row.state === "locked")
    return row.ready_on ? `open period until ${day(row.ready_on)}` : "open period without an end";
  if (row.state === "held") return `held: ${row.reason ?? "cannot be priced"}`;
  if (row.state === "empty") return "nothing due";
  return row.state;
}

// A box that cannot be clicked: drawn as a lock, and to a screen reader a box that is not available, with the reason.
function sign(name, label, text) {
  const told = newId();
  return h(
    "span",
    { class: `sign ${name}`, title: text },
    icon(name),
    h("input", { type: "checkbox", disabled: true, class: "hidden", "aria-label": label, "aria-describedby": told }),
    h("span", { class: "hidden", id: told }, text),
  );
}

function box(row, described) {
  if (row.state === "ready" || row.state === "selected") {
    return h("input", {
      type: "checkbox",
      data: { part: "box" },
      checked: row.state === "selected",
      disabled: !may("batch select", "batch deselect"),
      "aria-label": row.contract_name,
      "aria-describedby": described,
    });
  }
  return sign({ locked: "lock", held: "held" }[row.state] ?? "none", row.contract_name, stateText(row));
}

// Names may take two lines before they are cut.
function two(...text) {
  return h("span", { class: "two" }, text);
}

function expander(row, opened) {
  if (row.state === "empty") return null;
  const name = `Expand ${row.contract_name}`;
  const props = { type: "button", class: "lines", "aria-label": name, "aria-expanded": String(Boolean(opened)) };
  return h("button", { ...props, data: { part: "open" } }, icon("lines"));
}

function tip(findings) {
  if (!findings?.length) return null;
  const title = findings.map((f) => f.text).join("\n");
  return button(`${findings.length} to check`, () => {}, { class: "tip", title, data: { part: "check" } });
}

function selectedCell(row) {
  if (row.state === "ready" || row.state === "selected") return bare(row.selected_balance);
  return h("span", { class: row.state === "held" ? "bad" : "muted", title: stateText(row) }, shortState(row));
}

function whyButton(described) {
  return button("Why", () => {}, { class: "quiet small", data: { part: "why" }, "aria-describedby": described });
}

// findings: what `check` found of this contract.
export function contractCells({ row }, opened, findings) {
  const id = newId(),
    taxed = row.taxable ? h("span", { class: "taxed", title: "taxable" }, " + tax") : null;
  const cells = [
    td("box", null, box(row, id)),
    td("open", null, expander(row, opened)),
    h("td", { role: "gridcell", class: "who", id, title: row.customer }, two(row.customer_name)),
    h("td", { role: "rowheader", class: "what", title: row.contract }, two(row.contract_name, tip(findings))),
    td("type", "Contract Type", two(row.contract_type, taxed)),
    td("num total", "Total Balance", amount(row.total_balance, row.currency)),
    td("num selected", "Selected Balance", selectedCell(row)),
    td("more", null, whyButton(id)),
  ];
  return { kind: `contract ${row.state}${opened ? " opened" : ""}`, cells };
}

// What an item is called: as its row reads.
export function itemName(item) {
  return [item.title ?? item.description, item.ticket, span(item.period)].filter(Boolean).join(", ");
}

function itemState(item) {
  if (item.state === "locked") return item.ready_on ? `until ${day(item.ready_on)}` : "locked";
  if (item.state === "held") return `held: ${item.reason ?? "cannot be priced"}`;
  if (item.state === "excluded") return "left out";
  if (item.state === "waived") return "waived";
  return null;
}

function itemBox(item) {
  if (item.state === "locked" || item.state === "held" || item.state === "waived") {
    return sign({ locked: "lock", held: "held", waived: "none" }[item.state], itemName(item), itemState(item));
  }
  return h("input", {
    type: "checkbox",
    data: { part: "box" },
    checked: item.state !== "excluded",
    disabled: !may("batch exclude", "batch include"),
    "aria-label": itemName(item),
  });
}

function itemRate(item) {
  if (!item.quantity || !item.unit_price) return item.kind;
  const unit = item.kind === "ticket" ? " h" : "";
  return `${shown(item.quantity)}${unit} × ${shown(item.unit_price)}`;
}

function itemText(item) {
  const ticket = item.ticket ? h("span", { class: "muted" }, ` ${item.ticket}`) : null;
  const rate = h("span", { class: `muted${item.note ? "" : " rate"}`, title: item.note }, item.note ?? itemRate(item));
  return two(h("span", { class: "text" }, item.title ?? item.description), ticket, " ", rate);
}

function waiveButton(item) {
  if (item.state === "locked" || item.state === "held") return null;
  const name = item.state === "waived" ? "Unwaive" : "Waive";
  if (!may(`batch ${name.toLowerCase()}`)) return null;
  return button(name, () => {}, { class: "quiet small", data: { part: "waive" } });
}

// What it adds to the batch, or why it does not.
function itemSelected(item) {
  const told = itemState(item);
  if (told) return h("span", { class: "muted", title: told }, told);
  const late = item.overdue ? h("span", { class: "tag overdue" }, "overdue") : null;
  return [late, bare(item.state === "due" ? "0.00" : item.amount)];
}

export function itemCells({ row, child: item }) {
  const cells = [
    td("box"),
    td("open", null, itemBox(item)),
    td("who", null, shortSpan(item.period) || day(item.date)),
    h("td", { role: "rowheader", class: "what", title: item.item }, itemText(item)),
    td("type", null, waiveButton(item)),
    td("num total", "Amount", amount(item.amount, row.currency)),
    td("num selected", null, itemSelected(item)),
    td("more", null, whyButton()),
  ];
  return { kind: `item ${item.state}`, cells };
}
