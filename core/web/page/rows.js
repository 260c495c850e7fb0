// How a contract and its items look in the list of a batch.
import { day, shortSpan, span } from "./dates.js";
import { button, h, icon, newId } from "./dom.js";
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
      "aria-label": row.contract_name,
      "aria-describedby": described,
    });
  }
  return sign({ locked: "lock", held: "held" }[row.state] ?? "none", row.contract_name, stateText(row));
}

// findings: what `check` found of this contract.
export function contractCells(line, opened, findings) {
  const { row } = line,
    name = newId();
  const told =
    row.state === "ready" || row.state === "selected"
      ? bare(row.selected_balance)
      : h("span", { class: row.state === "held" ? "bad" : "muted", title: stateText(row) }, shortState(row));
  const tips = findings?.length
    ? button(`${findings.length} to check`, () => {}, {
        class: "tip",
        data: { part: "check" },
        title: findings.map((f) => f.text).join("\n"),
      })
    : null;
  const expand =
    row.state === "empty"
      ? null
      : h(
          "button",
          {
            type: "button",
            class: "lines",
            data: { part: "open" },
            "aria-label": `Expand ${row.contract_name}`,
            "aria-expanded": String(Boolean(opened)),
          },
          icon("lines"),
        );
  return {
    kind: `contract ${row.state}${opened ? " opened" : ""}`,
    cells: [
      td("box", null, box(row, name)),
      td("open", null, expand),
      h("td", { role: "gridcell", class: "who", id: name, title: row.customer }, row.customer_name),
      h(
        "td",
        { role: "rowheader", class: "what", title: row.contract },
        h("span", { class: "text" }, row.contract_name),
        tips,
      ),
      td(
        "type",
        "Contract Type",
        row.contract_type,
        row.taxable ? h("span", { class: "taxed", title: "taxable" }, " + tax") : null,
      ),
      td("num total", "Total Balance", amount(row.total_balance, row.currency)),
      td("num selected", "Selected Balance", told),
      td(
        "more",
        null,
        button("Why", () => {}, { class: "quiet small", data: { part: "why" }, "aria-describedby": name }),
      ),
    ],
  };
}

// What an item is called: as its row reads.
export function itemName(item) {
  return [item.title ?? item.description, item.ticket, span(item.period)].filter(Boolean).join(", ");
}

function itemState(item) {
  const note = item.note ? `: ${item.note}` : "";
  if (item.state === "locked") return item.ready_on ? `until ${day(item.ready_on)}` : "locked";
  if (item.state === "held") return `held: ${item.reason ?? "cannot be priced"}`;
  if (item.state === "excluded") return `left out${note}`;
  if (item.state === "waived") return `waived${note}`;
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
    "aria-label": itemName(item),
  });
}

function itemRate(item) {
  if (!item.quantity || !item.unit_price) return item.kind;
  const unit = item.kind === "ticket" ? " h" : "";
  return `${shown(item.quantity)}${unit} × ${shown(item.unit_price)}`;
}

export function itemCells(line) {
  const item = line.child,
    told = itemState(item),
    currency = line.row.currency;
  const waive = item.state === "waived" ? "Unwaive" : item.state === "locked" || item.state === "held" ? null : "Waive";
  return {
    kind: `item ${item.state}`,
    cells: [
      td("box"),
      td("open", null, itemBox(item)),
      td("who", null, shortSpan(item.period) || day(item.date)),
      h(
        "td",
        { role: "rowheader", class: "what", title: item.item },
        h(
          "span",
          { class: "text" },
          item.title ?? item.description,
          h("span", { class: "muted" }, item.ticket ? ` ${item.ticket}` : "", ` · ${itemRate(item)}`),
        ),
      ),
      td("type", null, waive ? button(waive, () => {}, { class: "quiet small", data: { part: "waive" } }) : null),
      td("num total", "Amount", amount(item.amount, currency)),
      td(
        "num selected",
        null,
        item.overdue && !told ? h("span", { class: "tag overdue" }, "overdue") : null,
        told ? h("span", { class: "muted", title: told }, told) : bare(item.state === "due" ? "0.00" : item.amount),
      ),
      td(
        "more",
        null,
        button("Why", () => {}, { class: "quiet small", data: { part: "why" } }),
      ),
    ],
  };
}
