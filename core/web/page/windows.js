// Windows of the two long lists: contracts of a batch, and documents. An order "-total" is the greatest first; that is a
// flag of the command, which an address that is read cannot give.
import { command, options, read } from "./api.js";

function windowOf(path, words, { sort = "", ...query }, from, count, ask) {
  const down = sort.startsWith("-"),
    all = { ...query, sort: sort.replace(/^-/, ""), from, count };
  if (ask || down) return (ask ?? command)(words, options(all), down ? "--descending" : []);
  return read(path, all);
}

// Contracts; the query is that of the page's address. ask: what the answer comes by, `commandNow` where it must not wait.
export function contractWindow(batch, query, ...window) {
  return windowOf(`/batch/${batch}/contracts`, ["batch", "rows", "--batch", batch], query, ...window);
}

// Documents, the query likewise.
export function documentWindow(query, ...window) {
  return windowOf("/invoices", ["invoice", "list"], query, ...window);
}

// Customers of such windows who fit what somebody types.
export function customers(window) {
  return async (text) =>
    text.length < 2 ? [] : [...new Set((await window({ text }, 0, 40)).rows.map((row) => row.customer_name))].slice(0, 12);
}
