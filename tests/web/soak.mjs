// Clicks, types, scrolls, goes back, opens and closes tabs at random, while the command line changes the same book: for
// SOAK_SECONDS (180), by a seed that is printed (SOAK_SEED plays it again, as far as a browser lets one). Whatever was done, the page
// complains of nothing, no list has more than sixty rows in the document, what the server and the page keep in memory is in the second
// half what it was in the first, and the book proves itself.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { billet, end, makeMonths, open, scratch, serve, sure, test, watch } from "./page.mjs";

const SECONDS = Number(process.env.SOAK_SECONDS ?? 180), SEED = Number(process.env.SOAK_SEED ?? Date.now() % 1e6);
const ROWS = 60, TABS = 4, SAMPLES = 24, REST = 20, MANY = 400;
// What is no part of it: what leaves the page, and what prints.
const LEFT_ALONE = /^(Print|Sign|Connect|Stop)/;
const ADDRESSES = ["/batch", "/batch/1", "/batch/2", "/batch/2?text=lot&sort=-total", "/batch/2?chosen=selected", "/invoices", "/invoices?sort=-total", "/invoice/30", "/customer/coolrealty", "/check/2",
  "/compare/2", "/unbilled", "/balances", "/reports/revenue", "/reports/aging", "/import", "/plugins/retainer", "/log", "/export/1", "/nowhere"];
const KEYS = ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Home", "End", "Space", "Enter", "Escape", "Tab", "Shift+Tab", "Control+k", "x", "j", "k", "w", "y", "u", "?", "/"];
const TEXTS = ["cool", "lot 7", "May 2026", "2026-07-07", "<b>&", "0", "", "9".repeat(40), "zzz", "a note"];

// Mulberry32: the same numbers for the same seed.
let state = SEED;
function chance() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const one = (list) => list[Math.floor(chance() * list.length)];

// ---- The book: the sample's months, and a list that is long enough to be scrolled.

function longBook() {
  const db = makeMonths(), numbers = [...Array(MANY).keys()], file = scratch("many.json");
  writeFileSync(file, JSON.stringify({
    customers: numbers.map((n) => ({ id: `lot${n}`, name: `Lot ${n}` })),
    contracts: numbers.map((n) => ({ id: `lot${n}`, customer: `lot${n}`, name: `Care ${n % 17}`, type: "retainer", start: "2026-05-01", params: { price: `${n + 10}.00` } })),
  }));
  billet(db, "import", file);
  return db;
}

// The command line at the same time: what it is refused is no fault.
const words = [
  () => ["batch", "select", `lot${Math.floor(chance() * MANY)}`], () => ["batch", "deselect", `lot${Math.floor(chance() * MANY)}`],
  () => ["batch", "select", "--matching", "--text", one(TEXTS) || "lot"], () => ["batch", "deselect", "--all"], () => ["batch", "run", "--name", `Soak ${Math.floor(chance() * 1e6)}`],
  () => ["batch", "generate"], () => ["batch", "new", "--as-of", "2026-06-07"], () => ["undo"], () => ["undo"], () => ["redo"], () => ["batch", "consolidate", one(["on", "off"])],
];
const told = { done: 0, refused: 0 };
let typing = Promise.resolve();
function typeCommand(db) {
  const line = one(words)();
  typing = typing.then(() => new Promise((done) => execFile(process.env.BILLET, ["--db", db, "--json", "--brief", ...line], (error, out, wrong) => {
    told[error ? "refused" : "done"]++;
    if (error && !wrong.startsWith('{"error":')) crashes.push(`${line.join(" ")}: ${error.signal ?? error.code} ${wrong}`);
    done();
  })));
}
const crashes = [];

// ---- Tabs

class Tabs {
  constructor(server, first) {
    Object.assign(this, { server, first, open: [first], faults: [], most: 0 });
  }

  async one() {
    const page = one(this.open);
    return page.isClosed() ? this.first : page;
  }

  async another() {
    if (this.open.length >= TABS) return this.close(this.open[1 + Math.floor(chance() * (TABS - 1))]);
    const page = watch(await this.first.context().newPage(), this.server);
    page.on("dialog", (box) => box.accept());
    await page.addInitScript(countRows);
    this.open.push(page);
    return page.goto(this.server.base + one(ADDRESSES));
  }

  async close(page) {
    await this.look(page);
    this.open = this.open.filter((other) => other !== page);
    await page.close();
  }

  // What a tab has shown so far.
  async look(page) {
    this.most = Math.max(this.most, await page.evaluate(() => window.most ?? 0));
    this.faults.push(...page.faults.splice(0));
  }
}

function countRows() {
  window.most = 0;
  new MutationObserver(() => { window.most = Math.max(window.most, document.querySelectorAll("tr.line").length); }).observe(document, { subtree: true, childList: true });
}

// Something in sight that can be used, in the dialog where one is open: its place and what it is.
function inSight([number, leftAlone]) {
  const box = document.querySelector("dialog[open]") ?? document.body;
  const things = [...box.querySelectorAll("button, a[href], input, select, textarea, summary")].filter((it) => {
    const { top, left, width, height } = it.getBoundingClientRect();
    if (!width || top < 0 || left < 0 || top + height > innerHeight || it.disabled || it.type === "file") return false;
    return !it.target && !it.download && !/^\/(document|plain)/.test(it.pathname ?? "") && !new RegExp(leftAlone).test(it.textContent.trim());
  });
  if (!things.length) return null;
  const it = things[Math.floor(number * things.length)], { top, left, width, height } = it.getBoundingClientRect();
  const values = it.matches("select") ? [...it.options].map((option) => option.value) : null;
  return { x: left + width / 2, y: top + height / 2, types: it.matches("input:not([type=checkbox]):not([type=radio]), textarea"), values };
}

