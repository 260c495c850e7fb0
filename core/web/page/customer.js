// One customer: its contracts, its last invoices, what it owes.
import { command } from "./api.js";
import { h, link } from "./dom.js";
import { whyButton } from "./items.js";
import { counted } from "./money.js";
import { table } from "./table.js";

const CONTRACTS = [
  { name: "contract_name", title: "Contract Name" },
  { name: "contract", title: "Contract" },
  { name: "contract_type", title: "Contract Type" },
  { name: "period" },
  { name: "timing" },
  { name: "start", kind: "date" },
  { name: "end", kind: "date" },
  { name: "why", title: "Why", of: (row) => whyButton(row.contract) },
];

const INVOICES = [
  { name: "invoice", kind: "invoice" },
  { name: "kind" },
  { name: "state" },
  { name: "date", kind: "date" },
  { name: "currency" },
  { name: "total", kind: "money" },
];

const OPEN = [
  { name: "invoice", kind: "invoice" },
  { name: "date", kind: "date" },
  { name: "due_date", title: "Due", kind: "date" },
  { name: "total", kind: "money" },
  { name: "credited", kind: "money" },
  { name: "paid", kind: "money" },
  { name: "open", kind: "money" },
  { name: "days_overdue", title: "Days overdue", kind: "count" },
];

function owed(customer, account) {
  const title = `Open, ${account.currency}`;
  return [h("h2", null, title), table(`${title}, of ${customer.customer_name}`, OPEN, account.items)];
}

function draw(c) {
  const facts = `${c.customer} · ${c.currency} · ${counted(c.contract_count, "contract")} · ${counted(c.open_tickets, "open ticket")}`;
  const last = c.last_invoices.length
    ? table(`Last invoices of ${c.customer_name}`, INVOICES, c.last_invoices)
    : h("p", { class: "muted" }, "None yet.");
  return [
    h("div", { class: "head" }, h("h1", null, c.customer_name), h("p", { class: "muted facts" }, facts)),
    h("h2", null, "Contracts"),
    table(`Contracts of ${c.customer_name}`, CONTRACTS, c.contracts),
    h("h2", null, "Last invoices"),
    last,
    (c.accounts ?? []).filter((account) => account.items?.length).map((account) => owed(c, account)),
    h("p", null, link("All invoices", `/invoices?customer=${encodeURIComponent(c.customer)}`)),
  ];
}

export async function customerView({ names }) {
  const answer = await command("customer", "show", names.customer);
  return { title: answer.customer_name, element: h("section", null, draw(answer)) };
}
