// Reports: a chart of each currency, and the table that the command answers.
import { command } from "./api.js";
import { bars, chart } from "./chart.js";
import { choice, empty, field, h, link } from "./dom.js";
import { larger } from "./money.js";
import { note, place, show } from "./router.js";
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

// The form of a report's options; each change has its address.
function form(report, query) {
  const { by, range, to } = REPORTS[report],
    put = (name, value) => {
      const next = new URLSearchParams({ ...query, [name]: value });
      if (!value) next.delete(name);
      note(`/reports/${report}${next.size ? `?${next}` : ""}`);
      show({ scroll: window.scrollY });
    };
  const date = (name, label) =>
    field(
      label,
      h("input", { type: "date", value: query[name] ?? "", on: { change: (event) => put(name, event.target.value) } }),
    );
  return h(
    "form",
    { class: "filters", on: { submit: (event) => event.preventDefault() } },
    by
      ? field(
          "By",
          choice(
            by.map((b) => [b, b]),
            query.by ?? by[0],
            { on: { change: (event) => put("by", event.target.value) } },
          ),
        )
      : null,
    range ? date("from", "From") : null,
    range || to ? date("to", range ? "To" : "On") : null,
  );
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
  for (const row of answer.rows) {
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

export async function reportView({ names }) {
  const report = REPORTS[names.report] ? names.report : "revenue",
    { query } = place();
  const words = ["from", "to", "by"].flatMap((name) => (query[name] ? [`--${name}`, query[name]] : []));
  const answer = await command("report", report, ...words).catch((failure) => failure),
    bad = answer instanceof Error;
  return {
    title: REPORTS[report].title,
    element: h(
      "section",
      null,
      h("h1", null, "Reports"),
      tabs(report),
      form(report, query),
      bad
        ? empty("Not here", answer.message)
        : answer.rows.length
          ? [
              h("div", { class: "charts" }, charts(report, answer)),
              table(REPORTS[report].title, columnsOf(answer), answer.rows),
            ]
          : empty("Nothing to report", "No document of this time has anything to say here."),
    ),
  };
}
