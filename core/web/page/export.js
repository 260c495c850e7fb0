// Export Invoices: where a generated batch goes; sign-in, progress, and a row per document with what to do about it.
import { command, listen, stopCommand } from "./api.js";
import { follow } from "./batches.js";
import { ask } from "./dialogs.js";
import { button, empty, h, link, redraw } from "./dom.js";
import { only } from "./me.js";
import { place, refresh } from "./router.js";
import { attempt, lookBack, say, warn } from "./shell.js";
import { table } from "./table.js";

const FOLDERS = new Set(["ubl", "cii"]);
// Counts of documents that are not there as they should be.
const OPEN = ["waiting", "refused", "unknown", "different"];
const SIGN_IN = /\bbillet export login\b/;
const ENDINGS = { json: "json", beancount: "beancount", ledger: "ledger", "quickbooks-iif": "iif" };

function made(info) {
  return info.state === "generated" || info.state === "exported";
}

class Exporting {
  constructor(batch, targets, info) {
    Object.assign(this, { batch, targets, info });
    this.result = h("div", { class: "result" });
    this.progress = h("progress", { hidden: true, "aria-label": "Exporting" });
    this.told = h("p", { class: "muted", "aria-live": "polite" });
    this.stop = button("Stop", stopCommand, { hidden: true });
    this.away = h("p", { role: "status" });
    this.head = h("p", { class: "muted facts" });
    this.chosen = place().names.target ?? null;
    this.element = h(
      "section",
      { class: "export" },
      h(
        "div",
        { class: "head" },
        h("h1", null, "Export Invoices"),
        this.head,
      ),
      made(info)
        ? [this.methods(), this.progress, this.told, this.away, this.stop, this.result]
        : empty(
            "Not generated yet",
            "Only invoices with numbers are exported: generate the batch first.",
            link("To the batch", `/batch/${batch}`),
          ),
    );
    this.drawHead();
  }

  drawHead() {
    const { name, state } = this.info;
    this.head.replaceChildren(link(name ?? `Batch ${this.batch}`, `/batch/${this.batch}`), ` · ${state}`);
  }

