// Charts: bars as inline SVG, drawn from decimal texts. The table below a chart says the same in numbers.
import { h, s } from "./dom.js";
import { larger, plus, shown, thousandths } from "./money.js";

const LABEL = 200,
  WIDE = 270,
  HIGH = 25,
  VALUE = 90;

// One bar a row, of one or several parts. rows: [{label, parts: [text], total: text}].
function drawn(title, rows) {
  const most = rows.reduce((top, row) => larger(top, row.total), "0"),
    height = rows.length * HIGH + 4;
  const bars = rows.map((row, i) => bar(row, i, most));
  return s(
    "svg",
    {
      class: "chart",
      viewBox: `0 0 ${LABEL + WIDE + VALUE} ${height}`,
      role: "img",
      "aria-label": `${title}: ${rows
        .slice(0, 5)
        .map((r) => `${r.label} ${shown(r.total)}`)
        .join(", ")}${rows.length > 5 ? ", and more in the table below" : ""}`,
    },
    s("line", { x1: LABEL, x2: LABEL, y1: 0, y2: height, class: "axis" }),
    bars,
  );
}

function bar(row, i, most) {
  const y = i * HIGH + 4,
    name = row.label.length > 27 ? `${row.label.slice(0, 26)}…` : row.label;
  let x = LABEL;
  const parts = row.parts.map((part, k) => {
    const width = (thousandths(part, most) * WIDE) / 1000,
      rect = s(
        "rect",
        { x, y: y + 2, width, height: HIGH - 8, class: `part p${k}` },
        s("title", null, `${row.label}: ${shown(part)}`),
      );
    x += width;
    return rect;
  });
  return s(
    "g",
    null,
    s("text", { x: LABEL - 8, y: y + 14, class: "name" }, name),
    parts,
    s("text", { x: x + 6, y: y + 14, class: "worth" }, shown(row.total)),
  );
}

// Which colour is what.
function legend(names) {
  const mark = (k) => s("rect", { width: 10, height: 10, class: `part p${k}` });
  return h(
    "span",
    { class: "legend" },
    names.map((name, k) => h("span", null, s("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, mark(k)), name)),
  );
}

// A chart with its legend; the longest bars, and how many more there are.
export function chart(title, rows, names = []) {
  const ordered = rows.slice(0, 15);
  return h(
    "figure",
    { class: "figure" },
    h("figcaption", null, title, names.length > 1 ? legend(names) : null),
    drawn(title, ordered),
    rows.length > ordered.length
      ? h("p", { class: "muted" }, `and ${rows.length - ordered.length} more in the table`)
      : null,
  );
}

// Rows of an answer as bars: those of one currency, the parts of one row summed.
export function bars(rows, label, parts) {
  return rows.map((row) => {
    const values = parts.map((name) => row[name] ?? "0");
    return { label: label(row), parts: values, total: values.reduce(plus) };
  });
}
