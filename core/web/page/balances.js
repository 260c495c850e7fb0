// What is left of prepaid hours, money and tickets.
import { command } from "./api.js";
import { empty, field, h } from "./dom.js";
import { note, place, show } from "./router.js";
import { s } from "./dom.js";
import { span } from "./dates.js";
import { table } from "./table.js";

// A bar of what is left; the number stands beside it.
function left(row) {
  const percent = /^\d+/.exec(row.left_percent ?? "")?.[0] ?? "0",
    width = Math.min(100, parseInt(percent, 10));
  return h(
    "span",
    { class: "meter" },
    s(
      "svg",
      { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      s("rect", { class: "track", width: 100, height: 8 }),
      s("rect", { class: "bar", width, height: 8 }),
    ),
    row.left_percent ?? "",
  );
}

export async function balancesView() {
  const { query } = place(),
    answer = await command("balance", ...(query.as_of ? ["--as-of", query.as_of] : [])),
    rows = answer.answer;
  const date = h("input", {
    type: "date",
    name: "as_of",
    value: query.as_of ?? "",
    on: {
      change: () => {
        note(date.value ? `/balances?as_of=${date.value}` : "/balances");
        show();
      },
    },
  });
  return {
    title: "Balances",
    element: h(
      "section",
      null,
      h("h1", null, "Balances"),
      h("form", { class: "filters" }, field("As of", date)),
      rows.length
        ? table(
            "Balances",
            [
              { name: "contract_name", title: "Contract" },
              { name: "customer_name", title: "Customer" },
              { name: "unit" },
              { name: "period", of: (row) => span(row.period) },
              { name: "opening", kind: "quantity" },
              { name: "granted", kind: "quantity" },
              { name: "used", kind: "quantity" },
              { name: "lapsed", kind: "quantity" },
              { name: "left", kind: "quantity" },
              { name: "bar", title: "Left", of: left },
              { name: "pending", kind: "quantity" },
              { name: "expires", kind: "date" },
            ],
            rows,
          )
        : empty(
            "Nothing is prepaid",
            "Contracts of block hours, block money and ticket packs are listed here with what is left of them.",
          ),
    ),
  };
}
