// The server: commands go out as words, answers come back as `--json` gives them. The page computes nothing that a
// command could say.

// Which page this is, among those that are open: its own changes are no surprise to it.
const tab = crypto.getRandomValues(new Uint32Array(3)).join("").slice(0, 32);

// The newest entry of the log that an answer told of; the one up to which the view has asked how things are, and the one
// up to which it shows them.
let newest = null,
  asked = null,
  shown = null;
const listeners = new Set();

// A command that was refused, or that nobody answered.
export class Refused extends Error {
  constructor(error, status, changed) {
    super(error.message);
    Object.assign(this, { code: error.code, hint: error.hint, rows: error.rows ?? [], status, changed });
  }
}

export function sawRev(number) {
  if (typeof number === "number") newest = Math.max(newest ?? 0, number);
}

// Runs what asks for everything that the view shows: from here on only what is newer is news. A click before its answer
// is there means what is still to be seen. `false`: another look has taken its place.
export async function look(act) {
  const at = (asked = newest),
    made = await act(),
    then = at ?? newest; // the first view is as new as what was answered meanwhile
  if (made !== false && then !== null) shown = Math.max(shown ?? then, then);
  return made;
}

// Whether what an event tells is news here, or the echo of what this page just did.
export function isNews(change) {
  return change.rev > Math.max(asked ?? -1, shown ?? -1);
}

async function answerOf(response) {
  const body = await response.json().catch(() => null);
  sawRev(body?.rev);
  if (response.ok && body) return body;
  // A proxy whose server is away, or that waits no longer for it.
  if (!body && response.status > 501) throw new Error();
  const error = body?.error ?? { code: "io", message: `the server answered ${response.status}` };
  throw new Refused(error, response.status, body?.changed);
}

let asking = 0;
let waiting = [];

// Resolves when no command of this page is under way: only then is it known what is an echo of it.
export function settled() {
  return asking ? new Promise((done) => waiting.push(done)) : Promise.resolve();
}

export function isSettled() {
  return asking === 0;
}

function answered() {
  if (--asking) return;
  for (const done of waiting) done();
  waiting = [];
}

async function ask(path, options) {
  asking++;
  try {
    return await answerOf(await fetch(path, options));
  } catch (failure) {
    if (failure instanceof Refused || failure.name === "AbortError") throw failure;
    throw new Refused(
      {
        code: "gone",
        message: "the server does not answer",
        hint: "start `billet serve` again; a change is made whole or not at all",
      },
      0,
    );
  } finally {
    answered();
  }
}

// Runs a command of the table. A list that is the answer stands as `answer`.
export function command(...words) {
  return send({ words: words.flat(9).map(String) });
}

const headers = { "Content-Type": "application/json", "X-Billet": "page" };

// The same for whoever cannot wait, as a print: nothing else goes on until it is answered.
export function commandNow(...words) {
  const request = new XMLHttpRequest();
  request.open("POST", "/command", false);
  for (const header of Object.entries(headers)) request.setRequestHeader(...header);
  request.send(JSON.stringify({ words: words.flat(9).map(String) }));
  return JSON.parse(request.responseText);
}

// The same with a password beside them, which is no word: words stand in logs.
export function commandWithSecret(secret, ...words) {
  return send({ words: words.flat(9).map(String), secret });
}

// The same with files that the person gave; where a word is "@files", the server puts the folder that holds them.
export function commandWithFiles(files, ...words) {
  return send({ words: words.flat(9).map(String), files });
}

function send(body) {
  body.tab = tab;
  if (shown !== null) body.rev = shown;
  return ask("/command", { method: "POST", headers, body: JSON.stringify(body) });
}

// Ends the session of this browser, or all of who is signed in: "?everywhere=1".
export async function leave(how) {
  // Where it leads to is the form that lets somebody in, which a page of scripts has no use for.
  await fetch(`/sign-out${how}`, { method: "POST", headers, redirect: "manual" });
}

// Stops the command of this page that runs: it answers how far it came.
export function stopCommand() {
  return fetch("/stop", { method: "POST", headers });
}

// Reads a window of a list; fields without a value stay out of the address.
export function read(path, query = {}, signal) {
  return ask(`${path}?${queryText(query)}`, { signal });
}

export function queryText(query) {
  const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return new URLSearchParams(kept).toString();
}

// Options of a command from a query: {type: "hourly"} is --type hourly.
export function options(query) {
  return Object.entries(query)
    .filter(([, v]) => v !== null && v !== undefined && v !== "")
    .flatMap(([k, v]) => [`--${k}`, v]);
}

// Calls `hear(kind, data)` for what the server tells: "changed", "progress", "sign-in", "open", "closed".
export function listen(hear) {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

function tell(kind, data) {
  for (const hear of [...listeners]) hear(kind, data);
}

// Other tabs of this browser, and what this one holds the stream by.
let tabs = null,
  held = null;

function pass(...news) {
  tell(...news);
  tabs?.postMessage(news);
}

// Opens the stream of events; the browser opens it again by itself where it breaks.
function connect(hold) {
  if (hold.lost) return;
  held = hold;
  const source = (hold.source = new EventSource("/events"));
  source.addEventListener("error", () => {
    pass("closed");
    // What was refused, not broken, is over for the browser: ask anew, in case the server comes back.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000, hold);
  });
  for (const kind of ["open", "changed", "progress", "sign-in"]) {
    source.addEventListener(kind, ({ data }) => pass(kind, data && JSON.parse(data)));
  }
}

// Holds it until another tab takes it.
function lead(steal) {
  const hold = {};
  navigator.locks.request("events", { steal }, () => new Promise(() => connect(hold))).catch((failure) => {
    if (failure.name !== "AbortError") return connect(hold);
    hold.lost = true;
    hold.source?.close();
    if (held === hold) held = null;
    if (!steal) lead(false);
  });
}

// A browser has six lines to a server and a stream holds one: all tabs hear the same one, which the tab in front takes,
// for one behind may be put to sleep. It begins with the last change, so that none is missed.
export function openEvents() {
  const take = () => document.hidden || held || lead(true);
  const turn = ({ type }) => (held ? tabs.postMessage(["take"]) : type === "freeze" || take());
  try {
    take();
    lead(false);
    tabs = new BroadcastChannel("events");
    tabs.addEventListener("message", ({ data }) => (data[0] === "take" ? take() : tell(...data)));
    for (const kind of ["visibilitychange", "freeze"]) document.addEventListener(kind, turn);
  } catch {
    connect({});
  }
}
