// All invoices, drafts and credit notes: filters in the address, a window of rows.
import { empty, h, link } from "./dom.js";
import { Filters } from "./filters.js";
import { Foot } from "./foot.js";
import { Grid } from "./grid.js";
import { ALL, invoiceCells, invoiceHead, printInvoice } from "./invoicerows.js";
import { go, place } from "./router.js";
import { attempt } from "./shell.js";
import { customers, documentWindow } from "./windows.js";

const STATES = ["draft", "final", "open", "overdue", "paid", "void", "credit"];

class Invoices {
  constructor() {
    this.grid = new Grid({
      label: "Invoices",
      kind: "documents",
      head: invoiceHead(ALL),
      keyOf: (row) => row.invoice,
      childKey: () => "",
      load: (...window) => documentWindow({ sort: "-number", ...place().query }, ...window),
      drawRow: (line) => invoiceCells(line.row, ALL),
      drawChild: () => null,
      children: async () => [],
      came: (answer) => this.took(answer),
      toggle: () => {},
      key: (key, line) => this.key(key, line),
    });
    this.filters = new Filters(
      [
        { name: "state", label: "State", pairs: [["", "All"], ...STATES.map((s) => [s, s])] },
        { name: "customer", label: "Customer", suggest: customers(documentWindow) },
        { name: "since", label: "From", type: "date" },
        { name: "until", label: "To", type: "date" },
        { name: "text", label: "Find" },
      ],
      () => attempt(() => this.grid.reset()),
    );
    this.foot = new Foot(this.grid.foot, {
      columns: 6,
      after: 1,
      label: "documents",
      sums: [
        ["total", "total", "Total"],
        ["open", "open", "Open"],
      ],
    });
    this.count = h("p", { class: "count", role: "status" });
    this.nothing = h("div", null);
    this.grid.table.addEventListener("click", (event) => this.clicked(event));
    this.element = h(
      "section",
      null,
      h("h1", null, "Invoices"),
      this.filters.form,
      h("div", { class: "acts" }, this.count, this.filters.clear),
      h("div", { class: "sheet" }, this.grid.table),
      this.nothing,
    );
  }

  took(answer) {
    const { matching, all } = answer;
    this.foot.update(answer);
    this.count.textContent =
      matching === all || all === undefined ? `${matching} documents` : `${matching} of ${all} documents`;
    this.grid.table.hidden = matching === 0;
    this.nothing.replaceChildren(
      matching
        ? ""
        : Object.keys(this.filters.query()).length
          ? empty("No invoice matches", "The filters leave none.")
          : empty(
              "No invoice yet",
              "Invoices come from a batch: select contracts, run it, generate.",
              h("p", null, link("To Billing", "/batch")),
            ),
    );
  }

  clicked(event) {
    const part = event.target.closest("button[data-part]")?.dataset.part,
      i = this.grid.lineOfElement(event.target);
    if (!part || i === null) return;
    const { row } = this.grid.lines.at(i);
    if (part === "view") go(`/invoice/${encodeURIComponent(row.invoice)}`);
    if (part === "print") printInvoice(row.invoice);
  }

  key(key, line) {
    if (key !== "Enter" || document.activeElement.tagName !== "TR") return false;
    go(`/invoice/${encodeURIComponent(line.row.invoice)}`);
    return true;
  }
}

export async function invoicesView() {
  const list = new Invoices();
  return {
    title: "Invoices",
    element: list.element,
    async shown() {
      list.grid.start();
      await attempt(() => list.grid.reload(), false);
    },
    refresh: () => list.grid.reload(),
    leave: () => list.grid.stop(),
  };
}
