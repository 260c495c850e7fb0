// Export Invoices: where a generated batch goes. One thing at a time is under way, with its progress and a button that stops it.
import { command, listen, stopCommand } from "./api.js";
import { follow } from "./batches.js";
import { Delivery } from "./delivery.js";
import { button, empty, h, link, redraw } from "./dom.js";
import { FileExport } from "./exportfile.js";
import { place } from "./router.js";
import { attempt, lookBack } from "./shell.js";

function made(info) {
  return info.state === "generated" || info.state === "exported";
}

async function batchOf(batch) {
  const { answer } = await command("batch", "list");
  return answer.find((b) => String(b.batch) === batch) ?? { state: "" };
}

class Exporting {
  constructor(batch, targets, info) {
    Object.assign(this, { batch, targets, info });
    this.result = h("div", { class: "result" });
    this.progress = h("progress", { hidden: true, "aria-label": "Exporting" });
    this.told = h("p", { class: "muted", "aria-live": "polite" });
    this.stop = button("Stop", stopCommand, { hidden: true, data: { key: "stop" } });
    this.away = h("p", { role: "status" });
    this.head = h("p", { class: "muted facts" });
    this.chosen = place().names.target ?? null;
    const body = made(info)
      ? [this.methods(), this.progress, this.told, this.away, this.stop, this.result]
      : empty(
          "Not generated yet",
          "Only invoices with numbers are exported: generate the batch first.",
          link("To the batch", `/batch/${batch}`),
        );
    this.element = h(
      "section",
      { class: "export" },
      h("div", { class: "head" }, h("h1", null, "Export Invoices"), this.head),
      body,
    );
    this.drawHead();
  }

  drawHead() {
    const { name, state } = this.info;
    this.head.replaceChildren(link(name ?? `Batch ${this.batch}`, `/batch/${this.batch}`), ` · ${state}`);
  }

  // How it is now: after what was done here, and after what others did, unless something is under way.
  async look({ own }) {
    if (this.working && !own) return void (this.missed = true);
    this.missed = false;
    this.info = await batchOf(this.batch);
    this.drawHead();
    await this.way?.look();
  }

  methods() {
    const one = (t) =>
      h(
        "label",
        { class: "method" },
        h("input", {
          type: "radio",
          name: "target",
          value: t.target,
          checked: t.target === this.chosen,
          data: { key: t.target },
          on: { change: () => this.choose(t) },
        }),
        h("span", null, h("span", { class: "strong" }, t.title), h("small", null, this.about(t))),
      );
    const part = (title, does) => [
      h("h2", null, title),
      h("div", { class: "methods" }, this.targets.filter((t) => t.does === does).map(one)),
    ];
    return h(
      "fieldset",
      { class: "targets" },
      h("legend", null, "Select the export method"),
      part("Delivered there", "delivers"),
      part("As a file", "file"),
    );
  }

  about(t) {
    if (t.file) return "a file that you download";
    if (!t.company) return "sign in first";
    const left = t.days_left === null ? "" : `, for ${t.days_left} more days`;
    return `signed in: ${t.company}${t.environment === "sandbox" ? " (sandbox)" : ""}${left}`;
  }

  async choose(target) {
    this.target = target;
    this.chosen = target.target;
    history.replaceState({ ...history.state }, "", `/export/${this.batch}/${target.target}`);
    this.way = target.file ? new FileExport(this) : new Delivery(this);
    await attempt(() => this.way.draw(), false);
  }

  // What a target says of itself, anew: somebody signed in or out.
  async again() {
    const had = this.way;
    this.targets = (await command("export", "list")).answer;
    this.target = this.targets.find((t) => t.target === this.chosen);
    redraw(this.element.querySelector("fieldset.targets"), ...this.methods().childNodes);
    await had.draw();
  }

  show(...children) {
    redraw(this.result, h("h2", null, this.target.title), ...children);
  }

  works(is) {
    this.working = is;
    this.progress.hidden = this.stop.hidden = !is;
    this.element.querySelector("fieldset.targets").disabled = is;
    // What was clicked is of no use meanwhile: Stop has the focus, and gives it back.
    const back = this.result.querySelector("[data-key=go]") ?? this.head.firstChild;
    if (is ? this.result.contains(document.activeElement) : [document.body, this.stop].includes(document.activeElement))
      (is ? this.stop : back).focus({ preventScroll: true });
  }

  // One thing at a time: a second click while something is under way does nothing. hear: what is told to a person meanwhile.
  async busy(act, told, hear) {
    if (this.working) return false;
    this.progress.removeAttribute("value");
    this.told.textContent = told;
    this.works(true);
    const end = listen((kind, data) => {
      if (kind === "progress") follow(this.progress, this.told, data);
      if (kind === "sign-in" && data.target === this.chosen) hear?.(data);
    });
    const done = await attempt(act);
    end();
    this.told.textContent = "";
    this.away.replaceChildren();
    this.works(false);
    lookBack();
    if (this.missed) await attempt(() => this.look({}), false);
    return done;
  }
}

export async function exportView({ names }) {
  const [list, info] = await Promise.all([command("export", "list"), batchOf(names.batch)]);
  const page = new Exporting(names.batch, list.answer, info),
    target = list.answer.find((t) => t.target === names.target);
  return {
    title: "Export Invoices",
    element: page.element,
    refresh: (change) => page.look(change ?? {}),
    shown: () => target && made(info) && page.choose(target),
  };
}
