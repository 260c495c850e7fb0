// Addresses and views. Every state of the page has an address; Back brings it again, with its scroll position.

import { look } from "./api.js";
import { seen } from "./dom.js";

let routes = [],
  current = null,
  leaving = 0;

// routes: [pattern with :names, view]; a view answers {title, element, refresh, leave} for a place.
export function setRoutes(table) {
  routes = table.map(([pattern, view]) => [pattern.split("/"), view]);
}

// A part of an address; what nobody wrote by honest means names nothing, and stands as it is.
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function match(path) {
  const given = path.replace(/\/+$/, "").split("/").map(decoded);
  for (const [parts, view] of routes) {
    if (parts.length !== given.length) continue;
    const names = {};
    if (
      parts.every((part, i) => (part.startsWith(":") ? ((names[part.slice(1)] = given[i]), true) : part === given[i]))
    ) {
      return { view, names };
    }
  }
  return null;
}

// Where the page is: path, what the pattern named, and the query.
export function place() {
  const found = match(location.pathname);
  const query = Object.fromEntries(new URLSearchParams(location.search));
  return {
    path: location.pathname,
    query,
    hash: decoded(location.hash.slice(1)),
    ...(found ?? { view: null, names: {} }),
  };
}

// Goes to an address of the page.
export function go(address) {
  keepScroll();
  // Where it is already, the view is only asked to look again: nothing that somebody typed into it is lost.
  if (current?.refresh && new URL(address, location).href === location.href) return refresh({});
  history.pushState({}, "", address);
  return show({ focus: true });
}

// Changes the address without a new view: filters, an open row. The view knows already.
export function note(address, push = false) {
  if (push) history.pushState({}, "", address);
  else history.replaceState({ ...history.state }, "", address);
}

function keepScroll() {
  history.replaceState({ ...history.state, scroll: window.scrollY }, "");
}

// What the window of the browser, and its list of tabs, call the view.
export function entitle(title) {
  document.title = `${seen(title)} · billet`;
}

// Runs what draws the view anew. What had the focus there has it again, found by what it is called; else the view has it.
async function keepingFocus(act) {
  const main = document.getElementById("main"),
    had = document.activeElement,
    called = (e) => e.getAttribute("aria-label") || e.name || e.textContent,
    alike = () => [...main.querySelectorAll(had.tagName)].filter((e) => called(e) === called(had)),
    at = main.contains(had) ? alike().indexOf(had) : -1;
  await act();
  if (at >= 0 && !had.isConnected && document.activeElement === document.body) (alike()[at] ?? main).focus({ preventScroll: true });
}

// Draws the view of the address.
export async function show({ focus = false, scroll = 0 } = {}) {
  const turn = ++leaving,
    here = place(),
    main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  const made = await look(async () => {
    const view = await (here.view ?? routes.at(-1)[1])(here);
    return turn === leaving && view;
  });
  if (!made) return;
  current?.leave?.();
  current = made;
  await keepingFocus(() => main.replaceChildren(made.element));
  main.removeAttribute("aria-busy");
  entitle(made.title);
  const drawn = made.shown?.();
  window.scrollTo(0, scroll);
  // A list that came later has its place now.
  drawn?.then(() => {
    if (!scroll || turn !== leaving) return;
    window.scrollTo(0, scroll);
    keepScroll();
  });
  if (focus) main.focus({ preventScroll: true });
  window.dispatchEvent(new CustomEvent("billet:shown", { detail: here }));
}

// Draws again what the present view shows, where it can, else all of it.
export function refresh(change) {
  if (current?.refresh) return keepingFocus(() => look(() => current.refresh(change)));
  return show({ scroll: window.scrollY });
}

function isPlain(event, anchor) {
  return (
    event.button === 0 &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.shiftKey &&
    !event.altKey &&
    anchor.origin === location.origin &&
    !anchor.target &&
    !anchor.hasAttribute("download") &&
    match(anchor.pathname)
  );
}

export function startRouter() {
  history.scrollRestoration = "manual";
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest?.("a[href]");
    if (!anchor || !isPlain(event, anchor)) return;
    if (anchor.pathname === location.pathname && anchor.hash && anchor.search === location.search) return;
    event.preventDefault();
    go(anchor.href);
  });
  window.addEventListener("popstate", (event) => show({ scroll: event.state?.scroll ?? 0 }));
  window.addEventListener("scroll", scrolled, { passive: true });
  return show({ scroll: history.state?.scroll });
}

let scrolling = 0;
function scrolled() {
  clearTimeout(scrolling);
  scrolling = setTimeout(keepScroll, 150);
}
