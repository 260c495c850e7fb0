// Elements. Whatever comes from the server gets in as text: nothing here reads markup.

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
  FLOOD = /(\p{M}{8})\p{M}+/gu,
  TO_THE_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;

// A text as a person may see it, as the command line has it: what would turn the line round it stands as a sign, and
// marks that pile up over other lines end.
export function seen(text) {
  return text.replace(TURNING, "\ufffd").replace(FLOOD, "$1");
}

// The same for the document: a text to the left moves nothing that stands beside it.
function textNode(text, parent) {
  const clean = seen(text);
  if (!TO_THE_LEFT.test(clean) || !(parent instanceof HTMLElement) || parent.tagName === "OPTION") return clean;
  const alone = document.createElement("bdi");
  alone.dir = /[a-z]/i.test(clean) ? "ltr" : "auto";
  alone.append(clean);
  return alone;
}

// An element: props are attributes, `on` its listeners, `data` its data-* attributes; children are elements or text.
export function h(name, props, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props ?? {})) put(element, key, value);
  add(element, children);
  return element;
}

function put(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
  else if (key === "data") Object.assign(element.dataset, value);
  else if (key === "value" || key === "checked" || key === "indeterminate") element[key] = value;
  else element.setAttribute(key, value === true ? "" : seen(String(value)));
}

function add(element, children) {
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : textNode(String(child), element));
  }
}

const SVG = "http://www.w3.org/2000/svg";

// The same for SVG.
export function s(name, props, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(props ?? {})) element.setAttribute(key, seen(String(value)));
  add(element, children);
  return element;
}

const ICONS = {
  lock: "M7 10V7.5a5 5 0 0 1 10 0V10M5.5 10h13v10h-13z",
  lines: "M4 7h16M4 12h16M4 17h16",
  held: "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.3",
  none: "M6 12h12",
};

// A small drawing that says nothing by itself: its meaning stands beside it as text.
export function icon(name) {
  return s(
    "svg",
    { viewBox: "0 0 24 24", class: `icon ${name}`, "aria-hidden": "true" },
    s("path", { d: ICONS[name] }),
  );
}

// A real button. Where its act takes a while it says that it works, and is deaf until it is done.
export function button(what, act, props = {}) {
  const click = async (event) => {
    const going = made.ariaBusy ? event.preventDefault() : act(event);
    if (!going?.then) return;
    made.ariaBusy = "true";
    await going.finally(() => (made.ariaBusy = null));
  };
  const made = h("button", { type: "button", on: { click }, ...props }, what);
  return made;
}

export function link(text, to, props = {}) {
  return h("a", { href: to, ...props }, text);
}

let ids = 0;
export function newId() {
  return `i${++ids}`;
}

// A label over a field; the field is named by its text alone.
export function field(label, input, hint) {
  input.id ||= newId();
  const told = hint ? h("small", { id: `${input.id}-hint` }, hint) : null;
  if (told) input.setAttribute("aria-describedby", told.id);
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input, told);
}

// A select of [value, text] pairs.
export function choice(pairs, chosen, props) {
  const select = h(
    "select",
    props,
    pairs.map(([value, text]) => h("option", { value }, text)),
  );
  select.value = chosen ?? "";
  return select;
}

// Puts new children into a box; who had the focus there has it again, found by data-key.
export function redraw(box, ...children) {
  const had = box.contains(document.activeElement) ? document.activeElement : null;
  const key = had?.dataset.key ?? had?.closest("[data-key]")?.dataset.key;
  box.replaceChildren();
  add(box, children);
  if (had) (key && find(box, key))?.focus({ preventScroll: true });
}

function find(box, key) {
  return box.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

// What asks and then puts the answer into its place. Asked again meanwhile, only what was asked last counts: answers may
// come in another order than the questions went out.
export function latest(ask, put) {
  let turn = 0;
  return async (...about) => {
    const mine = ++turn,
      answer = await ask(...about).catch((failure) => {
        if (mine === turn) throw failure;
      });
    if (mine === turn) put(answer);
  };
}

// What a place says that has nothing to show: what that means, and what to do.
export function empty(title, text, ...actions) {
  return h("div", { class: "empty" }, h("p", { class: "strong" }, title), h("p", null, text), actions);
}
