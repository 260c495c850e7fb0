// Billing: all batches, and Create New Batch.
import { command, listen, options } from "./api.js";
import { day, today } from "./dates.js";
import { empty, field, h, latest, link } from "./dom.js";
import { may, only, step } from "./me.js";
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
    const made = await command("batch", "new", options({ "as-of": date.value }), "--brief");
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

const COLUMNS = [
  {
    name: "batch",
    of: (b) => link(b.name ?? `Batch ${b.batch}`, `/batch/${b.batch}`, { data: { key: `batch-${b.batch}` } }),
  },
  { name: "state", of: (b) => h("span", { class: `tag ${b.state}` }, stateName(b.state)) },
  { name: "as_of", kind: "date" },
  { name: "contracts_selected", title: "Contracts", kind: "count" },
  { name: "invoices", kind: "count" },
];

function list(batches) {
  if (batches.length) return table("Billing batches", COLUMNS, batches);
  return empty(
    "No batch yet",
    "Create New Batch finds everything that is due on a day. Nothing is billed before you select it.",
    only("import", h("p", null, link("Import customers, contracts and work first", "/import"))),
  );
}

// What `status` says to do next has a place on the page: the command it names, and where that is done. batch: the
// newest; made: the newest whose invoices wait to be exported.
const WAYS = [
  ["import", () => "/import"],
  ["check", () => "/check"],
  ["batch new", () => null],
  ["batch", ({ batch }) => `/batch/${batch}`],
  ["invoice send", ({ batch }) => `/batch/${batch}`],
  ["export", ({ made }) => `/export/${made}`],
  ["unbilled", () => "/unbilled"],
  ["report aging", () => "/reports/aging"],
  ["invoice pay", () => "/invoices?state=open"],
  ["balance", () => "/balances"],
];

function next(steps, batches) {
  const at = { batch: batches[0]?.batch, made: batches.find((b) => b.state === "generated")?.batch };
  const links = steps.flatMap(({ step, command: said }) => {
    const [, one, two] = said.split(" "),
      to = WAYS.find(([words]) => said.startsWith(`billet ${words}`))?.[1](at);
    return to && (may(one) || may(`${one} ${two}`)) ? [h("li", null, link(step[0].toUpperCase() + step.slice(1), to))] : [];
  });
  return links.length ? [h("h2", null, "What to do next"), h("ul", { class: "reasons" }, links)] : [];
}

export async function batchesView() {
  const place = h("div", null),
    ways = h("div", null);
  let batches = [];
  const refresh = latest(
    () => command("batch", "list"),
    ({ answer }) => {
      batches = answer.reverse();
      place.replaceChildren(list(batches));
    },
  );
  // Below the list, and after it: nobody waits for it, and nothing moves when it comes.
  const shown = async () => {
    const { steps = [] } = await command("status").catch(() => ({}));
    ways.replaceChildren(...next(steps, batches));
  };
  await refresh();
  return {
    title: "Billing",
    element: h("section", null, h("h1", null, "Billing"), step("batch new", "Create New Batch", makeCreate()), place, ways),
    shown,
    refresh: () => refresh().then(shown),
  };
}
