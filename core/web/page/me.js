// Who asks, and what they may: as the server says. The page knows no role.
import { listen, read } from "./api.js";
import { h } from "./dom.js";

let known = {};
let words = null;

// Asks once, before anything is drawn. Who is not in is told so by whatever is asked next.
export async function lookWhoAsks() {
  known = await read("/me").catch(() => ({}));
  words = known.may ? new Set(known.may) : null;
  if (words) listen(lookAgain);
}

// A stream that ended, or begins again: who is out by now, or may do something else, begins anew.
async function lookAgain(kind) {
  if (kind !== "open" && kind !== "closed") return;
  const now = await read("/me").catch((failure) => failure);
  if (now.status === 401 || (now.role && now.role !== known.role)) location.reload();
}

export function me() {
  return known;
}

// Whether several people are served.
export function isShared() {
  return words !== null;
}

// Whether who asks may run all of these commands.
export function may(...commands) {
  return !words || commands.every((c) => words.has(c));
}

// A step of the work: what stands there for those who may do it, else who they are.
export function step(command, title, shown) {
  return may(command) ? shown : h("p", { class: "muted others" }, `${title} (who may: ${known.others[command]})`);
}

// What stands on the page for those alone who may run the command.
export function only(command, shown) {
  return may(command) ? shown : null;
}
