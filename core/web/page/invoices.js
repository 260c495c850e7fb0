// All invoices, drafts and credit notes: filters in the address, a window of rows.
import { DocumentList } from "./documents.js";
import { empty, h, link } from "./dom.js";
import { CUSTOMER, Filters } from "./filters.js";
import { ALL } from "./invoicerows.js";
import { place } from "./router.js";
import { attempt } from "./shell.js";

const STATES = ["draft", "final", "open", "overdue", "paid", "void", "credit"];
const SUMS = [
  ["total", "total", "Total"],
  ["open", "open", "Open"],
];

const none = (filters) =>
  Object.keys(filters.query()).length
    ? empty("No invoice matches", "The filters leave none.")
    : empty(
        "No invoice yet",
        "Invoices come from a batch: select contracts, run it, generate.",
        h("p", null, link("To Billing", "/batch")),
      );

export async function invoicesView() {
  const list = new DocumentList({
    columns: ALL,
    sums: SUMS,
    query: () => ({ sort: "-number", ...place().query }),
    empty: () => none(filters),
  });
  const filters = new Filters(
    [
      { name: "state", label: "State", pairs: [["", "All"], ...STATES.map((s) => [s, s])] },
      CUSTOMER,
      { name: "since", label: "From", type: "date" },
      { name: "until", label: "To", type: "date" },
      { name: "text", label: "Find" },
    ],
    () => attempt(() => list.grid.reset()),
  );
  const acts = h("div", { class: "acts" }, list.count, filters.clear);
  return {
    title: "Invoices",
    element: h("section", null, h("h1", null, "Invoices"), filters.form, acts, list.sheet),
    shown: () => list.shown(),
    refresh: () => list.grid.reload(),
    leave: () => list.leave(),
  };
}
