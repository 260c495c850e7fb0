// What every page, and a batch's first, is asked for while the other modules are on their way.
import { WINDOW } from "./lines.js";
import { lookWhoAsks } from "./me.js";
import { contractWindow } from "./windows.js";

export const asked = lookWhoAsks();

const batch = /^\/batch\/(\d+)\/?$/.exec(location.pathname)?.[1],
  text = location.search;
let early = batch ? contractWindow(batch, Object.fromEntries(new URLSearchParams(text)), 0, WINDOW) : null;
early?.catch(() => {}); // whoever takes it hears what went wrong

// The first window of the batch that the page shows, by its address.
export function firstWindow(shown, query) {
  const mine = shown === batch && text === location.search && early;
  early = null;
  return mine || contractWindow(shown, query, 0, WINDOW);
}
