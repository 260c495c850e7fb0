// What is odd or overlooked in a batch, by rules; each finding beside the row that it is about.
import { empty, h, link } from "./dom.js";
import { whyButton } from "./items.js";
import { counted } from "./money.js";
import { viewOfBatch } from "./refusals.js";
import { table } from "./table.js";

function place(finding, batch) {
  if (finding.of === "contract")
    return link(
      finding.row,
      `/batch/${batch}?text=${encodeURIComponent(finding.row)}#${encodeURIComponent(finding.row)}`,
    );
  if (finding.of === "customer") return link(finding.row, `/customer/${encodeURIComponent(finding.row)}`);
  if (finding.of === "invoice" || finding.of === "draft")
    return link(finding.row, `/invoice/${encodeURIComponent(finding.row)}`);
  return finding.row;
}

const RANK = { error: 0, warning: 1, note: 2 };

function groups(answer) {
  const of = new Map();
  for (const f of answer.findings) of.set(f.check, [...(of.get(f.check) ?? []), f]);
  return [...of].sort(([, a], [, b]) => RANK[a[0].level] - RANK[b[0].level]);
}

function draw(answer) {
  const ask = (f) =>
    ["contract", "item", "ticket"].includes(f.of)
      ? whyButton(f.row)
      : null;
  if (!answer.findings.length)
    return empty("Nothing to check", `${counted(answer.checks, "check")} looked at ${counted(answer.rows, "row")} and found nothing.`);
  return groups(answer).map(([check, findings]) => [
    h("h2", null, check, " ", h("span", { class: `tag ${findings[0].level}` }, counted(findings.length, findings[0].level))),
    table(
      check,
      [
        { name: "row", title: "Row", of: (f) => place(f, answer.batch) },
        { name: "text", title: "What" },
        { name: "why", title: "Why", of: ask },
      ],
      findings,
      { most: 100 },
    ),
  ]);
}

export function checkView({ names }) {
  return viewOfBatch(names.batch, {
    title: "Check",
    word: "check",
    lacking: "No batch to check",
    facts: (answer) => ["error", "warning", "note"].map((level) => ` · ${counted(answer[`${level}s`], level)}`),
    draw,
  });
}
