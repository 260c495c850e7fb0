// What stands round every view: the left hand panel, Undo, the line that says what was done, the box of what failed.
import { command, leave, Refused } from "./api.js";
import { instant } from "./dates.js";
import { button, h, link, redraw, seen } from "./dom.js";
import { openPalette } from "./palette.js";
import { showKeys } from "./keys.js";
import { isShared, may, me, only } from "./me.js";
import { places } from "./places.js";
import { problem } from "./refusals.js";
import { refresh } from "./router.js";

function isAt(path) {
  const here = location.pathname;
  if (path === "/batch") return /^\/(batch|export|$)/.test(here);
  if (path === "/invoices") return here.startsWith("/invoice");
  return here.startsWith(path);
}

function drawNav() {
  const nav = document.getElementById("nav");
  redraw(
    nav,
    h(
      "ul",
      null,
      places().map(([name, path]) =>
        h("li", null, link(name, path, { "aria-current": isAt(path) ? "page" : null, data: { key: path } })),
      ),
    ),
  );
}

const bar = { undo: null, redo: null };

function drawBar() {
  bar.undo = button("Undo", () => takeBack("undo"), { id: "undo", disabled: true });
  bar.redo = button("Redo", () => takeBack("redo"), { id: "redo", hidden: true });
  const find = button("Go to…", openPalette, { class: "quiet", "aria-keyshortcuts": "Control+K", title: "Ctrl K" });
  const keys = button("Keys", showKeys, { class: "quiet", "aria-keyshortcuts": "?", title: "?" });
  document.getElementById("bar").prepend(only("undo", bar.undo) ?? "", only("redo", bar.redo) ?? "");
  document.getElementById("bar").append(find, keys);
}

// Takes back the last change, or does it again; says what became of it.
export async function takeBack(what) {
  if (bar[what].disabled || bar[what].hidden) return;
  await attempt(async () => {
    const answer = await command(what, "--brief");
    say(plain(answer.text));
    await refresh({ what });
  });
  await lookBack();
}

// "`batch select` of batch 2 is taken back: …" without the marks of the command line.
function plain(text) {
  return (text ?? "").replace(/`/g, "");
}

let looking = null;

// Asks what Undo would do, soon: several changes in a row ask once.
export function lookBack() {
  clearTimeout(looking);
  if (!may("undo")) return Promise.resolve();
  return new Promise((done) => {
    looking = setTimeout(async () => {
      await Promise.all([name("undo", "Undo"), name("redo", "Redo")]);
      done();
    }, 250);
  });
}

async function name(what, word) {
  const answer = await command(what, "--look").catch((failure) => failure);
  const can = answer && !(answer instanceof Error) && answer.command;
  const told = can ? plain(answer.text) : (answer.message ?? "nothing to take back");
  const to = bar[what];
  to.disabled = !can;
  to.hidden = what === "redo" && !can;
  // Rows that a command of another name brought in, such as a payment, bear its name.
  const named = can && (/\((invoice [a-z]+)\)$/.exec(told)?.[1] ?? answer.command);
  to.replaceChildren(word, can ? h("span", { class: "names" }, ` ${named}`) : "");
  to.title = seen(told);
}

// One line of what was done, read aloud, there until the next.
export function say(text) {
  const line = document.getElementById("said");
  line.textContent = line.title = seen(text);
}

let complaints = 0;

// What went wrong, with what to do, until it is closed or something succeeds.
export function complain(failure) {
  complaints++;
  const changed = (failure.changed ?? []).map((c) =>
    h("li", null, `${c.who ?? "somebody"} · ${instant(c.when)} · ${c.what ?? ""}`),
  );
  document
    .getElementById("alert")
    .replaceChildren(
      h(
        "div",
        { class: "problem" },
        problem(failure, 20, changed.length ? h("ul", null, changed) : null),
        button("Close", quiet, { class: "quiet" }),
      ),
    );
  if (failure instanceof Error && !(failure instanceof Refused)) console.error(failure);
}

export function quiet() {
  document.getElementById("alert").replaceChildren();
}

// Runs an act; what it throws is shown, in words. Answers whether it went through. clears: that it did ends what was
// complained of before; looking again does not.
export async function attempt(act, clears = true) {
  const before = complaints;
  document.body.setAttribute("aria-busy", "true");
  try {
    await act();
    if (clears && complaints === before) quiet();
    return true;
  } catch (failure) {
    if (failure.name === "AbortError") return false;
    await failed(failure);
    return false;
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

async function failed(failure) {
  if (failure.status === 401) failure.hint ||= "reload this page to sign in, or open the address that billet serve printed";
  if (failure.status === 409) await refresh({ what: "stale" });
  complain(failure);
}

// A change: runs the words, shows what is so now, says what was done.
export async function change(words, done) {
  let answer = null;
  const went = await attempt(async () => {
    answer = await command(words);
    await refresh({ answer });
    if (done) say(typeof done === "function" ? done(answer) : done);
    warn(answer);
  });
  lookBack();
  return went ? answer : null;
}

// Warnings of an answer stay to be read; they stop nothing.
export function warn(answer) {
  const warnings = answer?.warnings ?? [];
  if (warnings.length) complain({ message: warnings.map((w) => w.message).join(" · "), hint: "" });
}

// Who is signed in, and the ways out; where somebody else signs people in, the way out is there.
function drawMe() {
  const { user, role, signs_out: signsOut } = me();
  if (!isShared()) return;
  document.getElementById("me").append(
    h("p", null, h("span", { class: "strong" }, user), ` · ${role}`),
    h(
      "div",
      { class: "ends left" },
      signsOut && button("Sign out", () => signOut(""), { class: "quiet small" }),
      signsOut && button("Sign out everywhere", () => signOut("?everywhere=1"), { class: "quiet small" }),
    ),
  );
}

async function signOut(how) {
  await attempt(async () => {
    await leave(how);
    location.assign("/");
  });
}

// Draws the shell, and whose book it is.
export function drawShell() {
  document.getElementById("book").textContent = seen(me().book ?? "");
  drawNav();
  drawMe();
  drawBar();
  window.addEventListener("billet:shown", drawNav);
}
