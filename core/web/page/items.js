// What can be done with an item or a contract of a batch beside its box: waive, adjust, take early, ask why.
import { command, options } from "./api.js";
import { ask, showBox } from "./dialogs.js";
import { button, h } from "./dom.js";
import { attempt } from "./shell.js";
import { itemName } from "./rows.js";

// Gives an item away for good; without a note nobody does. Answers the words that were run, or null.
export function waive(batch, item) {
  return ask({
    title: "Waive",
    text: `${itemName(item)}: given away for good. It does not come back in a later batch unless it is unwaived.`,
    fields: [
      { name: "note", label: "Note", required: true, hint: "why; explain and the log show it" },
      { name: "show", label: "Print it on the invoice, with a discount of 100 %", type: "checkbox" },
    ],
    action: "Waive",
    run: ({ note, show }) =>
      command("batch", "waive", item.item, show ? "--show" : [], options({ note, batch }), "--brief"),
  });
}

export function adjust(batch, item) {
  return ask({
    title: "Adjust",
    text: `${itemName(item)}: what it comes to, after all price rules.`,
    fields: [
      { name: "amount", label: "Amount", required: true, value: item.amount },
      { name: "note", label: "Note", required: true, hint: "why; explain shows it" },
    ],
    action: "Adjust",
    run: ({ amount, note }) =>
      command("batch", "adjust", item.item, options({ amount, note, batch }), "--brief"),
  });
}

// Takes the open period of a locked contract whole, before it ends.
export function takeEarly(batch, row) {
  return ask({
    title: "Take early",
    text: `${row.contract_name} of ${row.customer_name}: its open period is billed whole, at its price. ` +
      "What comes into it later is late work.",
    fields: [{ name: "note", label: "Note", required: true }],
    action: "Take early",
    run: ({ note }) => command("batch", "take", row.contract, "--early", options({ note, batch }), "--brief"),
  });
}

const TITLES = { contract: "Contract", item: "Item", ticket: "Ticket", charge: "Charge" };

// The button beside a row that asks so.
export function whyButton(id) {
  return button("Why", () => why(id), { class: "quiet small", "aria-label": `Why ${id}` });
}

// Why it is, or is not, in the batch; with what else can be done about it.
export function why(id, ...actions) {
  return attempt(async () => {
    const answer = await command("why", id);
    const box = showBox(
      `Why: ${answer.what}`,
      h("p", { class: "muted" }, TITLES[answer.kind] ?? answer.kind),
      h(
        "ul",
        { class: "reasons" },
        answer.reasons.map((reason) => h("li", null, reason)),
      ),
      actions.length
        ? h(
            "div",
            { class: "ends left" },
            actions.map(([name, act]) =>
              button(name, () => {
                box.close();
                act();
              }),
            ),
          )
        : null,
    );
  });
}

export function findingsBox(row, findings) {
  showBox(
    `To check: ${row.contract_name}`,
    h(
      "ul",
      { class: "reasons" },
      findings.map((f) => h("li", null, h("span", { class: `tag ${f.level}` }, f.level), " ", f.text)),
    ),
  );
}
