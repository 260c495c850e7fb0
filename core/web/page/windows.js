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

// Customers whose id or name has these letters, where they are enough to mean something.
export async function customersLike(text) {
  if (text.length < 2) return [];
  return (await command("customer", "list", "--like", text, "--count", 12)).rows;
}

// Documents, the query likewise.
export function documentWindow(query, ...window) {
  return windowOf("/invoices", ["invoice", "list"], query, ...window);
}
