// Billing: all batches, and Create New Batch.
import { command, listen } from "./api.js";
import { day, today } from "./dates.js";
import { empty, field, h, link } from "./dom.js";
import { only } from "./me.js";
import { go } from "./router.js";
import { attempt, lookBack, say, warn } from "./shell.js";
import { table } from "./table.js";

const STATES = { open: "Selecting", run: "Drafts", generated: "Generated", exported: "Exported", deleted: "Deleted" };

export function stateName(state) {
  return STATES[state] ?? state;
}

// The button with its date, and the progress of what it begins.
export function makeCreate() {
  const date = h("input", { type: "date", value: today(), name: "as_of" });
  const progress = h("progress", { hidden: true, "aria-label": "Building the batch" });
  const told = h("span", { class: "muted", "aria-live": "polite" });
  const create = h("button", { type: "submit", class: "main" }, "Create New Batch");
  const form = h(
    "form",
    {
      class: "create",
      on: {
        submit: (event) => {
          event.preventDefault();
          begin({ date, create, progress, told });
        },
      },
    },
    field("Everything due on", date),
    create,
    progress,
    told,
  );
  return form;
}

async function begin({ date, create, progress, told }) {
  create.disabled = true;
  progress.hidden = false;
  progress.removeAttribute("value");
  told.textContent = "Looking for everything that is due …";
  const stop = listen((kind, data) => {
    if (kind === "progress") follow(progress, told, data);
  });
  await attempt(async () => {
    const made = await command("batch", "new", ...(date.value ? ["--as-of", date.value] : []), "--brief");
    lookBack();
    await go(`/batch/${made.batch}`);
    say(`Batch ${made.batch} has everything that is due on ${day(made.as_of)}. Nothing is selected.`);
    warn(made);
  });
  stop();
  create.disabled = false;
  progress.hidden = true;
  told.textContent = "";
}

// The server tells how far it is; where it does not know how much there is, the bar moves without an end.
export function follow(progress, told, { done, of, what }) {
  if (of > 0) Object.assign(progress, { max: of, value: done });
  told.textContent = [what, of > 0 ? `${done} of ${of}` : ""].filter(Boolean).join(" ");
}

const named = (batch) => link(batch.name ?? `Batch ${batch.batch}`, `/batch/${batch.batch}`);
const COLUMNS = [
  { name: "batch", of: named },
  { name: "state", of: ({ state }) => h("span", { class: `tag ${state}` }, stateName(state)) },
  { name: "as_of", kind: "date" },
  { name: "contracts_selected", title: "Contracts", kind: "count" },
  { name: "invoices", kind: "count" },
];

function list(batches) {
  if (!batches.length) {
    return empty(
      "No batch yet",
      "Create New Batch finds everything that is due on a day. Nothing is billed before you select it.",
      only("import", h("p", null, link("Import customers, contracts and work first", "/import"))),
    );
  }
  return table("Billing batches", COLUMNS, batches);
}

export async function batchesView() {
  const answer = await command("batch", "list"),
    batches = [...answer.answer].reverse();
  const place = h("div", null, list(batches));
  return {
    title: "Billing",
    element: h("section", null, h("h1", null, "Billing"), only("batch new", makeCreate()), place),
    async refresh() {
      const again = await command("batch", "list");
      place.replaceChildren(list([...again.answer].reverse()));
    },
  };
}
