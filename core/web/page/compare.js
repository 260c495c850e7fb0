// This batch against the one before: what is new, gone, or changed, with the reasons.
import { empty, h, link } from "./dom.js";
import { day } from "./dates.js";
import { viewOfBatch } from "./refusals.js";
import { customerColumn, table } from "./table.js";

const TITLES = { new: "New", gone: "Gone", changed: "Changed" };

function part(answer, change) {
  const rows = answer.rows.filter((row) => row.change === change);
  if (!rows.length) return null;
  return [
    h("h2", null, `${TITLES[change]} (${rows.length})`),
    table(
      TITLES[change],
      [
        customerColumn(),
        { name: "contract_name", title: "Contract" },
        { name: "amount_before", title: "Before", kind: "money" },
        { name: "amount", title: "Now", kind: "money" },
        { name: "difference", kind: "money" },
        { name: "currency" },
        { name: "reasons", of: (row) => row.reasons.join("; ") },
      ],
      rows,
    ),
  ];
}

function draw(answer) {
  return [
    table(
      "Totals",
      [
        { name: "currency" },
        { name: "amount_before", title: "Before", kind: "money" },
        { name: "amount", title: "Now", kind: "money" },
        { name: "difference", kind: "money" },
        { name: "new", kind: "count" },
        { name: "gone", kind: "count" },
        { name: "changed", kind: "count" },
        { name: "same", kind: "count" },
      ],
      answer.totals,
    ),
    ["new", "changed", "gone"].map((change) => part(answer, change)),
    answer.rows.length ? null : empty("Nothing differs", "Every contract comes to what it came to last time."),
  ];
}

export function compareView({ names }) {
  return viewOfBatch(names.batch, {
    title: "Compare",
    word: "compare",
    lacking: "Nothing to compare",
    facts: (answer) => [
      ` of ${day(answer.as_of)}, with `,
      answer.with ? link(`batch ${answer.with}`, `/batch/${answer.with}`) : "none",
      answer.with_as_of ? ` of ${day(answer.with_as_of)}` : "",
    ],
    draw,
  });
}
