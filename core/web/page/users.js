// Who may use the page, where it is served to several people: the list, and how somebody is signed out or taken off.
import { command } from "./api.js";
import { ask } from "./dialogs.js";
import { button, h } from "./dom.js";
import { me, only } from "./me.js";
import { attempt, lookBack, say } from "./shell.js";
import { table } from "./table.js";

// What reads a password is no command of a page: it is typed where the book lies.
const TYPED = `billet user add NAME --role ROLE
billet user password NAME`;

class Users {
  constructor() {
    this.list = h("div", null);
    this.element = h(
      "section",
      null,
      h("h1", null, "Users"),
      this.list,
      h("h2", null, "Somebody new, or a new password"),
      h("p", { class: "muted" }, "Passwords are set where the book lies. Each of these asks for one there:"),
      h("pre", { class: "json", tabindex: "0", role: "region", "aria-label": "Commands" }, TYPED),
    );
  }

  async load() {
    const { answer } = await command("user", "list");
    this.list.replaceChildren(
      table(
        "Users",
        [
          { name: "name" },
          { name: "role" },
          { name: "password", title: "Signs in by", of: (u) => (u.password ? "name and password" : "the proxy") },
          { name: "acts", title: "What to do", of: (u) => this.acts(u) },
        ],
        answer,
      ),
    );
  }

  acts({ name }) {
    const act = (title, word, text, danger) =>
      only(
        `user ${word}`,
        button(title, () => this.act({ title, word, name, text, danger }), {
          class: "small",
          "aria-label": `${title} ${name}`,
          data: { key: `${word}-${name}` },
        }),
      );
    return h(
      "span",
      { class: "ends left" },
      act("Sign out", "sign-out", "Ends all sessions, on every device. The password stays."),
      act("Remove", "remove", "Ends all sessions, and takes the name off the list. The log keeps what was done.", true),
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
    if (!done) return;
    // Who did it to themselves is out.
    if (name === me().user) return location.assign("/");
    await attempt(() => this.load());
    say(`${name} ${done.summary}.`);
    lookBack();
  }
}

export async function usersView() {
  const page = new Users();
  await page.load();
  return { title: "Users", element: page.element, refresh: () => attempt(() => page.load(), false) };
}
