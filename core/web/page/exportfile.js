// A batch as a file: the server writes it, and the browser keeps it.
import { command } from "./api.js";
import { button, h, link } from "./dom.js";
import { only } from "./me.js";
import { counted } from "./money.js";
import { refresh } from "./router.js";
import { say, warn } from "./shell.js";

export class FileExport {
  constructor(page) {
    this.page = page;
  }

  draw() {
    const { target: t } = this.page;
    const go = button(`Export to ${t.title}`, () => this.write(), { class: "main", data: { key: "go" } });
    this.page.show(only("export", go), this.written, h("p", { class: "muted" }, this.marks()));
  }

  look() {
    this.draw();
  }

  // What the file does to the batch, before and after.
  marks() {
    const { info, target } = this.page;
    if (target.file.each) return `A document of each invoice, packed: it does not mark the batch as exported, which is ${info.state}.`;
    if (!target.file.books) return `A copy to look at: it does not mark the batch as exported, which is ${info.state}.`;
    return info.state === "exported"
      ? "The batch is marked as exported. Its file can be exported as often as you like; Undo does not take the mark back."
      : "It holds all that it takes to book the batch: with it the batch is marked as exported.";
  }

  write() {
    return this.page.busy(async () => {
      const { batch, target } = this.page,
        name = target.file.each ? `batch-${batch}-${target.target}.zip` : `batch-${batch}.${target.file.extension}`;
      const answer = await command("export", target.target, "--batch", batch, `--output=@files/${name}`);
      const told = `Batch ${batch} was successfully exported: ${counted(answer.invoices, "document")} in ${name}.`;
      const save = (text) => link(text, `/file/${name}`, { download: name });
      save("").click();
      this.written = h("p", { class: "good", role: "status" }, told, " ", save("Download it again"));
      await refresh({ own: true });
      say(told);
      warn(answer);
    }, "Writing the file …");
  }
}
