// Other people: two tabs, the command line beside them, a click on what somebody else changed, a server that is killed.
import { billet, end, makeBook, open, same, serve, sure, test, until } from "./page.mjs";
import { details } from "./details.mjs";

const db = makeBook();
billet(db, "batch", "new", "--as-of", "2026-06-07", "--brief");
const server = await serve(db), first = await open(server);
const second = await first.context().newPage();

async function look(page, query = "?text=cool") {
  await page.goto(`${server.base}/batch/1${query}`);
  await page.locator("tr.contract").first().waitFor();
}

const box = (page, name) => page.getByRole("row", { name: new RegExp(`CoolRealty.*${name}`) }).getByRole("checkbox").first();
const total = (page) => async () => (await details(page)).Total;

await test("what one tab selects the other shows, and says that it was changed elsewhere", async () => {
  await look(first);
  await look(second);
  await box(first, "Retainer").click();
  await until("the first", total(first), "1,650.00 USD");
  await until("the second", total(second), "1,650.00 USD");
  await until("its box", () => box(second, "Retainer").isChecked());
  await until("told", () => second.locator("#said").innerText().then((t) => t.includes("Changed elsewhere: batch select")));
  same("the first is told nothing of its own change", await first.locator("#said").innerText(), "");
});

await test("what the command line changes both show; the focus and the text in a field survive it", async () => {
  await first.getByLabel("Save As").fill("Ma");
  billet(db, "batch", "exclude", "cool-retainer:2026-04-07", "--brief");
  await until("the first", total(first), "1,100.00 USD");
  await until("the second", total(second), "1,100.00 USD");
  await first.keyboard.type("y 2026");
  same("the field", await first.getByLabel("Save As").inputValue(), "May 2026");
});

await test("a run elsewhere brings the drafts", async () => {
  billet(db, "batch", "run", "--name", "Elsewhere", "--brief");
  await second.getByRole("heading", { name: "Elsewhere" }).waitFor();
  await second.getByRole("row", { name: /D\d+/ }).first().waitFor();
  billet(db, "batch", "reopen", "--brief");
  await second.getByRole("heading", { name: "Create Billing Batch" }).waitFor();
  await second.locator("tr.contract").first().waitFor();
});

await test("a click on what somebody else changed is refused with who did what, and the page shows how it is", async () => {
  await look(first);
  // As a page that was not told: the stream of news is cut, and the click comes after the other's.
  await first.route("**/events", (route) => route.abort());
  await look(first);
  await first.locator("#undo .names").waitFor(); // what it asks for by itself after it was opened
  const checked = await box(first, "Help desk").isChecked();
  billet(db, "batch", "select", "cool-desk", "--brief");
  await box(first, "Help desk").click();
  await until("how it is", () => box(first, "Help desk").isChecked(), !checked);
  await first.locator("#alert").getByText("batch select").first().waitFor();
  await first.unroute("**/events");
});

await test("a click that is refused leaves the box as the server has it, a row that cannot be opened says why", async () => {
  await look(first);
  const checked = await box(first, "Help desk").isChecked();
  await first.route("**/command", (route) => (/"((de)?select|expand)"/.test(route.request().postData())
    ? route.fulfill({ status: 422, json: { error: { code: "refused", message: "not today" } } }) : route.continue()));
  await box(first, "Help desk").click();
  await first.locator("#alert").getByText("not today").waitFor();
  await until("how it is", () => box(first, "Help desk").isChecked(), checked);
  await first.getByRole("button", { name: "Close" }).click();
  await first.getByRole("button", { name: /^Expand/ }).first().click();
  await first.locator("#alert").getByText("not today").waitFor();
  await first.unroute("**/command");
});

await test("while another list is on its way a click means the row that is seen", async () => {
  await look(first);
  let asked = false, come = null;
  const held = new Promise((done) => { come = done; });
  await first.route("**/contracts?*text=net*", async (route) => { asked = true; await held; await route.continue(); });
  const checked = await box(first, "Help desk").isChecked(), state = () => billet(db, "batch", "rows", "--text", "cool").rows.find((row) => row.contract === "cool-desk").state;
  await first.getByLabel("Find").fill("net");
  await until("it is asked for", () => asked);
  await box(first, "Help desk").click();
  await until("it was meant", state, checked ? "ready" : "selected");
  come();
  await first.getByText(/^CoolRealty/).first().waitFor({ state: "detached" });
  await first.unroute("**/contracts?*text=net*");
});

await test("a click before the rows of somebody's change are there means the old ones: it is refused, and then they are", async () => {
  await look(first);
  let asked = false, come = null;
  const held = new Promise((done) => { come = done; });
  await first.route("**/contracts?*", async (route) => { asked = true; await held; await route.continue(); });
  const checked = await box(first, "Help desk").isChecked(), state = () => billet(db, "batch", "rows", "--text", "cool").rows.find((row) => row.contract === "cool-desk").state;
  billet(db, "batch", checked ? "deselect" : "select", "cool-desk", "--brief");
  const theirs = state();
  await until("it is asked for", () => asked);
  const answer = first.waitForResponse((response) => response.url().endsWith("/command") && /"(de)?select"/.test(response.request().postData()));
  await box(first, "Help desk").click();
  same("refused", (await answer).status(), 409);
  come();
  await first.locator("#alert").getByText(/batch (de)?select/).first().waitFor();
  await until("what they made of it", () => box(first, "Help desk").isChecked(), !checked);
  same("nothing else", state(), theirs);
  await first.unroute("**/contracts?*");
});

await test("a server that is killed in mid-click: nothing is half done, the page says so, and goes on when it is there again", async () => {
  await look(second);
  const before = billet(db, "batch", "show").details;
  await second.route("**/command", async (route) => {
    if (!route.request().postData().includes("deselect")) return route.continue();
    await server.stop("SIGKILL");
    await route.continue();
  });
  await box(second, "Retainer").click();
  await second.locator("#alert").getByText(/server/).first().waitFor();
  same("nothing is half done", billet(db, "batch", "show").details, before);
  await second.unroute("**/command");
  const again = await serve(db, "--port", new URL(server.base).port);
  await second.goto(again.url);
  await look(second);
  await box(second, "Retainer").click();
  await until("it goes on", async () => billet(db, "batch", "show").contracts.find((c) => c.contract === "cool-retainer").state, "ready");
  await again.stop();
});

await test("nothing went wrong in the pages", () => sure(first.faults.join("\n"), first.faults.every((f) => /server (does not answer|is not there)/.test(f))));
await end();
