// Dialogs: real <dialog>s, so that focus stays inside, Escape closes, and who opened it has the focus again.
import { button, field, h, newId, seen } from "./dom.js";

// Opens a dialog with a form. fields: [{name, label, type, value, hint, required, match}]; `match` is a text that has to be
// typed before it may go on. run(values) may throw: the dialog stays, and says why. Answers what run answered, or null.
export function ask({ title, text, fields = [], action, danger, run }) {
  return new Promise((done) => {
    const id = newId(),
      inputs = fields.map(makeInput),
      problem = h("p", { role: "alert", class: "bad" });
    const go = h("button", { type: "submit", class: danger ? "danger" : "main" }, action);
    const dialog = h("dialog", { "aria-labelledby": id });
    const ends = h("div", { class: "ends" }, button("Cancel", () => dialog.close()), go),
      boxes = inputs.map((i) => i.box);
    const form = h("form", { method: "dialog" }, h("h2", { id }, title), text ? h("p", null, text) : null, boxes, problem, ends);
    const ready = () => {
      go.disabled = !inputs.every((i) => i.ready());
    };
    form.addEventListener("input", ready);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await submit({ dialog, go, problem, inputs, run, done });
    });
    dialog.append(form);
    open(dialog, () => done(null));
    ready();
  });
}

async function submit({ dialog, go, problem, inputs, run, done }) {
  const values = Object.fromEntries(inputs.map((i) => [i.name, i.value()]));
  problem.textContent = "";
  go.disabled = true;
  try {
    const answer = run ? await run(values) : values;
    done(answer ?? values);
    dialog.close();
  } catch (failure) {
    problem.textContent = seen([failure.message, failure.hint].filter(Boolean).join(" — "));
    go.disabled = false;
  }
}

function makeInput(asked) {
  const { name, label, type = "text", value = "", hint, required, match, choices } = asked;
  if (type === "checkbox") return makeBox(asked);
  const input = choices
    ? h(
        "select",
        { name },
        choices.map(([key, text]) => h("option", { value: key }, text)),
      )
    : h(type === "textarea" ? "textarea" : "input", {
        name,
        type: type === "textarea" ? null : type,
        autocomplete: "off",
      });
  input.value = value;
  input.required = Boolean(required);
  return {
    name,
    box: field(label, input, hint),
    value: () => (type === "password" ? input.value : input.value.trim()),
    ready: () => (match ? input.value.trim() === match : !required || input.value.trim() !== ""),
  };
}

function makeBox({ name, label, value }) {
  const input = h("input", { type: "checkbox", name, checked: Boolean(value) });
  return { name, box: h("label", { class: "tick" }, input, label), value: () => input.checked, ready: () => true };
}

// Shows a dialog that is made already, and takes it away when it closes.
export function open(dialog, closed) {
  const opener = document.activeElement,
    key = opener?.closest("[data-key]")?.dataset.key;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    // What opened it may have been drawn anew meanwhile.
    const back = opener?.isConnected ? opener : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (back) back.focus({ preventScroll: true });
    closed?.();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  return dialog;
}

// A dialog that only shows something.
export function showBox(title, ...content) {
  const id = newId(),
    dialog = h("dialog", { "aria-labelledby": id, class: "wide" });
  dialog.append(
    h("h2", { id }, title),
    h("div", { class: "inside", tabindex: "0", role: "region", "aria-labelledby": id }, content),
    h(
      "div",
      { class: "ends" },
      button("Close", () => dialog.close()),
    ),
  );
  return open(dialog);
}
