// Who may use the page, where it is served to several people: the list, and how somebody is let in, signed out or taken off.
import { command, commandWithSecret } from "./api.js";
import { ask } from "./dialogs.js";
import { button, empty, h, latest, redraw } from "./dom.js";
import { may, me, only } from "./me.js";
import { refusedView } from "./refusals.js";
import { refresh } from "./router.js";
import { attempt, lookBack, say } from "./shell.js";
import { table } from "./table.js";

const password = {
  name: "password",
  label: "Password",
  type: "password",
  hint: "at least ten characters",
};

class Users {
  constructor() {
    this.list = h("div", null);
    this.element = h(
      "section",
      null,
      h("h1", null, "Users"),
      this.list,
      only("user add", h("div", { class: "ends left" }, button("Add a user", () => attempt(() => this.add()), { class: "main" }))),
    );
  }

  load = latest(
    () => command("user", "list"),
    ({ answer }) => this.draw(answer),
  );

  draw(users) {
    const columns = [
      { name: "name" },
      { name: "role" },
      { name: "password", title: "Signs in by", of: (u) => (u.password ? "name and password" : "the proxy") },
      { name: "acts", title: "What to do", of: (u) => this.acts(u) },
    ];
    const nobody = empty(
      "One person uses this page",
      "Users are for several people, behind a proxy: add an admin here, then start billet serve with --listen and --host.",
    );
    redraw(this.list, users.length ? table("Users", columns, users) : nobody);
  }

  // What can be chosen is what the command line offers.
  async roleField(value) {
    const { text } = await command("complete", "--", "user", "role", "x", "");
    return { name: "role", label: "Role", value, choices: text.trim().split("\n").map((role) => [role, role]) };
  }

  async add() {
    const role = await this.roleField("viewer");
    const done = await ask({
      title: "Add a user",
      action: "Add",
      fields: [
        { name: "name", label: "Name", required: true },
        role,
        { ...password, hint: `${password.hint}; empty: the proxy says who it is` },
      ],
      run: ({ name, role, password: secret }) =>
        commandWithSecret(secret, "user", "add", name, "--role", role, secret ? [] : "--no-password"),
    });
    if (done) await this.did(done);
  }

  async change({ name, role }) {
    const done = await ask({
      title: `Role: ${name}`,
      text: "Ends all sessions too.",
      action: "Set",
      fields: [await this.roleField(role)],
      run: (chosen) => command("user", "role", name, chosen.role),
    });
    if (done) await this.did(done);
  }

  async renew({ name }) {
    const done = await ask({
      title: `New password: ${name}`,
      text: "Ends all sessions too.",
      action: "Set",
      fields: [{ ...password, required: true }],
      run: ({ password: secret }) => commandWithSecret(secret, "user", "password", name),
    });
    if (done) await this.did(done);
  }

  // Who did it to themselves is out.
  async did({ user, summary }) {
    if (user === me().user) return location.assign("/");
    await refresh({});
    say(`${user} ${summary}.`);
    return lookBack();
  }

  acts({ name, role }) {
    const act = (title, word, run) =>
      only(
        `user ${word}`,
        button(title, run, { class: "small", "aria-label": `${title} ${name}`, data: { key: `${word}-${name}` } }),
      );
    const sure = (title, word, text, danger) =>
      act(title, word, () => this.act({ title, word, name, text, danger }));
    return h(
      "span",
      { class: "ends left" },
      act("Role", "role", () => attempt(() => this.change({ name, role }))),
      act("New password", "password", () => this.renew({ name })),
      sure("Sign out", "sign-out", "Ends all sessions, on every device. The password stays."),
      sure("Remove", "remove", "Ends all sessions, and takes the name off the list. The log keeps what was done.", true),
    );
  }

  async act({ title, word, name, text, danger }) {
    const done = await ask({
      title: `${title}: ${name}`,
      text,
      action: title,
      danger,
      run: () => command("user", word, name),
    });
    if (done) await this.did(done);
  }
}

export async function usersView() {
  if (!may("user list")) return refusedView("user", "list");
  const page = new Users();
  await page.load();
  return { title: "Users", element: page.element, refresh: () => attempt(() => page.load(), false) };
}