  // How it is now: after what was done here, and after what others did, unless something is under way.
  async look({ own }) {
    if (this.working && !own) return;
    const { answer } = await command("batch", "list");
    this.info = answer.find((b) => String(b.batch) === this.batch) ?? this.info;
    this.drawHead();
    if (this.target?.company) await this.status();
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
          on: { change: () => this.choose(t) },
        }),
        h("span", null, h("span", { class: "strong" }, t.title), h("small", null, this.about(t))),
      );
    const part = (title, list) => [h("h2", null, title), h("div", { class: "methods" }, list.map(one))];
    return h(
      "fieldset",
      { class: "targets" },
      h("legend", null, "Select the export method"),
      part(
        "Delivered there",
        this.targets.filter((t) => t.does === "delivers"),
      ),
      part(
        "As a file",
        this.targets.filter((t) => t.does !== "delivers"),
      ),
    );
  }

  about(t) {
    if (t.does !== "delivers") return "a file that you download";
    if (t.company)
      return `signed in: ${t.company}${t.environment === "sandbox" ? " (sandbox)" : ""}${t.days_left !== null ? `, for ${t.days_left} more days` : ""}`;
    return "sign in first";
  }

  async choose(target) {
    this.target = target;
    history.replaceState({ ...history.state }, "", `/export/${this.batch}/${target.target}`);
    if (target.does === "delivers") return attempt(() => this.delivering(), false);
    redraw(
      this.result,
      h("h2", null, target.title),
      FOLDERS.has(target.target)
        ? empty(
            "A file of each invoice",
            `On the command line: billet export ${target.target} --batch ${this.batch} --output FOLDER`,
          )
        : (only("export", button(`Export to ${target.title}`, () => this.file(target), { class: "main" })) ?? ""),
      FOLDERS.has(target.target) ? null : this.unmarked(target),
    );
  }

  // Nobody here knows whether a file that a browser saves is kept: only a file that the program writes marks its batch.
  unmarked(target) {
    if (this.info.state === "exported") return null;
    const words = `billet export ${target.target} --batch ${this.batch} --output FILE`;
    return h(
      "p",
      { class: "muted" },
      `A download does not mark the batch as exported, it stays ${this.info.state}. On the command line, `,
      h("code", null, words),
      " marks it where the file is one to book it from.",
    );
  }

  // A file is made by the server and saved by the browser, under a name that says what it is.
  file(target) {
    return this.busy(async () => {
      const answer = await command("export", target.target, "--batch", this.batch),
        name = `batch-${this.batch}.${ENDINGS[target.target] ?? "csv"}`;
      const blob = new Blob([answer.text ?? ""], { type: "application/octet-stream" }),
        url = URL.createObjectURL(blob);
      h("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      const told = `Batch ${this.batch} was successfully exported: ${answer.invoices} documents in ${name}.`;
      redraw(
        this.result,
        h("h2", null, target.title),
        h("p", { class: "good", role: "status" }, told),
        this.unmarked(target),
      );
      say(told);
    });
  }

  works(is) {
    this.working = is;
    this.progress.hidden = this.stop.hidden = !is;
    this.element.querySelector("fieldset.targets").disabled = is;
  }

  // One thing at a time: a second click while something is under way does nothing.
  async busy(act) {
    if (this.working) return;
    this.works(true);
    this.progress.removeAttribute("value");
    const stop = listen((kind, data) => {
      if (kind === "progress") follow(this.progress, this.told, data);
      if (kind === "sign-in" && data.target === this.target.target) this.leave(data.authorize_url);
    });
    await attempt(act);
    stop();
    this.works(false);
    this.told.textContent = "";
    this.away.replaceChildren();
    lookBack();
  }

  async delivering() {
    const t = this.target,
      go = t.company ? [`Export to ${t.title}`, () => this.deliver()] : [`Sign in to ${t.title}`, () => this.signIn()];
    redraw(
      this.result,
      h("h2", null, t.title),
      h(
        "div",
        { class: "ends left" },
        only(t.company ? "export" : "export login", button(...go, { class: "main", data: { key: "deliver" } })),
        t.company ? only("export refresh", button("Look what changed there", () => this.refreshTarget())) : null,
        t.company ? only("export logout", button("Sign out", () => this.signOut())) : null,
      ),
      t.needs && !SIGN_IN.test(t.needs) ? h("p", { class: "muted" }, `Before that: ${t.needs}`) : null,
    );
    if (t.company) await this.status();
  }

  // The target's own page opens in a tab; it comes back to this program, which shows whose books they are. What waits goes on then.
  async signIn() {
    if (this.working) return;
    const waits = this.lost;
    let signedIn = false;
    this.tab = window.open("about:blank", "_blank");
    if (this.tab) this.tab.opener = null; // what opens there gets no hold of this page
    await this.busy(async () => {
      this.told.textContent = "Waiting for the sign-in to complete …";
      const answer = await command("export", "login", this.target.target).catch((failure) => {
        this.tab?.close();
        throw failure;
      });
      signedIn = true;
      await this.again();
      say(`Signed in to ${this.target.title}: ${answer.name}.`);
      warn(answer);
    });
    if (signedIn && waits) await this.deliver();
  }

  // The address stands on the page too, for browsers that open no tab.
  leave(url) {
    if (this.tab && !this.tab.closed) this.tab.location = url;
    const there = link(`the page of ${this.target.title}`, url, { target: "_blank", rel: "noopener noreferrer" });
    this.away.replaceChildren("Agree in the tab that opened. None opened? Here is ", there, ".");
  }

  async signOut() {
    await attempt(async () => {
      await command("export", "logout", this.target.target);
      await this.again();
    });
  }

  async again() {
    const answer = await command("export", "list");
    this.targets = answer.answer;
    this.target = this.targets.find((t) => t.target === this.target.target);
    this.chosen = this.target.target;
    this.element.querySelector("fieldset.targets").replaceWith(this.methods());
    await this.delivering();
  }

  deliver() {
    return this.busy(async () => {
      const answer = await command("export", this.target.target, "--batch", this.batch);
      await refresh({ own: true });
      say(answer.result);
      warn(answer);
    });
  }

  refreshTarget() {
    return this.busy(async () => {
      const answer = await command("export", "refresh", this.target.target);
      await refresh({ own: true });
      say(answer.result);
      warn(answer);
    });
  }

  async status() {
    const answer = await command("export", "status", "--target", this.target.target, "--batch", this.batch);
    this.lost = answer.invoices.some((d) => d.state === "waiting" && SIGN_IN.test(d.message ?? ""));
    this.settled = answer.invoices.length > 0 && OPEN.every((state) => !answer[state]);
    const told = this.settled ? `The batch was successfully exported: ${answer.result}` : answer.result;
    this.documents?.remove();
    this.documents = h(
      "div",
      null,
      h("p", { class: this.settled ? "good" : null, role: "status" }, told),
      this.lost ? this.signInAgain() : null,
      answer.invoices.length ? this.rows(answer.invoices) : null,
    );
    this.result.append(this.documents);
  }

  signInAgain() {
    return h(
      "p",
      null,
      "Nobody is signed in there any more. What is there stays, what waits goes on after signing in. ",
      button("Sign in again", () => this.signIn(), { class: "main" }),
    );
  }

  rows(documents) {
    return table(
      "Documents",
      [
        { name: "invoice", kind: "invoice" },
        { name: "state", of: (d) => h("span", { class: `tag ${d.state}` }, d.state) },
        { name: "remote_number", title: "Number there" },
        { name: "difference" },
        { name: "message" },
        { name: "acts", title: "What to do", of: (d) => this.acts(d) },
      ],
      documents,
    );
  }

  // Each state that is not as it should be has the step that settles it.
  acts(d) {
    const step = (title, word) =>
      only(
        `export ${word}`,
        button(title, () => this.settle(title, word, d), { class: "small", "aria-label": `${title} ${d.invoice}` }),
      );
    // An export sends what was refused again, with names looked up anew, and asks first what became of what is unknown.
    const again = (title) =>
      only("export", button(title, () => this.deliver(), { class: "small", "aria-label": `${title} ${d.invoice}` }));
    const of = {
      different: [step("Accept", "accept")],
      gone: [step("Send anew", "resend"), step("Accept", "accept")],
      edited: [step("Accept", "accept")],
      voided: [step("Accept", "accept"), step("Send anew", "resend")],
      refused: [again("Try again"), step("Forget", "forget")],
      unknown: [again("Look again")],
    };
    return of[d.state] ? h("span", { class: "ends left" }, of[d.state]) : null;
  }

  async settle(title, word, d) {
    const done = await ask({
      title: `${title}: ${d.invoice}`,
      text: d.message ?? "",
      action: title,
      fields: [{ name: "note", label: "Note", required: true, hint: "why; the log keeps it" }],
      run: ({ note }) => command("export", word, this.target.target, d.invoice, "--note", note),
    });
    if (!done) return;
    await refresh({ own: true });
    // What is sent anew goes at once; with the last that is settled the batch is exported.
    if (word === "resend" || this.settled) await this.deliver();
  }
}

export async function exportView({ names }) {
  const [list, batches] = await Promise.all([command("export", "list"), command("batch", "list")]);
  const info = batches.answer.find((b) => String(b.batch) === names.batch) ?? { state: "" };
  const page = new Exporting(names.batch, list.answer, info),
    target = list.answer.find((t) => t.target === names.target);
  return {
    title: "Export Invoices",
    element: page.element,
    refresh: (change) => page.look(change ?? {}),
    shown: () => target && made(info) && page.choose(target),
  };
}
