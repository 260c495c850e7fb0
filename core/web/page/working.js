// How far a command of this page is that takes long, and a button that stops it: in the dialog that began it, else below the view.
import { isSettled, listen, settled, stopCommand } from "./api.js";
import { follow } from "./batches.js";
import { button, h } from "./dom.js";

// Where a view shows it itself nothing is shown twice.
function isShown(box) {
  return [...document.querySelectorAll("progress:not([hidden])")].some((bar) => !box.contains(bar));
}

export function showWork() {
  const bar = h("progress", { "aria-label": "Working" }),
    told = h("span", { class: "muted" }),
    box = h("div", { class: "working" }, bar, told, button("Stop", stopCommand, { class: "small" }));
  listen(async (kind, data) => {
    if (kind !== "progress" || isSettled() || isShown(box)) return;
    if (!box.isConnected) bar.removeAttribute("value");
    follow(bar, told, data);
    if (box.isConnected) return;
    (document.querySelector("dialog[open] form") ?? document.getElementById("bar")).append(box);
    await settled();
    const had = box.contains(document.activeElement);
    box.remove();
    if (had) document.getElementById("main").focus({ preventScroll: true });
  });
}
