// What a person waits for on the page, in Chromium: run_page.mjs BOOK SMALL, each a book with a batch that lies open. Run by run_page.py.
//
// Milliseconds are the machine's, so the limits are none: each is a ratio to what happens in the same minutes on a page of one file
// that asks the server the same and shows it plainly (page_floor/), or to the page on a book of 40 contracts, each at its best:
// whatever else the machine does only adds to that. Goals are only shown.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { end, open, root, scratch, serve, sure, test } from "../web/page.mjs";

const [book, small] = process.argv.slice(2);
const TIMES = 9, ROWS = 60, ASKED = 10;

// What is done. goal: milliseconds; floor, small: how many times as long as there it may take; pause: milliseconds that the page
// waits, for another key or for the scrolling to rest, which are taken off.
const DONE = {
  "opened for the first time": { goal: 300, floor: 4, small: 2 },
  "opened again": { goal: 300, floor: 4, small: 2 },
  "a box, to its next frame": { goal: 50, floor: 3, small: 2 },
  "a box, to Batch Details": { floor: 3, small: 3 },
  "a contract, to its items": { floor: 4, small: 2.5 },
  "the middle of the list": { pause: 60, floor: 6 },
  "a text that is typed": { pause: 200, floor: 6 },
  "all that match": { floor: 3 },
};

// In the page: when what was done is in sight, counted from the event that did it; and the most rows that the document held.
function prepare() {
  const shown = () => new Promise((done) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => done(performance.now());
    after.port2.postMessage(0);
  }));
  const until = (is) => new Promise((done) => {
    const look = () => is() && (watcher.disconnect(), done(shown()));
    const watcher = new MutationObserver(look);
    watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
  const rows = () => document.querySelectorAll("tr.line").length;
  window.most = 0;
  new MutationObserver(() => { window.most = Math.max(window.most, rows()); }).observe(document, { subtree: true, childList: true });
  window.opened = until(() => document.querySelector("tr.line:not(.waiting)"));
  window.details = () => document.querySelector(".details, output").textContent;
  window.after = (event, is) => {
    window.took = new Promise((done) => addEventListener(event, async ({ timeStamp }) => {
      const there = until(is), frame = await shown();
      done({ frame: frame - timeStamp, there: (await there) - timeStamp });
    }, { capture: true, once: true }));
  };
}

class Visit {
  constructor(name, text, isFloor) {
    Object.assign(this, { name, text, isFloor, took: new Map(Object.keys(DONE).map((what) => [what, []])) });
  }

  async start(book, ...options) {
    const db = scratch(`${this.name}.db`);
    copyFileSync(book, db);
    this.server = await serve(db, ...options);
    this.page = await open(this.server);
    this.address = `${this.server.base}/batch/1`;
    await this.page.addInitScript(prepare);
    this.tools = await this.page.context().newCDPSession(this.page);
    await this.tools.send("Network.enable");
    await this.open(); // what is read once is not what is measured
    return this;
  }

  async open() {
    await this.page.goto(this.address);
    const took = await this.page.evaluate(() => window.opened);
    // What it asks for by itself thereafter is not to come between.
    if (!this.isFloor) await this.page.locator("#undo .names").waitFor();
    return took;
  }

  note(what, ms) {
    this.took.get(what).push(Math.max(0, ms - (this.isFloor ? 0 : (DONE[what].pause ?? 0))));
  }

  async opens() {
    await this.tools.send("Network.setCacheDisabled", { cacheDisabled: true });
    this.note("opened for the first time", await this.open());
    await this.tools.send("Network.setCacheDisabled", { cacheDisabled: false });
    await this.open();
    this.note("opened again", await this.open());
    this.asked = await this.page.evaluate(() => performance.getEntriesByType("resource").filter((one) => one.transferSize > 0).length);
  }

  async does(event, is, act) {
    await this.page.evaluate(`after(${JSON.stringify(event)}, ${is})`);
    await act();
    return this.page.evaluate(() => window.took);
  }

  // One round of everything, which leaves the batch as it was.
  async round(turn) {
    const { page } = this, row = page.locator("tr.line.ready, tr.line.selected").nth(turn % 8);
    await this.opens();
    for (const _ of ["in", "out"]) {
      const was = JSON.stringify(await page.evaluate(() => window.details()));
      const box = await this.does("click", `() => details() !== ${was}`, () => row.locator("[data-part=box]").click());
      this.note("a box, to its next frame", box.frame);
      this.note("a box, to Batch Details", box.there);
    }
    await this.open();
    const items = await this.does("click", `() => document.querySelector("tr.item")`, () => row.locator("[data-part=open]").click());
    this.note("a contract, to its items", items.there);
    await this.open();
    this.note("the middle of the list", await this.middle());
    await this.open();
    const fits = `() => document.querySelector("tr.line") && [...document.querySelectorAll("tr.line")].every((row) => row.textContent.includes("${this.text}"))`;
    const typed = await this.does("input", fits, () => page.locator("input[name=text], #text").fill(this.text));
    this.note("a text that is typed", typed.there);
    await this.open();
    for (const button of ["Select all", "Deselect all"]) {
      const was = JSON.stringify(await page.evaluate(() => window.details()));
      const all = await this.does("click", `() => details() !== ${was}`, () => page.locator(this.isFloor ? "#all" : `.acts button:text-matches("^${button}")`).click());
      this.note("all that match", all.there);
    }
    this.most = Math.max(this.most ?? 0, await page.evaluate(() => window.most));
  }

  async middle() {
    if (this.isFloor) {
      const came = `() => document.querySelector("tr.line") && !document.body.textContent.includes(${JSON.stringify(await this.page.locator("tr.line").first().textContent())})`;
      return (await this.does("click", came, () => this.page.locator("#middle").click())).there;
    }
    const inSight = `() => { const seen = [...document.querySelectorAll("tr.line")].filter((row) => { const { top, bottom } = row.getBoundingClientRect(); return bottom > 0 && top < innerHeight; });
      return seen.length && seen.every((row) => !row.matches(".waiting")); }`;
    return (await this.does("scroll", inSight, () => this.page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2)))).there;
  }

  async heap() {
    await this.tools.send("HeapProfiler.collectGarbage");
    return (await this.tools.send("Runtime.getHeapUsage")).usedSize / 2 ** 20;
  }
}