async function use(page) {
  const it = await page.evaluate(inSight, [chance(), LEFT_ALONE.source]);
  if (!it) return page.keyboard.press("Escape");
  await page.mouse.click(it.x, it.y);
  if (it.types) return fill(page, one(TEXTS));
  if (it.values) await page.keyboard.press("Escape").then(() => page.evaluate(choose, [it, one(it.values)]));
}

async function fill(page, text) {
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text || "x");
  if (chance() < 0.4) await page.keyboard.press("Enter");
}

function choose([{ x, y }, value]) {
  const select = document.elementFromPoint(x, y)?.closest("select");
  if (!select) return;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

// An address without a new document: as a link of the page does it.
function goWithin(address) {
  if (location.origin === "null") return; // a tab that has gone back to where it began
  history.pushState({ within: true }, "", address);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

// As far as the document goes, which a link of its own has begun.
function goBack() {
  if (history.state?.within) history.back();
}

const DEEDS = [
  [30, use], [14, (page) => page.keyboard.press(one(KEYS))], [8, (page) => page.mouse.wheel(0, (chance() - 0.4) * 9000)],
  [5, (page) => page.evaluate(goWithin, one(ADDRESSES))], [3, (page) => page.evaluate(goBack)], [2, (page) => page.evaluate(() => history.forward())],
  [3, (page) => page.locator("#undo:enabled").click({ timeout: 500 }).catch(() => {})], [2, (page, tabs) => tabs.another()],
  [1, (page, tabs) => (page === tabs.first ? null : page.goto(tabs.server.base + one(ADDRESSES)))], [4, (page, tabs, db) => typeCommand(db)],
];
const WEIGHT = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

function deed() {
  let at = chance() * WEIGHT;
  return DEEDS.find(([weight]) => (at -= weight) < 0)[1];
}

// ---- Memory

// Of the server, and of the first tab, which is never loaded anew, where it shows the least.
async function sample(tabs, tools) {
  await tabs.first.bringToFront();
  for (let i = 0; i < 3; i++) await tabs.first.keyboard.press("Escape");
  await tabs.first.evaluate(goWithin, "/nowhere");
  await tabs.first.locator("#main:not([aria-busy]) h1").waitFor();
  for (const page of tabs.open) await tabs.look(page);
  await tools.send("HeapProfiler.collectGarbage");
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${tabs.server.child.pid}/status`, "utf8"))[1]) / 1024;
  const { nodes, jsEventListeners: listeners } = await tools.send("Memory.getDOMCounters");
  return { rss, heap: (await tools.send("Runtime.getHeapUsage")).usedSize / 2 ** 20, nodes, listeners };
}

async function soak(tabs, tools, db) {
  const samples = [], began = Date.now();
  let deeds = 0;
  for (let now = began; now < began + SECONDS * 1000; now = Date.now()) {
    const page = await tabs.one();
    // A tab that is just being loaded, or closed, cannot be asked.
    await deed()(page, tabs, db)?.catch?.((failure) => { if (!/closed|destroyed|navigat|detached|ERR_ABORTED/i.test(failure.message)) throw failure; });
    deeds++;
    await new Promise((done) => setTimeout(done, chance() * REST));
    if (Date.now() - began > (samples.length + 1) * SECONDS * 1000 / SAMPLES) samples.push(await sample(tabs, tools));
  }
  await typing;
  console.log(`${deeds} deeds; on the command line ${told.done} commands, ${told.refused} refused`);
  return samples;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

// Compares the halves; the first samples are those of a server and a page that still read what they keep.
function halves(samples, what) {
  const kept = samples.slice(Math.floor(samples.length / 6)).map((one) => one[what]), half = Math.floor(kept.length / 2);
  return [median(kept.slice(0, half)), median(kept.slice(half))];
}

console.log(`SOAK_SEED=${SEED} SOAK_SECONDS=${SECONDS}`);
const db = longBook(), server = await serve(db), first = await open(server);
first.on("dialog", (box) => box.accept());
await first.addInitScript(countRows);
await first.goto(`${server.base}/batch/2`);
const tabs = new Tabs(server, first), tools = await first.context().newCDPSession(first);
let samples = [];

await test("the page lives through it", async () => {
  samples = await soak(tabs, tools, db);
});
for (const [what, times, more] of [["rss", 1.15, 8], ["heap", 1.2, 1], ["nodes", 1.2, 500], ["listeners", 1.2, 100]]) {
  await test(`memory is flat: ${what}`, () => {
    const [before, after] = halves(samples, what);
    console.log(`  ${what}: ${samples.map((one) => one[what].toFixed(what === "heap" ? 1 : 0)).join(" ")}`);
    sure(`${before} in the first half, ${after} in the second`, after <= before * times + more);
  });
}
await test("never more than sixty rows in the document", () => sure(`${tabs.most} rows`, tabs.most > 0 && tabs.most <= ROWS));
await test("nothing was complained of", () => sure([...new Set(tabs.faults)].join("\n"), tabs.faults.length === 0));
await test("no command ended badly", () => sure(crashes.join("\n"), crashes.length === 0));
await test("the server ends when it is asked to, and the book proves itself", async () => {
  sure("it ended before", server.child.exitCode === null);
  await server.stop();
  billet(db, "verify");
});
await end();
