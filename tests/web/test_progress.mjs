// What takes long says how far it is, in numbers, and can be stopped: a batch that is built, run and generated, and its export.
import { writeFileSync } from "node:fs";
import { billet, end, findings, open, same, scratch, serve, step, sure, until } from "./page.mjs";
import { generatedBook, quickbooks, toQuickbooks } from "./quickbooks.mjs";

const CONTRACTS = 16000; // so many that a fast machine tells of them twice

// A book with so many contracts of a fee a month.
function largeBook() {
  const db = scratch("large.db"), ids = [...Array(CONTRACTS).keys()];
  const data = { customers: ids.map((k) => ({ id: `c${k}`, name: `Customer ${k}` })), contracts: ids.map((k) => ({ id: `k${k}`, customer: `c${k}`,
    name: "Flat", type: "retainer", start: "2026-05-01", params: { price: "10.00" } })) };
  writeFileSync(scratch("large.json"), JSON.stringify(data));
  billet(db, "init", "--currency", "USD", "--zone", "America/New_York");
  billet(db, "import", scratch("large.json"));
  return db;
}

// Notes what the bars of a page show, from now on.
const watch = (page) => page.evaluate(() => {
  window.seen = [];
  new MutationObserver(() => {
    for (const bar of document.querySelectorAll("progress:not([hidden])"))
      if (bar.hasAttribute("value")) window.seen.push([bar.getAttribute("aria-label"), bar.value, bar.max, bar.nextElementSibling.textContent]);
  }).observe(document.body, { attributes: true, childList: true, subtree: true, characterData: true });
});

// What was seen since: of a whole, growing, the same in words.
async function moved(page, label, what, of) {
  const seen = (await page.evaluate(() => window.seen.splice(0))).filter((s) => s[0] === label && s[3].startsWith(what)), values = seen.map((s) => s[1]);
  sure(`${label}: ${what} moves, not ${JSON.stringify(values)}`, new Set(values).size > 1);
  same("grows", values, [...values].sort((a, b) => a - b));
  same("of", [...new Set(seen.map((s) => s[2]))], [of]);
  sure("numbers in words", seen.some((s) => s[3] === `${what} ${s[1]} of ${of}`));
}

const large = largeBook(), server = await serve(large), page = await open(server);
const button = (name) => page.getByRole("button", { name, exact: true });
page.setDefaultTimeout(60000);
await watch(page);

await step("a batch is built, and the bar beside the button moves", async () => {
  await page.getByLabel("Everything due on").fill("2026-06-01");
  await button("Create New Batch").click();
  await page.getByRole("heading", { name: "Create Billing Batch" }).waitFor();
  await moved(page, "Building the batch", "Building the contract list", CONTRACTS);
});

await step("Run can be stopped: nothing is changed, and the page says so", async () => {
  await page.getByRole("treegrid").getByRole("checkbox").first().waitFor();
  await page.getByRole("button", { name: /^Select all/ }).click();
  await page.getByRole("status").filter({ hasText: /selected|Total/ }).first().waitFor();
  await page.getByLabel("Save As").fill("May 2026");
  await page.evaluate(() => window.seen.splice(0));
  await button("Run").click();
  await page.getByRole("progressbar", { name: "Working" }).waitFor();
  await button("Stop").click();
  await page.getByText("nothing was changed").waitFor();
  await page.getByRole("progressbar").waitFor({ state: "detached" });
  same("the batch", billet(large, "batch", "list")[0].state, "open");
});

await step("it runs, and its bar moves below the view", async () => {
  await page.evaluate(() => window.seen.splice(0));
  await button("Run").click();
  await button("Generate Invoices").waitFor();
  await moved(page, "Working", "Running", CONTRACTS);
  await page.getByRole("progressbar").waitFor({ state: "detached" });
});

await step("invoices are generated, and the bar moves in the dialog that asked", async () => {
  await button("Generate Invoices").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/Type the batch's name/).fill("May 2026");
  await page.evaluate(() => window.seen.splice(0));
  await dialog.getByRole("button", { name: "Generate Invoices" }).click();
  await dialog.getByRole("progressbar", { name: "Working" }).waitFor();
  await dialog.waitFor({ state: "detached" });
  await moved(page, "Working", "Generating invoices", CONTRACTS);
  same("the batch", billet(large, "batch", "list")[0].state, "generated");
});
await server.stop();

const there = await quickbooks(), db = generatedBook(["--all"]);
await toQuickbooks(db, there);
const other = await serve(db), shop = await open(other), there_is = (name) => shop.getByRole("button", { name, exact: true });
shop.setDefaultTimeout(60000);
const states = () => shop.locator("table tbody tr").evaluateAll((rows) => rows.map((r) => r.cells[1].innerText));
const numbers = async () => (await there.ledger()).Invoice.map((i) => i.DocNumber), all = billet(db, "invoice", "list").length;

await step("a slow target: the bar of the export moves, and Stop has the focus", async () => {
  await shop.goto(`${other.base}/export/1/quickbooks-online`);
  const tab = shop.context().waitForEvent("page");
  await there_is("Sign in to QuickBooks Online").click();
  await (await tab).getByText("Signed in. You may close this window").waitFor();
  await (await tab).close();
  await shop.getByRole("dialog").getByRole("button", { name: "Deliver there" }).click();
  await there_is("Export to QuickBooks Online").waitFor();
  await there.behave({ what: "slow", on: "invoice", seconds: 1, times: 99 });
  await watch(shop);
  await there_is("Export to QuickBooks Online").focus();
  await shop.keyboard.press("Enter");
  await shop.getByRole("progressbar", { name: "Exporting" }).waitFor();
  await until("the focus", () => shop.evaluate(() => document.activeElement.textContent), "Stop");
  await shop.getByText(`exporting 3 of ${all}`).waitFor();
  same("findings", await findings(shop), []);
});

await step("stopped by keyboard: it says what was done and what was not", async () => {
  await shop.keyboard.press("Enter");
  await shop.getByText(/^\d+ of \d+ documents are at QuickBooks Online: \d+ waits?/).first().waitFor();
  await moved(shop, "Exporting", "exporting", all);
  const done = (await states()).filter((s) => s === "delivered").length;
  sure(`some, not all: ${done}`, done >= 3 && done < all);
  await shop.getByText(`Batch 1: ${done} of ${all} delivered`).waitFor();
  same("there", (await numbers()).length, done);
  await until("the focus is back", () => shop.evaluate(() => document.activeElement.textContent), "Export to QuickBooks Online");
  same("the batch", billet(db, "batch", "list")[0].state, "generated");
});

await step("again: the rest goes, each is there once", async () => {
  await there.behave({ clear: true });
  await shop.keyboard.press("Enter");
  await shop.getByText(`The batch was successfully exported: Batch 1: ${all} of ${all} delivered`).waitFor();
  same("there", [(await numbers()).length, new Set(await numbers()).size], [all, all]);
  same("the batch", billet(db, "batch", "list")[0].state, "exported");
});

await step("nothing went wrong in the pages", () => same("faults", [...page.faults, ...shop.faults], []));
await end();
