// How an amount came about: the tree that `explain` answers, each step opening to what it was made of.
import { command } from "./api.js";
import { day } from "./dates.js";
import { showBox } from "./dialogs.js";
import { button, h } from "./dom.js";
import { shown } from "./money.js";
import { attempt } from "./shell.js";

const OPEN_LEVELS = 2;
const SIGNS = {
  sum: "sum of",
  multiply: "product of",
  divide: "quotient of",
  round: "rounded from",
  rule: "by rule from",
  value: "",
  max: "the larger of",
  min: "the smaller of",
};

function said(node) {
  const parts = [];
  if (node.rule) parts.push(`rule ${node.rule.name} ${node.rule.version}`);
  if (node.plugin) parts.push(`${node.plugin.name} ${node.plugin.version}`);
  if (node.mode) parts.push(`${node.mode} to ${node.places} places`);
  if (node.note) parts.push(node.note);
  if (node.at) parts.push(node.at);
  return parts.join(" · ");
}

function head(node) {
  const told = said(node),
    sign = SIGNS[node.op] ?? node.op;
  return [
    h("span", { class: "label" }, node.label, told ? h("small", null, told) : null),
    h("span", { class: "worth" }, node.inputs?.length && sign ? h("small", null, `${sign} `) : null, shown(node.value)),
  ];
}

// Children come into the document when their step is opened: a long invoice has thousands of them.
function step(node, level) {
  if (!node.inputs?.length) return h("li", { class: "leaf" }, head(node));
  const list = h("ul", null),
    details = h("details", { open: level < OPEN_LEVELS }, h("summary", null, head(node)), list);
  const fill = () => {
    if (details.open && !list.children.length) list.append(...node.inputs.map((input) => step(input, level + 1)));
  };
  details.addEventListener("toggle", fill);
  fill();
  return h("li", null, details);
}

export function explain(invoice, line) {
  return attempt(async () => {
    const answer = await command("explain", invoice, ...(line ? [line] : []));
    const all = button("Open every step", (event) => openAll(event.target.closest("dialog")), { class: "quiet" });
    showBox(
      line ? `Invoice ${invoice}, line ${line}` : `Invoice ${invoice}`,
      answer.matches === false
        ? h("p", { class: "bad" }, "What is computed now differs from what was recorded.")
        : null,
      answer.date ? h("p", { class: "muted" }, day(answer.date)) : null,
      h("ul", { class: "tree" }, step(answer.tree, 0)),
      h("p", null, all),
    );
  });
}

// Opens level by level, up to what a browser shows with ease.
async function openAll(box) {
  for (let round = 0; round < 12; round++) {
    const closed = [...box.querySelectorAll("details:not([open])")].slice(0, 2000);
    if (!closed.length) return;
    for (const details of closed) details.open = true;
    await new Promise((done) => setTimeout(done));
  }
}
