// One customer: its contracts, its last invoices, what it owes.
import { command } from "./api.js";
import { h, link } from "./dom.js";
import { table } from "./table.js";
import { why } from "./items.js";
import { button } from "./dom.js";

function draw(c) {
  const ask = (row) =>
    button("Why", () => why(row.contract), { class: "quiet small", "aria-label": `Why ${row.contract_name}` });
  const accounts = (c.accounts ?? []).filter((a) => a.items?.length);
  return [
    h(
      "div",
      { class: "head" },
      h("h1", null, c.customer_name),
      h(
        "p",
        { class: "muted facts" },
        `${c.customer} · ${c.currency} · ${c.contract_count} contracts · ${c.open_tickets} open tickets`,
      ),
    ),
    h("h2", null, "Contracts"),
    table(
      `Contracts of ${c.customer_name}`,
      [
        { name: "contract_name", title: "Contract Name" },
        { name: "contract", title: "Contract" },
        { name: "contract_type", title: "Contract Type" },
        { name: "period" },
        { name: "timing" },
        { name: "start", kind: "date" },
        { name: "end", kind: "date" },
        { name: "why", title: "Why", of: ask },
      ],
      c.contracts,
    ),
    h("h2", null, "Last invoices"),
    c.last_invoices.length
      ? table(
          `Last invoices of ${c.customer_name}`,
          [
            { name: "invoice", kind: "invoice" },
            { name: "kind" },
            { name: "state" },
            { name: "date", kind: "date" },
            { name: "currency" },
            { name: "total", kind: "money" },
          ],
          c.last_invoices,
        )
      : h("p", { class: "muted" }, "None yet."),
    accounts.map((account) => [
      h("h2", null, `Open, ${account.currency}`),
      table(
        `Open of ${c.customer_name}, ${account.currency}`,
        [
          { name: "invoice", kind: "invoice" },
          { name: "date", kind: "date" },
          { name: "due_date", title: "Due", kind: "date" },
          { name: "total", kind: "money" },
          { name: "credited", kind: "money" },
          { name: "paid", kind: "money" },
          { name: "open", kind: "money" },
          { name: "days_overdue", title: "Days overdue", kind: "count" },
        ],
        account.items,
      ),
    ]),
    h("p", null, link("All invoices", `/invoices?customer=${encodeURIComponent(c.customer)}`)),
  ];
}

export async function customerView({ names }) {
  const answer = await command("customer", "show", names.customer);
  return { title: answer.customer_name, element: h("section", null, draw(answer)) };
}
