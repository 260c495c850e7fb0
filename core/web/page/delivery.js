// A batch delivered to another program: signing in, whose books, a row per document with what to do about it.
import { command, stopCommand } from "./api.js";
import { ask } from "./dialogs.js";
import { button, h, latest, link } from "./dom.js";
import { only } from "./me.js";
import { refresh } from "./router.js";
import { attempt, say, warn } from "./shell.js";
import { table } from "./table.js";

// Counts of documents that are not there as they should be.
const OPEN = ["waiting", "refused", "unknown", "different"];
const SIGN_IN = /\bbillet export login\b/;

export class Delivery {
  constructor(page) {
    this.page = page;
  }

  get target() {
    return this.page.target;
  }

  async draw() {
    const t = this.target,
      [word, title, act] = t.company
        ? ["export", "Export", () => this.deliver()]
        : ["export login", "Sign in", () => this.signIn()];
    const step = (name, text, run) => t.company && only(name, button(text, run));
    this.page.show(
      h(
        "div",
        { class: "ends left" },
        only(word, button(`${title} to ${t.title}`, act, { class: "main", data: { key: "go" } })),
        step("export refresh", "Look what changed there", () => this.run("Asking …", "export", "refresh", t.target)),
        step("export logout", "Sign out", () => this.signOut()),
      ),
      t.needs && !SIGN_IN.test(t.needs) ? h("p", { class: "muted" }, `Before that: ${t.needs}`) : null,
    );
    await this.look();
  }

  // The target's own page opens in a tab; it comes back to this program, which tells whose books they are. Nothing is kept
  // before somebody has chosen them here. What waits goes on then.
  async signIn() {
    const waits = this.lost;
    this.tab = window.open("about:blank", "_blank");
    if (this.tab) this.tab.opener = null; // what opens there gets no hold of this page
    const login = async () => {
      const answer = await command("export", "login", this.target.target);
      await this.page.again();
      say(`Signed in to ${this.target.title}: ${answer.name}.`);
      warn(answer);
    };
    const hear = (told) => (told.companies ? this.choose(told) : this.leave(told.authorize_url));
    const done = await this.page.busy(login, "Waiting for the sign-in to complete …", hear);
    this.asks?.close();
    if (!done) this.tab?.close();
    else if (waits) await this.deliver();
  }

  // The address stands on the page too, for browsers that open no tab.
  leave(url) {
    if (this.tab && !this.tab.closed) this.tab.location = url;
    const there = link(`the page of ${this.target.title}`, url, { target: "_blank", rel: "noopener noreferrer" });
    this.page.away.replaceChildren("Agree in the tab that opened. None opened? Here is ", there, ".");
  }

  // Whose books: one of several, or the one. Who does not agree stops the sign-in.
  async choose({ companies, environment }) {
    const alike = (c) => companies.filter((o) => o.name === c.name).length > 1,
      name = (c) => (alike(c) ? `${c.name} · ${c.id}` : c.name);
    this.page.told.textContent = "Whose books?";
    const asked = ask({
      title: `Deliver to ${this.target.title}?`,
      text: [
        `Nothing is kept before you agree. Environment: ${environment}.`,
        ...companies.flatMap((c) => c.notes.map((note) => `${name(c)}: ${note}.`)),
      ].join(" "),
      action: "Deliver there",
      fields: [
        {
          name: "company",
          label: "Whose books",
          required: true,
          value: companies.length === 1 ? companies[0].id : "", // of several nobody guesses
          choices: companies.map((c) => [c.id, name(c)]),
        },
      ],
      run: ({ company }) => command("export", "login", this.target.target, "--company", company),
    });
    this.asks = document.querySelector("dialog");
    if (!(await asked) && this.page.working) stopCommand();
  }

  signOut() {
    return attempt(async () => {
      await command("export", "logout", this.target.target);
      await this.page.again();
    });
  }

  // A command, its progress, and what became of the documents.
  run(told, ...words) {
    return this.page.busy(async () => {
      const answer = await command(words);
      await refresh({ own: true });
      say(answer.result);
      warn(answer);
    }, told);
  }

  deliver() {
    return this.run("Exporting …", "export", this.target.target, "--batch", this.page.batch);
  }

  async look() {
    if (this.target.company) await this.asked();
  }

  asked = latest(
    () => command("export", "status", "--target", this.target.target, "--batch", this.page.batch),
    (answer) => this.tell(answer),
  );

  tell(answer) {
    const documents = answer.invoices;
    this.lost = documents.some((d) => d.state === "waiting" && SIGN_IN.test(d.message ?? ""));
    this.settled = documents.length > 0 && OPEN.every((state) => !answer[state]);
    const told = this.settled ? `The batch was successfully exported: ${answer.result}` : answer.result;
    this.documents?.remove();
    this.documents = h(
      "div",
      null,
      h("p", { class: this.settled ? "good" : null, role: "status" }, told),
      this.lost ? this.signInAgain() : null,
      documents.length ? this.rows(documents) : null,
    );
    this.page.result.append(this.documents);
  }

  signInAgain() {
    return h(
      "p",
      null,
      "Nobody is signed in there any more. What is there stays, what waits goes on after signing in. ",
      only(
        "export login",
        button("Sign in again", () => this.signIn(), { class: "main" }),
      ),
    );
  }

  rows(documents) {
    return table(
      "Documents",
      [
        { name: "invoice", kind: "invoice" },
        { name: "state", of: (d) => h("span", { class: `tag ${d.state}` }, d.state) },
        { name: "acts", title: "What to do", of: (d) => this.acts(d) },
        { name: "remote_number", title: "Number there" },
        { name: "difference" },
        { name: "message" },
      ],
      documents,
    );
  }

  // Each state that is not as it should be has the step that settles it. An export sends what was refused again, with names
  // looked up anew, and asks first what became of what is unknown.
  acts(d) {
    const act = (word, title, run) =>
      only(word, button(title, run, { class: "small", "aria-label": `${title} ${d.invoice}` }));
    const step = (title, word) => act(`export ${word}`, title, () => this.settle(title, word, d)),
      again = (title) => act("export", title, () => this.deliver());
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
