// One document: as its recipient has it, and beside it what became of it and what can be done.
import { command, options } from "./api.js";
import { day, span, today } from "./dates.js";
import { ask } from "./dialogs.js";
import { button, h, latest, link } from "./dom.js";
import { explain } from "./explain.js";
import { invoiceState, printInvoice } from "./invoicerows.js";
import { may } from "./me.js";
import { shown } from "./money.js";
import { go, refresh } from "./router.js";
import { attempt, lookBack, say, warn } from "./shell.js";
import { table } from "./table.js";

// The document itself, in a frame of its own: its style and the page's never meet.
function frame(row) {
  const made = h("iframe", {
    class: "document",
    title: `Document ${row.invoice}`,
    src: `/document/${encodeURIComponent(row.invoice)}`,
  });
  made.addEventListener("load", () => {
    const inside = made.contentDocument?.documentElement;
    if (inside) made.style.height = `${inside.scrollHeight + 4}px`;
  });
  return made;
}

function invoiceLinks(list) {
  return list.map((id, i) => [i ? ", " : "", link(id, `/invoice/${encodeURIComponent(id)}`)]);
}

function facts(row) {
  const entry = (name, ...what) => h("div", null, h("dt", null, name), h("dd", null, what));
  const money = (text) => [shown(text), h("span", { class: "cur" }, ` ${row.currency}`)];
  return h(
    "dl",
    { class: "details" },
    entry("Customer", link(row.customer_name, `/customer/${encodeURIComponent(row.customer)}`)),
    row.batch ? entry("Batch", link(String(row.batch), `/batch/${row.batch}`)) : null,
    row.date ? entry("Date", day(row.date)) : null,
    row.due_date ? entry("Due", day(row.due_date)) : null,
    entry("Subtotal", money(row.subtotal)),
    entry("Tax", money(row.tax)),
    h("div", { class: "total" }, h("dt", null, "Total"), h("dd", null, money(row.total))),
    row.paid ? entry("Paid", money(row.paid)) : null,
    row.open ? entry("Open", money(row.open)) : null,
    row.credits ? entry("Credits", invoiceLinks([row.credits])) : null,
    row.credited_by?.length ? entry("Credited by", invoiceLinks(row.credited_by)) : null,
    row.note ? entry("Note", row.note) : null,
  );
}

// The lines, each with how its amount came about.
function lines(row) {
  const why = (line) =>
    button("Explain", () => explain(row.invoice, line.line), {
      class: "quiet small",
      "aria-label": `Explain line ${line.line}`,
    });
  return table(
    `Lines of ${row.invoice}`,
    [
      { name: "line", title: "Line" },
      { name: "description" },
      { name: "contract_name", title: "Contract" },
      { name: "when", title: "When", of: (line) => (line.period ? span(line.period) : day(line.date)) },
      { name: "quantity", kind: "quantity" },
      { name: "unit_price", title: "Price", kind: "price" },
      { name: "amount", kind: "money" },
      { name: "tax", kind: "money" },
      { name: "why", title: "How it came about", of: why },
    ],
    row.lines,
  );
}

const whys = { name: "note", label: "Note", required: true, hint: "why; the document and the log keep it" };

