// The invoices of a batch: drafts with Delete, and once they are generated with View and Print.
import { command, look } from "./api.js";
import { DocumentList } from "./documents.js";
import { empty, h } from "./dom.js";
import { OF_BATCH } from "./invoicerows.js";
import { may } from "./me.js";
import { counted } from "./money.js";
import { place } from "./router.js";
import { attempt, lookBack, say } from "./shell.js";

const left = () =>
  empty(
    "No invoice left",
    "All drafts of this batch were deleted. Back to selecting keeps the choices; Discard batch frees everything.",
  );

export class Drafts extends DocumentList {
  constructor(batch, page) {
    super({
      columns: OF_BATCH,
      sums: [["total", "total", "Total"]],
      query: () => ({ text: place().query.text, batch }),
      empty: left,
      remove: true,
    });
    Object.assign(this, { batch, page });
  }

  build() {
    this.title = h("h2", null);
    return h("div", { class: "drafts" }, h("div", { class: "acts" }, this.title, this.count), this.sheet);
  }

  took(answer) {
    super.took(answer);
    this.count.textContent = counted(answer.matching, "document"); // those of other batches are none of its
    this.title.textContent = this.page.info.state === "run" ? "Drafts" : "Invoices";
  }

  async again() {
    this.grid.drawn.clear();
    await attempt(() => look(() => this.grid.reload()), false);
  }

  press(part, row, i) {
    if (part === "delete") this.remove(row, i);
    else super.press(part, row);
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
    if (key !== "Delete") return super.key(key, line);
    if (line.row.state === "draft" && may("batch delete")) this.remove(line.row, this.grid.lineOfElement(document.activeElement));
    return true;
  }
}
