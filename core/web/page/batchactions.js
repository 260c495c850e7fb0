// What can be done with a whole batch in its present state, below its details: Save As and Run, One invoice per customer,
// Generate Invoices, Export, and the ways back.
import { command, options } from "./api.js";
import { ask } from "./dialogs.js";
import { button, field, h, link, redraw } from "./dom.js";
import { day } from "./dates.js";
import { counted } from "./money.js";
import { may, only, step } from "./me.js";
import { go, refresh } from "./router.js";
import { attempt, complain, lookBack, say, warn } from "./shell.js";

export class BatchActions {
  constructor(batch, page) {
    Object.assign(this, { batch, page, drawn: null });
  }

  update(info) {
    const looks = JSON.stringify([info.state, info.name, info.consolidated]);
    if (this.drawn === looks) return;
    this.drawn = looks;
    this.info = info;
    redraw(
      this.page.details.actions,
      { open: () => this.open(), run: () => this.run() }[info.state]?.() ?? this.done(),
    );
  }

  consolidate() {
    if (!may("batch consolidate")) return null;
    const box = h("input", {
      type: "checkbox",
      checked: Boolean(this.info.consolidated),
      data: { key: "consolidate" },
      on: {
        change: () =>
          this.page.step(
            ["batch", "consolidate", box.checked ? "on" : "off"],
            box.checked ? "One invoice per customer." : "One invoice per contract.",
          ),
      },
    });
    return h("label", { class: "tick" }, box, "One invoice per customer");
  }

  exporting(enabled) {
    const made = button("Export", () => go(`/export/${this.batch}`), {
      class: enabled ? "main" : null,
      disabled: !enabled,
      title: enabled ? null : "once the invoices are generated",
      data: { key: "export" },
    });
    return step("export", "Export", made);
  }

  open() {
    const name = h("input", {
      type: "text",
      name: "name",
      autocomplete: "off",
      placeholder: "May 2026",
      data: { key: "save-as" },
    });
    name.value = this.info.name ?? "";
    const run = (event) => {
      event.preventDefault();
      return this.save(name);
    };
    const form = h(
      "form",
      { class: "save" },
      field("Save As", name),
      button("Run", run, { type: "submit", class: "main", data: { key: "run" } }),
    );
    return [
      this.consolidate(),
      step("batch run", "Run", form),
      h("div", { class: "ends left" }, this.exporting(false)),
      this.more(this.discarding()),
    ];
  }

  discarding() {
    return only("batch discard", button("Discard batch", () => this.discard(), { class: "quiet small" }));
  }

  more(...others) {
    return h(
      "p",
      { class: "ends left muted" },
      link("Check", `/check/${this.batch}`),
      link("Compare", `/compare/${this.batch}`),
      others,
    );
  }

  async save(name) {
    if (!name.value.trim()) {
      complain({ message: "A batch is saved under a name.", hint: "Enter one in Save As, such as May 2026." });
      return name.focus();
    }
    await attempt(() => this.runAs(name.value.trim()));
    lookBack();
  }

  async runAs(name, more = []) {
    try {
      const answer = await command("batch", "run", "--name", name, ...more, "--batch", this.batch, "--brief");
      await refresh({});
      say(`${counted(answer.invoices.length, "draft")} of ${name}: look at them, then generate.`);
      warn(answer);
    } catch (failure) {
      if (more.length || !/--force/.test(failure.hint ?? "")) throw failure;
      await ask({
        title: "Run all the same?",
        text: failure.message,
        action: "Run",
        fields: [{ name: "note", label: "Note", required: true, hint: "why; the log keeps it" }],
        run: ({ note }) => this.runAs(name, ["--force", "--note", note]),
      });
    }
  }

  run() {
    return [
      this.consolidate(),
      step(
        "batch generate",
        "Generate Invoices",
        button("Generate Invoices", () => this.generate(), { class: "main wide", data: { key: "generate" } }),
      ),
      h(
        "div",
        { class: "ends left" },
        this.exporting(false),
        only(
          "batch reopen",
          button("Back to selecting", () =>
            this.page.step(["batch", "reopen"], "Back to selecting; the choices are kept."),
          ),
        ),
      ),
      this.more(this.discarding()),
    ];
  }

  async generate() {
    const name = this.info.name;
    const answer = await ask({
      title: "Generate Invoices",
      danger: false,
      action: "Generate Invoices",
      text: "All drafts get their numbers and are frozen, all or none. This cannot be undone; a mistake is credited or voided.",
      fields: [
        { name: "typed", label: `Type the batch's name: ${name}`, match: name, required: true },
        {
          name: "date",
          label: "Invoice date",
          type: "date",
          hint: `empty: ${day(this.info.as_of)}, the day of the batch`,
        },
      ],
      run: ({ date }) => command("batch", "generate", options({ date, batch: this.batch }), "--brief"),
    });
    if (!answer) return;
    await attempt(() => refresh({}));
    say(`Generated ${counted(answer.invoices.length, "invoice")}. View, Print and Export are enabled.`);
    warn(answer);
    lookBack();
    document.querySelector("[data-key=export]")?.focus();
  }

  done() {
    const made = this.info.state === "generated" || this.info.state === "exported";
    return [
      h("div", { class: "ends left" }, this.exporting(made), made ? only("invoice send", button("Send by mail", () => this.send())) : null),
      this.more(),
    ];
  }

  // Sends to those whose customers want mail; says first to whom.
  async send() {
    await attempt(async () => {
      await ask({
        title: "Send by mail",
        text: "Sends the documents of this batch to those customers whose delivery is email. What was accepted before is not sent again.",
        action: "Send",
        run: async () => {
          const answer = await command("invoice", "send", "--batch", this.batch),
            list = answer.answer ?? [];
          say(
            list.length
              ? list.map((m) => `${m.invoice}: ${m.state}${m.message ? ` (${m.message})` : ""}`).join(", ")
              : "No customer of this batch wants mail.",
          );
        },
      });
    });
  }

  async discard() {
    const gone = await ask({
      title: "Discard batch",
      text: "Deletes the whole batch, its choices too; its items are due again.",
      danger: true,
      action: "Discard batch",
      run: () => command("batch", "discard", "--batch", this.batch, "--brief"),
    });
    if (!gone) return;
    lookBack();
    await go("/batch");
    say(`Batch ${this.batch} is discarded.`);
  }
}
