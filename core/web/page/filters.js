// Filters of a list: a form whose values stand in the address, so that Back, a bookmark and a colleague find the same list.
import { command, queryText } from "./api.js";
import { button, choice, field, h, latest, newId } from "./dom.js";
import { note, place } from "./router.js";
import { customersLike } from "./windows.js";

let types = null;

// The contract types that this book can have, asked once.
async function contractTypes() {
  types ??= command("plugin", "list").then(
    (answer) => answer.plugins.filter((p) => p.kind === "contract").map((p) => [p.name, p.name]),
    () => {
      types = null;
      return [];
    },
  );
  return types;
}

export class Filters {
  // fields: [{name, label, pairs | type}], or CUSTOMER; changed(query) is called when one was changed.
  constructor(fields, changed) {
    this.fields = fields;
    this.changed = changed;
    this.inputs = fields.map((f) => this.input(f));
    this.clear = button("Clear filters", () => this.reset(), { class: "quiet small" });
    this.form = h(
      "form",
      {
        class: "filters",
        role: "search",
        "aria-label": "Filters",
        on: {
          submit: (e) => {
            e.preventDefault();
            this.apply();
          },
        },
      },
      fields.map((f, i) => field(f.label, this.inputs[i])),
      this.lists,
    );
    this.fill();
    fields.forEach((f, i) => f.more?.().then((pairs) => this.grow(this.inputs[i], f.name, pairs)));
  }

  // Choices that come later: the list is not kept waiting for them.
  grow(select, name, pairs) {
    select.append(...pairs.map(([value, text]) => h("option", { value }, text)));
    select.value = place().query[name] ?? "";
    this.mark();
  }

  input(f) {
    if (f.pairs) return choice(f.pairs, "", { name: f.name, on: { change: () => this.apply() } });
    if (f.type) return h("input", { name: f.name, type: f.type, on: { change: () => this.apply() } });
    if (f === CUSTOMER) return this.suggesting(f);
    return h("input", {
      name: f.name,
      type: "search",
      autocomplete: "off",
      data: { filter: "" },
      on: { input: () => this.soon() },
    });
  }

  // An input with customers that the server proposes while somebody types.
  suggesting(f) {
    const list = h("datalist", { id: newId() });
    this.lists = [...(this.lists ?? []), list];
    const near = async () => (await customersLike(input.value.trim()).catch(() => [])).map((c) => c.customer_name);
    const propose = latest(near, (names) => {
      list.replaceChildren(...names.map((value) => h("option", { value })));
      if (names.includes(input.value)) this.apply();
    });
    const input = h("input", {
      name: f.name,
      list: list.id,
      autocomplete: "off",
      on: { input: () => propose(), change: () => this.apply() },
    });
    return input;
  }

  fill() {
    const { query } = place();
    this.fields.forEach((f, i) => {
      this.inputs[i].value = query[f.name] ?? "";
    });
    this.mark();
  }

  query() {
    return Object.fromEntries(
      this.fields.map((f, i) => [f.name, this.inputs[i].value.trim()]).filter(([, v]) => v !== ""),
    );
  }

  mark() {
    this.inputs.forEach((input) => input.classList.toggle("on", input.value !== ""));
    this.clear.hidden = !Object.keys(this.query()).length;
  }

  soon() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.apply(), 200);
  }

  reset() {
    for (const input of this.inputs) input.value = "";
    this.apply();
    this.inputs[0].focus();
  }

  apply() {
    clearTimeout(this.typing);
    this.mark();
    const now = place(),
      text = queryText({ ...this.kept(now.query), ...this.query() });
    if (text === location.search.slice(1)) return;
    note(location.pathname + (text ? `?${text}` : ""));
    this.changed(this.query());
  }

  // What the address says besides the filters, such as the order.
  kept(query) {
    const names = new Set(this.fields.map((f) => f.name));
    return Object.fromEntries(Object.entries(query).filter(([name]) => !names.has(name)));
  }
}

export const CUSTOMER = { name: "customer", label: "Customer" };

// The filters of the Billing page, as the story names them.
export const contractFilters = [
  { name: "type", label: "Contract Type", pairs: [["", "All"]], more: contractTypes },
  {
    name: "taxable",
    label: "Taxable Contracts",
    pairs: [
      ["", "All"],
      ["yes", "Taxable"],
      ["no", "Not taxable"],
    ],
  },
  CUSTOMER,
  {
    name: "periods",
    label: "Periods",
    pairs: [
      ["", "All"],
      ["ready", "Ready"],
      ["locked", "Open period"],
      ["held", "Held"],
    ],
  },
  {
    name: "chosen",
    label: "Selection",
    pairs: [
      ["", "All"],
      ["selected", "Selected"],
      ["not", "Not selected"],
    ],
  },
  { name: "text", label: "Find" },
];
