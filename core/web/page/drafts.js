// The invoices of a batch: drafts with Delete, and once they are generated with View and Print.
import { command, looking } from "./api.js";
import { Foot } from "./foot.js";
import { Grid } from "./grid.js";
import { empty, h } from "./dom.js";
import { invoiceCells, invoiceHead, OF_BATCH, printInvoice } from "./invoicerows.js";
import { may } from "./me.js";
import { go, place } from "./router.js";
import { attempt, lookBack, say } from "./shell.js";
import { documentWindow } from "./windows.js";

export class Drafts {
  constructor(batch, page) {
    Object.assign(this, { batch, page });
    this.grid = new Grid({
      label: "Invoices",
      kind: "documents",
      head: invoiceHead(OF_BATCH),
      keyOf: (row) => row.invoice,
      childKey: () => "",
      load: (...window) => documentWindow({ text: place().query.text, batch }, ...window),
      drawRow: (line) => invoiceCells(line.row, OF_BATCH, { remove: true }),
      drawChild: () => null,
      children: async () => [],
      came: (answer) => this.took(answer),
      toggle: () => {},
      key: (key, line) => this.key(key, line),
    });
    this.foot = new Foot(this.grid.foot, {
      columns: 4,
      after: 1,
      label: "documents",
      sums: [["total", "total", "Total"]],
    });
    this.count = h("p", { class: "count", role: "status" });
    this.nothing = h("div", null);
  }

  build() {
    this.grid.table.addEventListener("click", (event) => this.clicked(event));
    return h(
      "div",
      { class: "drafts" },
      h("div", { class: "acts" }, h("h2", null, this.page.info.state === "run" ? "Drafts" : "Invoices"), this.count),
      h("div", { class: "sheet" }, this.grid.table),
      this.nothing,
    );
  }

  async shown() {
    this.grid.start();
    await attempt(() => this.grid.reload(), false);
  }

  took(answer) {
    const { matching } = answer;
    this.foot.update(answer);
    this.count.textContent = `${matching} ${matching === 1 ? "document" : "documents"}`;
    this.grid.table.hidden = matching === 0;
    this.nothing.replaceChildren(
      matching
        ? ""
        : empty(
            "No invoice left",
            "All drafts of this batch were deleted. Back to selecting keeps the choices; Discard batch frees everything.",
          ),
    );
  }

  async again() {
    looking();
    this.grid.drawn.clear();
    await attempt(() => this.grid.reload(), false);
  }

  clicked(event) {
    const part = event.target.closest("button[data-part]")?.dataset.part,
      i = this.grid.lineOfElement(event.target);
    if (!part || i === null) return;
    const { row } = this.grid.lines.at(i);
    if (part === "delete") this.remove(row, i);
    if (part === "view") go(`/invoice/${encodeURIComponent(row.invoice)}`);
    if (part === "print") printInvoice(row.invoice);
  }

  async remove(row, i) {
    await attempt(async () => {
      const answer = await command("batch", "delete", row.invoice, "--batch", this.batch, "--brief");
      if (answer.details) this.page.details.update(answer.details);
      await this.page.refresh();
      say(`${row.invoice} of ${row.customer_name} is deleted; what it billed is due again.`);
    });
    lookBack();
    const left = this.grid.lines.count();
    if (left) this.grid.focusLine(Math.min(i, left - 1));
  }

  key(key, line) {
    if (key !== "Enter" && key !== "Delete") return false;
    if (key === "Enter" && document.activeElement.tagName !== "TR") return false;
    if (key === "Enter") go(`/invoice/${encodeURIComponent(line.row.invoice)}`);
    else if (line.row.state === "draft" && may("batch delete")) this.remove(line.row, this.grid.lineOfElement(document.activeElement));
    return true;
  }

  leave() {
    this.grid.stop();
  }
}
