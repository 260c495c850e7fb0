// Ctrl K: go to a view, a batch, a customer, an invoice by a few letters.
import { command } from "./api.js";
import { open } from "./dialogs.js";
import { h, newId } from "./dom.js";
import { go } from "./router.js";
import { places } from "./places.js";
import { customersLike, documentWindow } from "./windows.js";

const REPORTS = ["revenue", "aging", "unbilled", "rates", "tax", "blocks"];

let batches = [];

function views() {
  const reports = REPORTS.map((r) => [`Report: ${r}`, `/reports/${r}`]);
  const made = batches.map((b) => [`Batch ${b.batch}${b.name ? `, ${b.name}` : ""} (${b.state})`, `/batch/${b.batch}`]);
  return [...places().map(([name, path]) => [name, path]), ...reports, ...made];
}

// What the book has under these letters: asked only when they are enough to mean something.
async function found(text) {
  const [customers, documents] = await Promise.all([
    customersLike(text).catch(() => []),
    documentWindow({ text }, 0, 8).then((list) => list.rows, () => []),
  ]);
  return [
    ...customers.map((c) => [`Customer ${c.customer_name}`, `/customer/${encodeURIComponent(c.customer)}`]),
    ...documents.map((i) => [`Invoice ${i.invoice}, ${i.customer_name}`, `/invoice/${encodeURIComponent(i.invoice)}`]),
  ];
}

function fits(text) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ([name]) => wanted.every((word) => name.toLowerCase().includes(word));
}

// A combobox over a list, as the ARIA pattern has it: the input keeps the focus, the arrows move the choice.
class Palette {
  constructor() {
    this.listId = newId();
    this.list = h("ul", { role: "listbox", id: this.listId, "aria-label": "Places" });
    this.input = h("input", {
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": this.listId,
      "aria-label": "Go to",
      placeholder: "A view, a batch, a customer, an invoice",
      autocomplete: "off",
      on: { input: () => this.look(), keydown: (event) => this.key(event) },
    });
    this.dialog = h("dialog", { class: "palette", "aria-label": "Go to" }, this.input, this.list);
    this.at = 0;
    this.turn = 0;
  }

  async look() {
    const text = this.input.value.trim(),
      turn = ++this.turn,
      near = views().filter(fits(text));
    this.draw(near.slice(0, 12));
    if (text.length < 2) return;
    const more = await found(text);
    if (turn === this.turn) this.draw([...near.slice(0, 8), ...more]);
  }

  draw(places) {
    this.places = places;
    this.at = 0;
    this.list.replaceChildren(
      ...places.map(([name, path], i) =>
        h("li", { role: "option", id: `${this.listId}-${i}`, on: { click: () => this.take(path) } }, name),
      ),
    );
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.at)));
    const chosen = this.list.children[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.at = Math.max(0, Math.min(this.places.length - 1, this.at + step));
      this.mark();
    } else if (event.key === "Enter" && this.places[this.at]) {
      event.preventDefault();
      this.take(this.places[this.at][1]);
    }
  }

  take(path) {
    this.dialog.close();
    go(path);
  }
}

export function openPalette() {
  if (document.querySelector("dialog[open]")) return;
  const palette = new Palette();
  open(palette.dialog);
  palette.look();
  command("batch", "list").then(
    (answer) => {
      batches = (answer.answer ?? []).reverse().slice(0, 20);
      palette.look();
    },
    () => {},
  );
}
