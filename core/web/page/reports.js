// Reports: a chart of each currency, and the table that the command answers.
import { command, options } from "./api.js";
import { bars, chart } from "./chart.js";
import { empty, h, latest, link, redraw } from "./dom.js";
import { Filters } from "./filters.js";
import { sentence } from "./refusals.js";
import { larger } from "./money.js";
import { place } from "./router.js";
import { customerColumn, table, titled } from "./table.js";

const REPORTS = {
  revenue: { title: "Revenue", by: ["customer", "type", "month"], parts: ["revenue"], range: true },
  aging: {
    title: "What is owed, by age",
    parts: ["not_due", "days_1_30", "days_31_60", "days_61_90", "over_90"],
    to: true,
  },
  unbilled: { title: "Unbilled work", parts: ["hours"], to: true },
  rates: { title: "What flat fees bring an hour", parts: ["rate"], range: true },
  tax: { title: "Tax", by: ["jurisdiction", "document"], parts: ["tax"], range: true },
  margin: { title: "Margin", parts: ["margin"], range: true },
  blocks: { title: "Blocks", parts: ["left"], to: true },
};

function tabs(report) {
  return h(
    "nav",
    { class: "tabs", "aria-label": "Reports" },
    Object.entries(REPORTS).map(([name, { title }]) =>
      link(title, `/reports/${name}`, { "aria-current": name === report ? "page" : null }),
    ),
  );
}

// The form of a report's options; the first way to group needs no word.
function form(report, changed) {
  const { by, range, to } = REPORTS[report],
    date = (name, label) => ({ name, label, type: "date" });
  const fields = [
    by && { name: "by", label: "By", pairs: by.map((name, i) => [i ? name : "", name]) },
    range && date("from", "From"),
    (range || to) && date("to", range ? "To" : "On"),
  ];
  return new Filters(fields.filter(Boolean), changed).form;
}

function rowLabel(row) {
  return row.contract_name
    ? `${row.customer_name}, ${row.contract_name}`
    : (row.customer_name ?? row.month ?? row.type ?? [row.tax_name, row.rate].filter(Boolean).join(" ") ?? "");
}

// A chart of each currency or unit: amounts of two are never put on one axis.
function charts(report, answer) {
  const parts = REPORTS[report].parts.filter((name) => answer.columns.some((c) => c.name === name));
  if (!parts.length) return null;
  const groups = new Map();
  // What nobody knows, such as a margin without costs, is no bar of nothing.
  for (const row of answer.rows.filter((one) => parts.some((name) => one[name] !== null))) {
    const unit = parts[0] === "hours" ? "hours" : (row.currency ?? row.unit ?? "");
    groups.set(unit, [...(groups.get(unit) ?? []), row]);
  }
  return [...groups].map(([unit, rows]) => {
    const made = bars(rows, rowLabel, parts);
    const sorted = rows[0].month
      ? made
      : made.sort((a, b) => (a.total === b.total ? 0 : larger(a.total, b.total) === a.total ? -1 : 1));
    return chart(`${REPORTS[report].title}, ${unit}`, sorted, parts.map(titled));
  });
}

function columnsOf(answer) {
  const names = new Set(answer.columns.map((c) => c.name)),
    both = names.has("customer") && names.has("customer_name");
  return answer.columns
    .filter((c) => !(both && c.name === "customer_name"))
    .map((c) =>
      both && c.name === "customer"
        ? customerColumn()
        : { name: c.name, kind: c.name === "invoice" || c.name === "document" ? "invoice" : c.kind },
    );
}

async function drawn(report) {
  const { from, to, by } = place().query,
    answer = await command("report", report, options({ from, to, by })).catch((failure) => failure);
  if (answer instanceof Error) return empty("Not here", sentence(answer.message));
  return answer.rows.length
    ? [
        h("div", { class: "charts" }, charts(report, answer)),
        table(REPORTS[report].title, columnsOf(answer), answer.rows),
      ]
    : empty("Nothing to report", "No document of this time has anything to say here.");
}

export async function reportView({ names }) {
  const report = REPORTS[names.report] ? names.report : "revenue",
    box = h("div", null),
    refresh = latest(() => drawn(report), (made) => redraw(box, made));
  await refresh();
  const { title } = REPORTS[report];
  return { title, refresh, element: h("section", null, h("h1", null, "Reports"), tabs(report), form(report, refresh), box) };
}
