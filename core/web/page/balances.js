// What is left of prepaid hours, money and tickets.
import { command } from "./api.js";
import { span } from "./dates.js";
import { empty, field, h, s } from "./dom.js";
import { note, place, show } from "./router.js";
import { table } from "./table.js";

// A bar of what is left; the number stands beside it.
function left(row) {
  const percent = /^\d+/.exec(row.left_percent ?? "")?.[0] ?? "0",
    width = Math.min(100, parseInt(percent, 10));
  const bar = s("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { class: "track", width: 100, height: 8 }), s("rect", { class: "bar", width, height: 8 }));
  return h("span", { class: "meter" }, bar, row.left_percent ?? "");
}

const quantity = (name) => ({ name, kind: "quantity" });
const COLUMNS = [
  { name: "contract_name", title: "Contract" },
  { name: "customer_name", title: "Customer" },
  { name: "unit" },
  { name: "period", of: (row) => span(row.period) },
  ...["opening", "granted", "used", "lapsed", "left"].map(quantity),
  { name: "bar", title: "Left", of: left },
  quantity("pending"),
  { name: "expires", kind: "date" },
];

function asOf(value) {
  const input = h("input", { type: "date", name: "as_of", value });
  input.addEventListener("change", () => {
    note(input.value ? `/balances?as_of=${input.value}` : "/balances");
    show();
  });
  return h("form", { class: "filters" }, field("As of", input));
}

export async function balancesView() {
  const { as_of: day = "" } = place().query,
    { answer } = await command("balance", ...(day ? ["--as-of", day] : []));
  const list = answer.length
    ? table("Balances", COLUMNS, answer)
    : empty("Nothing is prepaid",
        "Contracts of block hours, block money and ticket packs are listed here with what is left of them.");
  return { title: "Balances", element: h("section", null, h("h1", null, "Balances"), asOf(day), list) };
}
