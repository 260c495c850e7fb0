// Many tabs of one browser: they share one stream of events, by plain http too, where a browser has six lines to a server.
import { billet, end, makeBook, open, same, serve, sure, test, until } from "./page.mjs";
import { details } from "./details.mjs";

const MANY = 10, db = makeBook();
billet(db, "batch", "new", "--as-of", "2026-06-07", "--brief");
let server = await serve(db);
const first = await open(server), context = first.context();
const tabs = [first];

// Streams that a tab has open, counted by what it asked for and what came to its end.
function watch(tab) {
  tab.streams = 0;
  const isStream = (request) => new URL(request.url()).pathname === "/events";
  tab.on("request", (request) => isStream(request) && tab.streams++);
  for (const over of ["requestfinished", "requestfailed"]) tab.on(over, (request) => isStream(request) && tab.streams--);
}

async function look(tab) {
  await tab.goto(`${server.base}/batch/1?text=cool`);
  await tab.locator("tr.contract").first().waitFor();
}

async function openTab() {
  const tab = await context.newPage();
  tab.setDefaultTimeout(30000);
  tab.faults = [];
  tab.on("pageerror", (error) => tab.faults.push(error.message));
  watch(tab);
  const begun = Date.now();
  await look(tab);
  tab.took = Date.now() - begun;
  tabs.push(tab);
  return tab;
}

const leaders = () => tabs.filter((tab) => tab.streams > 0);
const oneLeads = (what) => until(what, () => tabs.reduce((sum, tab) => sum + tab.streams, 0), 1);
const box = (tab) => tab.getByRole("row", { name: /CoolRealty.*Retainer/ }).getByRole("checkbox").first();
// As the command line changes it, every tab shows it.
async function allSee(what, word, total) {
  billet(db, "batch", word, "cool-retainer", "--brief");
  await Promise.all(tabs.map((tab, i) => until(`${what}, tab ${i + 1}`, async () => (await details(tab)).Total, total, 20000)));
}

watch(first);
await look(first);
while (tabs.length < MANY) await openTab();

await test("ten tabs hear by one stream, and all see what the command line changes", async () => {
  await oneLeads("streams");
  await allSee("selected", "select", "1,650.00 USD");
  // The last one may have come so late that it had asked for all that it shows after that.
  for (const tab of tabs.slice(0, -1)) await tab.locator("#said").getByText("Changed elsewhere: batch select").waitFor();
});

await test("each answers a click, and the others follow", async () => {
  let on = true;
  for (const tab of tabs) {
    await box(tab).click();
    on = !on;
    await Promise.all(tabs.map((other) => until("the box", () => box(other).isChecked(), on, 20000)));
  }
});

await test("one more comes as quickly as the first few, and is told nothing that it shows already", async () => {
  const late = await openTab(), early = Math.max(...tabs.slice(1, 4).map((tab) => tab.took));
  sure(`${late.took} ms, and ${early} ms before`, late.took < 3 * early + 1000);
  await oneLeads("streams");
  await late.waitForTimeout(500);
  same("told", await late.locator("#said").innerText(), "");
});

// What each way to lose the leader leaves: one stream, and nothing that was missed.
async function losing(how, lose) {
  await test(`the leader ${how}: another takes over, and nothing is missed`, async () => {
    await oneLeads("before");
    const [leader] = leaders();
    await lose(leader);
    tabs.splice(tabs.indexOf(leader), 1);
    const selected = await box(tabs[0]).isChecked();
    // At once, so that it falls in between where anything does.
    await allSee("changed", selected ? "deselect" : "select", selected ? "0.00 USD" : "1,650.00 USD");
    await oneLeads("after");
    await leader.close();
  });
}

await losing("is closed", (tab) => tab.close());
await losing("crashes", async (tab) => {
  const gone = tab.waitForEvent("crash");
  tab.goto("chrome://crash").catch(() => {});
  await gone;
});
await losing("is put to sleep", async (tab) => {
  // As a browser does it: it says so, and then no script of the tab runs.
  const session = await context.newCDPSession(tab);
  await tab.evaluate(() => document.dispatchEvent(new Event("freeze")));
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
});
await losing("goes to another address", (tab) => tab.goto("about:blank"));

await test("what changes while no tab hears is seen by all", async () => {
  const [leader] = leaders();
  let open;
  const gate = new Promise((done) => { open = done; });
  await context.route("**/events", async (route) => { await gate; await route.continue(); });
  tabs.splice(tabs.indexOf(leader), 1);
  await leader.close();
  const on = !(await box(tabs[0]).isChecked());
  await box(tabs[0]).click();
  await until("the box", () => box(tabs[0]).isChecked(), on);
  await until("its answer", async () => (await details(tabs[0])).Total, on ? "1,650.00 USD" : "0.00 USD");
  same("nobody else heard", await box(tabs[1]).isChecked(), !on);
  open();
  await Promise.all(tabs.map((tab) => until("the others", () => box(tab).isChecked(), on, 20000)));
  await context.unroute("**/events");
  await oneLeads("after");
});

await test("the tab that comes to the front takes the stream", async () => {
  const [leader] = leaders(), front = tabs.find((tab) => tab !== leader);
  const turn = (tab, hidden) => tab.evaluate((is) => {
    Object.defineProperty(document, "hidden", { value: is, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  for (const tab of tabs) if (tab !== leader) await turn(tab, true);
  await turn(leader, true);
  same("nobody is in front", leaders(), [leader]);
  await turn(front, false);
  await until("the one in front", () => leaders().length === 1 && leaders()[0] === front);
  await turn(leader, false);
  await until("the next", () => leaders().length === 1 && leaders()[0] === leader);
  await turn(front, false);
  await turn(leader, true);
  await until("the one that is in front still", () => leaders().length === 1 && leaders()[0] === front);
});

await test("a server that ends and comes back is said by all", async () => {
  await server.stop("SIGKILL");
  for (const tab of tabs) await tab.locator("#alert").getByText("The server is not there.").waitFor();
  server = await serve(db, "--port", new URL(server.base).port);
  const fresh = await context.newPage();
  await fresh.goto(server.url);
  for (const tab of tabs) await tab.locator("#said").getByText("The server is there again").waitFor();
  for (const tab of tabs) same("the box", await tab.locator("#alert").innerText(), "");
  await fresh.close();
  await allSee("changed", "select", "1,650.00 USD");
});

await test("a browser without locks has a stream in each tab", async () => {
  const bare = await context.newPage();
  watch(bare);
  await bare.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
  await look(bare);
  await until("its own", () => bare.streams, 1);
  await until("with the others'", () => tabs.reduce((sum, tab) => sum + tab.streams, bare.streams), 2);
  billet(db, "batch", "deselect", "cool-retainer", "--brief");
  await until("it sees", async () => (await details(bare)).Total, "0.00 USD");
});

await test("nothing went wrong in the pages", () => same("faults", tabs.flatMap((tab) => tab.faults).filter((f) => !/server (does not answer|is not there)/.test(f)), []));
await server.stop();
await end();
