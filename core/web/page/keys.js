// Keys: shown by a visible button, silent while somebody types or a dialog is open.
import { h } from "./dom.js";
import { showBox } from "./dialogs.js";
import { openPalette } from "./palette.js";
import { go } from "./router.js";
import { places } from "./places.js";
import { takeBack } from "./shell.js";

const list = () => [
  [
    "In the list",
    [
      ["↑ ↓  or  k j", "the row before, the row after"],
      ["Home End Page Up Page Down", "far rows"],
      ["Space  or  x", "takes the contract in or out; an item likewise"],
      ["Shift with Space, or with a click", "all rows from the last one taken"],
      ["→  or  Enter", "opens a contract to its items"],
      ["←", "closes it"],
      ["w", "waives an item, with a note"],
      ["y", "why it is, or is not, in the batch"],
      ["Tab", "the buttons of the row"],
    ],
  ],
  [
    "Everywhere",
    [
      ["Ctrl K", "go to a view, a customer, an invoice"],
      ["/", "the filter"],
      ["u  or  Ctrl Z", "undo, as its button says"],
      ["?", "these keys"],
      ["Esc", "closes what is open"],
    ],
  ],
  ["g, then", places().map(([name, , key]) => [key, name])],
];

export function showKeys() {
  showBox(
    "Keys",
    list().map(([title, keys]) => [
      h("h3", null, title),
      h(
        "dl",
        { class: "keys" },
        keys.map(([key, what]) => [h("dt", null, h("kbd", null, key)), h("dd", null, what)]),
      ),
    ]),
  );
}

function isTyping(target) {
  return target.closest?.(
    "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio]):not([type=button])",
  );
}

let afterG = 0;

function gone(key) {
  const found = places().find(([, , letter]) => letter === key);
  if (found) go(found[1]);
  return Boolean(found);
}

function plainKey(event) {
  if (Date.now() - afterG < 1500) {
    afterG = 0;
    return gone(event.key);
  }
  if (event.key === "g") return Boolean((afterG = Date.now()));
  if (event.key === "?") return showKeys() || true;
  if (event.key === "u") return takeBack("undo") || true;
  if (event.key === "/") {
    const filter = document.querySelector("#main [data-filter]");
    filter?.focus();
    filter?.select?.();
    return Boolean(filter);
  }
  return false;
}

// Answers whether the key was one of ours, so that it does not land in a field that it opened.
function pressed(event) {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) return openPalette() || true;
  if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return false;
  if (command && event.key.toLowerCase() === "z") return takeBack(event.shiftKey ? "redo" : "undo") || true;
  if (command || event.altKey) return false;
  return plainKey(event);
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (pressed(event)) event.preventDefault();
  });
}
