// Export Invoices: where a generated batch goes; sign-in, progress, and a row per document with what to do about it.
import { command, listen } from "./api.js";
import { follow } from "./batches.js";
import { ask } from "./dialogs.js";
import { button, empty, h, link } from "./dom.js";
import { may, only } from "./me.js";
import { place } from "./router.js";
import { attempt, complain, lookBack, say } from "./shell.js";
import { table } from "./table.js";

const FOLDERS = new Set(["ubl", "cii"]);
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
    this.chosen = place().names.target ?? null;
    this.element = h(
      "section",
      { class: "export" },
      h(
        "div",
        { class: "head" },
        h("h1", null, "Export Invoices"),
        h("p", { class: "muted facts" }, link(info.name ?? `Batch ${batch}`, `/batch/${batch}`), ` · ${info.state}`),
      ),
      made(info)
        ? [this.methods(), this.progress, this.told, this.result]
        : empty(
            "Not generated yet",
            "Only invoices with numbers are exported: generate the batch first.",
            link("To the batch", `/batch/${batch}`),
          ),
    );
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
    if (target.does === "delivers") return this.delivering();
    this.result.replaceChildren(
      h("h2", null, target.title),
      FOLDERS.has(target.target)
        ? empty(
            "A file of each invoice",
            `On the command line: billet export ${target.target} --batch ${this.batch} --output FOLDER`,
          )
        : (only("export", button(`Export to ${target.title}`, () => this.file(target), { class: "main" })) ?? ""),
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
      this.result.replaceChildren(h("h2", null, target.title), h("p", { class: "good", role: "status" }, told));
      say(told);
    });
  }

  async busy(act) {
    this.progress.hidden = false;
    this.progress.removeAttribute("value");
    const stop = listen((kind, data) => {
      if (kind === "progress") follow(this.progress, this.told, data);
    });
    await attempt(act);
    stop();
    this.progress.hidden = true;
    this.told.textContent = "";
    lookBack();
  }

  async delivering() {
    const t = this.target;
    this.result.replaceChildren(
      h("h2", null, t.title),
      h(
        "div",
        { class: "ends left" },
        t.company
          ? only("export", button(`Export to ${t.title}`, () => this.deliver(), { class: "main" }))
          : only("export login", button(`Sign in to ${t.title}`, () => this.signIn(), { class: "main" })),
        t.company ? only("export refresh", button("Look what changed there", () => this.refreshTarget())) : null,
        t.company ? only("export logout", button("Sign out", () => this.signOut())) : null,
      ),
      t.needs ? h("p", { class: "muted" }, `Before that: ${t.needs}`) : null,
    );
    if (t.company) await this.status();
  }

  // The page opens the target's own page; it comes back to this program, which shows whose books they are before it keeps anything.
  signIn() {
    const tab = window.open("about:blank", "_blank");
    const stop = listen((kind, data) => {
      if (kind === "sign-in" && tab) tab.location = data.authorize_url;
    });
    return this.busy(async () => {
      this.told.textContent = "Waiting for the sign-in to complete …";
      const answer = await command("export", "login", this.target.target).catch((failure) => {
        tab?.close();
        throw failure;
      });
      if (answer.authorize_url && tab) tab.location = answer.authorize_url;
      await this.again();
      say(`Signed in to ${this.target.title}.`);
    }).finally(stop);
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
    this.element.querySelector("fieldset.targets").replaceWith(this.methods());
    await this.delivering();
  }

  deliver() {
    return this.busy(async () => {
      const answer = await command("export", this.target.target, "--batch", this.batch).catch((failure) => failure);
      if (answer.code === "sign-in") return this.signIn();
      await this.status();
      if (answer instanceof Error) throw answer;
      say(answer.result ?? `${answer.delivered} delivered.`);
    });
  }

  refreshTarget() {
    return this.busy(async () => {
      await command("export", "refresh", this.target.target);
      await this.status();
    });
  }

  async status() {
    const answer = await command("export", "status", "--target", this.target.target, "--batch", this.batch).catch(
      (failure) => failure,
    );
    this.documents?.remove();
    if (answer instanceof Error) return complain(answer);
    const all = answer.invoices.length && answer.delivered === answer.invoices.length;
    this.documents = h(
      "div",
      null,
      h(
        "p",
        { class: all ? "good" : null, role: "status" },
        all ? `The batch was successfully exported: ${answer.result}` : answer.result,
      ),
      answer.invoices.length
        ? table(
            "Documents",
            [
              { name: "invoice", kind: "invoice" },
              { name: "state", of: (d) => h("span", { class: `tag ${d.state}` }, d.state) },
              { name: "remote_number", title: "Number there" },
              {
                name: "difference",
                of: (d) =>
                  d.difference
                    ? typeof d.difference === "string"
                      ? d.difference
                      : JSON.stringify(d.difference)
                    : null,
              },
              { name: "message", title: "Message" },
              { name: "acts", title: "What to do", of: (d) => this.acts(d) },
            ],
            answer.invoices,
          )
        : null,
    );
    this.result.append(this.documents);
  }

  // Each state that is not as it should be has the step that settles it.
  acts(d) {
    const step = (title, word) =>
      only(
        `export ${word}`,
        button(title, () => this.settle(title, word, d), { class: "small", "aria-label": `${title} ${d.invoice}` }),
      );
    const of = {
      different: [step("Accept", "accept")],
      gone: [step("Send anew", "resend"), step("Accept", "accept")],
      edited: [step("Accept", "accept")],
      voided: [step("Accept", "accept"), step("Send anew", "resend")],
      refused: [step("Send anew", "resend"), step("Forget", "forget")],
      unknown: [
        only(
          "export refresh",
          button("Look again", () => this.refreshTarget(), { class: "small", "aria-label": `Look again ${d.invoice}` }),
        ),
      ],
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
    if (done) await this.status();
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
    refresh: () => {},
    shown: () => target && made(info) && page.choose(target),
  };
}