const best = (list) => Math.min(...list);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const ms = (value) => (value === undefined ? "" : value.toFixed(0));

const page = await new Visit("40,000 contracts", "00123").start(book);
const few = await new Visit("40 contracts", "00013").start(small);
const floor = await new Visit("least page", "00123", true).start(book, "--assets", join(root, "tests/bench/page_floor"));
for (let turn = 0; turn < TIMES; turn++) for (const visit of [page, floor, few]) await visit.round(turn);

console.log(`${"milliseconds, best (median, most)".padEnd(36)}${"40,000 contracts".padStart(18)}${"least page".padStart(12)}${"40 contracts".padStart(14)}${"goal".padStart(6)}`);
for (const [what, { goal }] of Object.entries(DONE)) {
  const [big, least, little] = [page, floor, few].map((visit) => visit.took.get(what));
  console.log(what.padEnd(36) + `${ms(best(big))} (${ms(median(big))}, ${ms(Math.max(...big))})`.padStart(18) + ms(best(least)).padStart(12) + ms(best(little)).padStart(14) + ms(goal).padStart(6));
}
const heap = { big: await page.heap(), little: await few.heap() };
console.log(`${"memory of scripts, MiB".padEnd(36)}${heap.big.toFixed(1).padStart(18)}${heap.little.toFixed(1).padStart(26)}`);
console.log(`${"rows in the document".padEnd(36)}${String(page.most).padStart(18)}`);

for (const [what, limits] of Object.entries(DONE)) {
  for (const [name, visit] of [["floor", floor], ["small", few]]) {
    if (!limits[name]) continue;
    const ratio = best(page.took.get(what)) / best(visit.took.get(what));
    await test(`${what}: at most ${limits[name]} times the ${visit.name}`, () => sure(`${ratio.toFixed(1)} times`, ratio <= limits[name]));
  }
}
await test(`opened again, the server is asked at most ${ASKED} times`, () => sure(`${page.asked} times`, page.asked > 0 && page.asked <= ASKED));
await test(`never more than ${ROWS} rows in the document`, () => sure(`${page.most} rows`, page.most > 0 && page.most <= ROWS));
await test("memory of scripts: at most 1.5 times that of 40 contracts", () => sure(`${heap.big} MiB`, heap.big <= 1.5 * heap.little));
await test("nothing is complained of", () => sure(page.page.faults.join("\n"), page.page.faults.length === 0));
await end();
