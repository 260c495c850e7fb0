// A long list of documents, each with its buttons: what the drafts of a batch and all invoices share.
import { h } from "./dom.js";
import { Foot } from "./foot.js";
import { Grid } from "./grid.js";
import { invoiceCells, invoiceHead, printInvoice } from "./invoicerows.js";
import { counted, shown } from "./money.js";
import { go } from "./router.js";
import { attempt } from "./shell.js";
import { documentWindow } from "./windows.js";

export const toDocument = (row) => go(`/invoice/${encodeURIComponent(row.invoice)}`);

export class DocumentList {
  // sums: as of a foot; query(): of the windows; empty(): what stands there where none matches.
  constructor({ columns, sums, query, empty, remove }) {
    this.empty = empty;
    this.grid = new Grid({
      label: "Invoices",
      kind: "documents",
      head: invoiceHead(columns),
      keyOf: (row) => row.invoice,
      load: (...window) => documentWindow(query(), ...window),
      drawRow: (line) => invoiceCells(line.row, columns, { remove }),
      came: (answer) => this.took(answer),
      key: (key, line) => this.key(key, line),
    });
    this.foot = new Foot(this.grid.foot, { columns: columns.length - sums.length, after: 1, label: "documents", sums });
    this.count = h("p", { class: "count", role: "status" });
    this.nothing = h("div", null);
    this.sheet = [h("div", { class: "sheet" }, this.grid.table), this.nothing];
    this.grid.table.addEventListener("click", (event) => this.clicked(event));
  }

  async shown() {
    this.grid.start();
    await attempt(() => this.grid.reload(), false);
  }

  took(answer) {
    const { matching, all = matching } = answer;
    this.foot.update(answer);
    this.count.textContent = (matching === all ? "" : `${shown(String(matching))} of `) + counted(all, "document");
    this.grid.table.hidden = matching === 0;
    this.nothing.replaceChildren(matching ? "" : this.empty());
  }

  clicked(event) {
    const part = event.target.closest("button[data-part]")?.dataset.part,
      i = this.grid.lineOfElement(event.target);
    // A row that is deleted makes way for the next: the second click of two was not meant for that.
    if (part && i !== null && event.detail < 2) this.press(part, this.grid.lines.at(i).row, i);
  }

  press(part, row) {
    if (part === "view") toDocument(row);
    if (part === "print") printInvoice(row.invoice);
  }

  key(key, line) {
    if (key !== "Enter" || document.activeElement.tagName !== "TR") return false;
    toDocument(line.row);
    return true;
  }

  leave() {
    this.grid.stop();
  }
}