const ACTS = {
  pay: (row) => ({
    title: `Pay ${row.invoice}`,
    action: "Pay",
    fields: [
      { name: "amount", label: "Amount", value: row.open, required: true, hint: row.currency },
      { name: "date", label: "Date", type: "date", value: today() },
      { name: "reference", label: "Reference", hint: "what the customer or the bank calls it" },
    ],
    words: (v) => ["invoice", "pay", row.invoice, options(v)],
    done: "The payment is recorded.",
  }),
  credit: (row) => ({
    title: `Credit ${row.invoice}`,
    action: "Credit",
    text: "A credit note with the tax of what it credits.",
    fields: [
      whys,
      { name: "lines", label: "Lines", hint: "empty: all; 1,3:25.00 for a whole line and an amount of another" },
      {
        name: "after",
        label: "Days after",
        type: "date",
        hint: "of each line named, its period's days past this date",
      },
      { name: "rebill", label: "What is credited is due again", type: "checkbox" },
    ],
    words: ({ rebill, ...v }) => ["invoice", "credit", row.invoice, options(v), rebill ? "--rebill" : []],
    done: "A credit note is made.",
  }),
  void: (row) => ({
    title: `Void ${row.invoice}`,
    action: "Void",
    danger: true,
    text: "The number stays; what it billed is due again. This cannot be undone.",
    fields: [whys],
    words: (v) => ["invoice", "void", row.invoice, options(v)],
    done: "It is void; its items are due again.",
  }),
  send: (row) => ({
    title: `Send ${row.invoice}`,
    action: "Send",
    text: "By mail, as a PDF.",
    fields: [
      { name: "to", label: "To", hint: "empty: the customer's address" },
      { name: "again", label: "Also if it was sent before", type: "checkbox" },
    ],
    words: ({ again, to }) => ["invoice", "send", row.invoice, options({ to }), again ? "--again" : []],
    done: null,
  }),
};

class InvoicePage {
  constructor(row) {
    this.element = h("section", { class: "one" });
    this.draw(row);
  }

  draw(row) {
    this.row = row;
    const state = invoiceState(row),
      kind = row.state === "draft" ? "Draft" : row.kind === "credit" ? "Credit note" : "Invoice";
    this.title = `${kind} ${row.invoice}`;
    const tag = h("span", { class: `tag ${state.replace(" ", "-")}` }, state);
    this.element.replaceChildren(
      h("div", { class: "head" }, h("h1", null, this.title), h("p", { class: "muted facts" }, row.customer_name, " · ", tag)),
      h(
        "div",
        { class: "split" },
        h("div", { class: "left" }, frame(row)),
        h(
          "aside",
          { class: "batch-details", "aria-labelledby": "facts" },
          h("h2", { id: "facts" }, "Document"),
          facts(row),
          this.acts(row),
        ),
      ),
      h("h2", null, "Lines"),
      lines(row),
    );
  }

  // What may be done to one that is final.
  deeds(row) {
    const look = (name) => ({ class: name === "void" ? "bad" : null, data: { key: name } });
    const act = (name, on) =>
      on && may(`invoice ${name}`) ? button(name[0].toUpperCase() + name.slice(1), () => this.act(name), look(name)) : null;
    return h(
      "div",
      { class: "ends left" },
      act("send", true),
      act("pay", row.kind === "invoice" && row.payment !== "paid"),
      act("credit", row.kind === "invoice"),
      act("void", true),
    );
  }

  acts(row) {
    return h(
      "div",
      { class: "actions" },
      h(
        "div",
        { class: "ends left" },
        button("Print", () => printInvoice(row.invoice), { disabled: row.state === "draft", class: "main" }),
        link("PDF", `/document/${encodeURIComponent(row.invoice)}.pdf`, {
          class: "button",
          target: "_blank",
          rel: "noopener",
        }),
        button("Explain", () => explain(row.invoice)),
      ),
      row.state === "final" ? this.deeds(row) : null,
    );
  }

  async act(name) {
    const { words, done, ...dialog } = ACTS[name](this.row);
    const answer = await ask({ ...dialog, run: (values) => command(words(values)) });
    if (!answer) return;
    lookBack();
    const made = (answer.answer ?? []).find((r) => r.kind === "credit" && name === "credit");
    if (made) await go(`/invoice/${encodeURIComponent(made.invoice)}`);
    else await attempt(() => refresh({}));
    say(done ?? (answer.answer ?? []).map((m) => [m.to, m.state, m.message].filter(Boolean).join(": ")).join(", "));
    warn(answer);
  }

  refresh = latest(
    () => command("invoice", "show", this.row.invoice),
    ({ answer }) => this.draw(answer[0]),
  );
}

export async function invoiceView({ names }) {
  const answer = await command("invoice", "show", names.invoice),
    page = new InvoicePage(answer.answer[0]);
  return { title: page.title, element: page.element, refresh: () => page.refresh() };
}
