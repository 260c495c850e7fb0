// What is left of prepaid hours, money and tickets.
import { command, options } from "./api.js";
import { shortSpan } from "./dates.js";
import { empty, h, latest, redraw, s } from "./dom.js";
import { Filters } from "./filters.js";
import { place } from "./router.js";
import { attempt } from "./shell.js";
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
  { name: "unit", kind: "time" },
  { name: "period", kind: "time", of: (row) => shortSpan(row.period) },
  ...["opening", "granted", "used", "lapsed", "left"].map(quantity),
  { name: "bar", title: "Left, %", of: left },
  quantity("pending"),
  { name: "expires", kind: "date" },
];

async function drawn() {
  const { answer } = await command("balance", options({ "as-of": place().query.as_of }));
  return answer.length
    ? table("Balances", COLUMNS, answer)
    : empty("Nothing is prepaid",
        "Contracts of block hours, block money and ticket packs are listed here with what is left of them.");
}

export async function balancesView() {
  const box = h("div", null),
    load = latest(drawn, (made) => redraw(box, made)),
    refresh = () => attempt(load),
    filters = new Filters([{ name: "as_of", label: "As of", type: "date" }], refresh);
  await load();
  return { title: "Balances", refresh, element: h("section", null, h("h1", null, "Balances"), filters.form, box) };
}
