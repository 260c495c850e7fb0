// Import by dropping files: a dry run first, which says what would change; then the import itself.
import { commandWithFiles } from "./api.js";
import { button, empty, h, latest, link } from "./dom.js";
import { may } from "./me.js";
import { problem, refusedView } from "./refusals.js";
import { attempt, lookBack, quiet, say } from "./shell.js";
import { table } from "./table.js";

const COLUMNS = [
  { name: "table" },
  ...["rows", "added", "changed", "same", "removed"].map((name) => ({ name, kind: "count" })),
];

// One file alone keeps its name, several are a folder.
function words(files, ...more) {
  const names = Object.keys(files);
  return ["import", names.length === 1 ? `@files/${names[0]}` : "@files", ...more];
}

class Importing {
  constructor() {
    this.input = h("input", {
      type: "file",
      multiple: true,
      accept: ".csv,.json,text/csv,application/json",
      id: "files",
      class: "hidden",
      on: { change: () => this.take(this.input.files) },
    });
    this.result = h("div", { "aria-live": "polite" });
    this.drop = h(
      "div",
      { class: "drop" },
      h("p", { class: "strong" }, "Drop CSV files here, or one JSON file"),
      h(
        "p",
        { class: "muted" },
        "customers.csv, contracts.csv, tickets.csv, time_entries.csv, charges.csv, … " +
          "Nothing is written before you have seen what would change.",
      ),
      button("Choose files", () => this.input.click(), { class: "main" }),
      this.input,
    );
    this.input.setAttribute("aria-label", "Files to import");
    this.element = h("section", null, h("h1", null, "Import"), this.drop, this.result);
    this.listen();
  }

  listen() {
    const over = (on) => (event) => {
      event.preventDefault();
      this.drop.classList.toggle("over", on);
    };
    this.drop.addEventListener("dragover", over(true));
    this.drop.addEventListener("dragleave", over(false));
    this.drop.addEventListener("drop", (event) => {
      over(false)(event);
      this.take(event.dataTransfer.files);
    });
  }

  async take(list) {
    if (!list.length) return;
    quiet();
    this.result.replaceChildren(h("p", { class: "muted" }, "Checking every row …"));
    await this.dry(list);
  }

  // What would change is that of the files that are then imported, whatever was dropped meanwhile.
  dry = latest(
    async (list) => {
      const named = await Promise.all([...list].map(async (file) => [file.name, await file.text()])),
        files = Object.fromEntries(named);
      return commandWithFiles(files, words(files, "--dry-run")).then(
        (answer) => () => this.show(files, answer),
        (failure) => () => this.result.replaceChildren(h("div", { class: "problem" }, problem(failure, 200))),
      );
    },
    (show) => show(),
  );

  show(files, answer) {
    const rows = answer.tables ?? [],
      changes = rows.some((t) => t.added || t.changed || t.removed),
      told = [...(answer.notes ?? []), ...(answer.warnings ?? [])];
    this.result.replaceChildren(
      h("h2", null, "What would change"),
      rows.length ? table("Tables", COLUMNS, rows) : empty("Nothing", "These files hold no row."),
      h(
        "ul",
        { class: "reasons" },
        told.map((n) => h("li", null, typeof n === "string" ? n : (n.message ?? JSON.stringify(n)))),
      ),
      answer.statuses_closed?.length
        ? h("p", { class: "muted" }, `Tickets count as closed when they are ${answer.statuses_closed.join(", ")}.`)
        : null,
      h(
        "div",
        { class: "ends left" },
        button("Import", () => this.run(files), { class: "main", disabled: !changes }),
      ),
    );
    this.result.querySelector("button.main")?.focus();
  }

  async run(files) {
    await attempt(async () => {
      const answer = await commandWithFiles(files, words(files));
      const added = (answer.tables ?? [])
        .map((t) => `${t.added} added and ${t.changed} changed in ${t.table}`)
        .join(", ");
      this.result.replaceChildren(empty("Imported", added, link("Create New Batch", "/batch")));
      say("Imported. Undo takes it back.");
      lookBack();
    });
  }
}

export async function importView() {
  if (!may("import")) return refusedView("import", "@files");
  const made = new Importing();
  return { title: "Import", element: made.element, refresh: () => {} };
}
