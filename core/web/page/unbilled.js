// Work, charges and late facts that no batch takes, what is held, meters that nobody reads.
import { command } from "./api.js";
import { empty, h } from "./dom.js";
import { whyButton } from "./items.js";
import { customerColumn, table, titled } from "./table.js";

const KINDS = {
  hours: "quantity",
  entries: "count",
  charges: "count",
  age: "count",
  amount: "money",
  quantity: "quantity",
  first: "date",
  last: "date",
  date: "date",
  last_read: "date",
};
const PARTS = [
  ["work", "Work"],
  ["charges", "Charges"],
  ["facts", "Late facts"],
  ["held", "Held"],
  ["meters", "Meters"],
];

function columns(rows) {
  const names = Object.keys(rows[0]).filter((name) => !["customer", "customer_name"].includes(name));
  const id = (row) => row.ticket ?? row.item ?? row.contract;
  return [
    customerColumn(),
    ...names.map((name) => ({ name, title: titled(name), kind: KINDS[name] })),
    {
      name: "why",
      title: "Why",
      of: (row) => id(row) && whyButton(id(row)),
    },
  ];
}

export async function unbilledView() {
  const answer = await command("unbilled", "--meters").catch(() => command("unbilled"));
  const parts = PARTS.filter(([key]) => answer[key]?.length);
  return {
    title: "Unbilled",
    element: h(
      "section",
      null,
      h("h1", null, "Unbilled"),
      h("p", { class: "muted" }, "What was done and is in no batch, with the reason."),
      parts.map(([key, title]) => [
        h("h2", null, `${title} (${answer[key].length})`),
        table(title, columns(answer[key]), answer[key], { most: 300 }),
      ]),
      parts.length ? null : empty("Everything is billed or due", "No work, no charge and no late fact is left behind."),
    ),
  };
}
