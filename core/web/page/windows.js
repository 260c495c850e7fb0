// Windows of the two long lists: contracts of a batch, and documents. An order "-total" is the greatest first; that is a
// flag of the command, which an address that is read cannot give.
import { command, options, read } from "./api.js";

function ordered(sort) {
  return { order: sort.replace(/^-/, ""), down: sort.startsWith("-") };
}

// Contracts; the query is that of the page's address.
export function contractWindow(batch, { sort = "", ...query }, from, count) {
  const { order, down } = ordered(sort),
    all = { ...query, sort: order, from, count };
  if (down) return command("batch", "rows", "--batch", batch, options(all), "--descending");
  return read(`/batch/${batch}/contracts`, all);
}

// Documents, the query likewise.
export function documentWindow({ sort = "", ...query }, from, count) {
  const { order, down } = ordered(sort),
    all = { ...query, sort: order, from, count };
  if (down) return command("invoice", "list", options(all), "--descending");
  return read("/invoices", all);
}
