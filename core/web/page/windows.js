// Windows of the two long lists: contracts of a batch, and documents.
import { command, options, read } from "./api.js";

// Contracts: the query is that of the address; its order "-total" is the greatest first.
export function contractWindow(batch, { sort = "", ...query }, from, count) {
  const order = sort.replace(/^-/, "");
  if (sort.startsWith("-")) {
    return command("batch", "rows", "--batch", batch, options({ ...query, sort: order, from, count }), "--descending");
  }
  return read(`/batch/${batch}/contracts`, { ...query, sort: order, from, count });
}

function fits(row, { state, text }) {
  if (state && row.state !== state) return false;
  const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean),
    all = `${row.invoice} ${row.customer} ${row.customer_name} ${row.total} ${row.po_number ?? ""}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

let kept = { key: null, list: null, until: 0 };

// The list of documents without their lines; the windows of one redraw share one answer.
async function documents({ batch, customer }) {
  const key = JSON.stringify([batch, customer]);
  if (kept.key !== key || Date.now() > kept.until) {
    kept = { key, until: Date.now() + 300, list: command("invoice", "list", options({ batch, customer }), "--brief") };
  }
  return (await kept.list).answer;
}

// Documents, the query as in the address.
export async function documentWindow(query, from, count) {
  const list = await documents(query),
    rows = list.filter((row) => fits(row, query));
  return { rows: rows.slice(from, from + count), from, matching: rows.length, all: list.length };
}
