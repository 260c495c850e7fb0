// Export Invoices against a server like QuickBooks Online: signing in, the message, a row per document with what settles it.
import { billet, billetWith, end, findings, open, same, serve, serveShared, step, sure, until } from "./page.mjs";
import { generatedBook, quickbooks, toQuickbooks } from "./quickbooks.mjs";

const there = await quickbooks(), db = generatedBook(["cool-retainer", "alder-and-finch-architects-1",
  "amber-coast-fisheries-1", "bayview-pediatrics-1", "beacon-street-law-1"]);
await toQuickbooks(db, there);
const server = await serve(db), page = await open(server);
const button = (name) => page.getByRole("button", { name, exact: true });
const row = (number) => page.getByRole("table", { name: "Documents" }).getByRole("row").filter({ has: page.getByRole("link", { name: number, exact: true }) });
// Documents that are not as they should be: "2 gone".
const states = () => page.locator("table tbody tr").evaluateAll((rows) => rows.map((r) => `${r.cells[0].innerText} ${r.cells[1].innerText}`)
  .filter((text) => !text.endsWith(" delivered")));
const are = (...wanted) => until("states", states, wanted, 20000);
const count = 5;
const message = (delivered = count) => page.getByText(`The batch was successfully exported: Batch 1: ${delivered} of ${count} delivered`).waitFor({ timeout: 20000 });
let kept = null; // who is signed in
const state = () => billet(db, "batch", "list")[0].state;

// Clicks what leads to the target's page: its tab opens, and the target agrees and sends it back.
async function signIn(name) {
  const tab = page.context().waitForEvent("page");
  await button(name).click();
  await (await tab).getByText("Signed in. You may close this window").waitFor();
  sure("the tab has no hold of the page", await (await tab).evaluate(() => window.opener === null));
  await (await tab).close();
}

// Whose books they are is shown; nothing is kept before somebody agrees.
async function agree() {
  const dialog = page.getByRole("dialog", { name: "Deliver to QuickBooks Online?" });
  await dialog.getByLabel("Whose books").locator("option", { hasText: "Sandbox Company_US_1" }).waitFor({ state: "attached" });
  same("signed in before", billet(db, "export", "list").find((t) => t.target === "quickbooks-online").company, kept);
  await dialog.getByRole("button", { name: "Deliver there" }).click();
  await dialog.waitFor({ state: "detached" });
}

// The button of a document, with the note that it asks for.
async function settle(name, number) {
  await row(number).getByRole("button", { name: `${name} ${number}` }).click();
  const dialog = page.getByRole("dialog", { name: `${name}: ${number}` });
  sure("no note, no step", await dialog.getByRole("button", { name }).isDisabled());
  await dialog.getByLabel("Note").fill("as the bookkeeper says");
  await dialog.getByRole("button", { name }).click();
  await dialog.waitFor({ state: "detached" });
}

// Somebody deletes an invoice there, and the page is told to look.
async function goneThere(number) {
  await there.act({ delete: number });
  await button("Look what changed there").click();
  await are(`${number} gone`);
}

await step("11 Export opens Export Invoices  12 QuickBooks Online is chosen; the address says so", async () => {
  await page.goto(`${server.base}/batch/1`);
  await button("Export").click();
  await page.getByRole("heading", { name: "Export Invoices" }).waitFor();
  await page.getByRole("radio", { name: /QuickBooks Online/ }).check();
  await until("the address", () => new URL(page.url()).pathname, "/export/1/quickbooks-online");
});

await step("where it is refused there, nobody is signed in, and the page says why", async () => {
  await there.behave({ settings: { deny: true } });
  await button("Sign in to QuickBooks Online").click();
  await page.getByText(/let nobody in: access_denied/).waitFor();
  await there.behave({ settings: { deny: false } });
});

await step("Stop ends the wait for whoever does not come back", async () => {
  await page.evaluate(() => { window.reallyOpens = window.open; window.open = () => null; });
  await button("Sign in to QuickBooks Online").click();
  await page.getByRole("link", { name: "the page of QuickBooks Online" }).waitFor();
  await button("Stop").click();
  await page.getByText("interrupted; nothing is kept").waitFor();
});

await step("a browser that opens no tab has the address on the page", async () => {
  await button("Sign in to QuickBooks Online").click();
  const tab = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "the page of QuickBooks Online" }).click();
  await (await tab).getByText("Signed in. You may close this window").waitFor();
  await (await tab).close();
  await agree();
  await page.getByText(/signed in: Sandbox Company_US_1/).waitFor();
  await page.evaluate(() => { window.open = window.reallyOpens; });
  await button("Sign out").click();
});

await step("13 signing in: the tab comes back, and the page goes on by itself", async () => {
  await signIn("Sign in to QuickBooks Online");
  await agree();
  await page.getByText(/signed in: Sandbox Company_US_1/).waitFor();
  await button("Export to QuickBooks Online").waitFor();
});

await step("a message displays when the batch is successfully exported, after its progress; a row per document", async () => {
  await there.behave({ what: "slow", on: "customer", seconds: 1 });
  await button("Export to QuickBooks Online").click();
  await page.getByRole("progressbar", { name: "Exporting" }).waitFor();
  await message();
  await page.getByRole("progressbar", { name: "Exporting" }).waitFor({ state: "hidden" });
  await are();
  await page.getByText("May 2026 · exported").waitFor();
  same("the batch", state(), "exported");
  same("there", (await there.ledger()).Invoice.map((i) => i.DocNumber), ["1", "2", "3", "4", "5"]);
});

await step("edited there: Accept takes it as it is", async () => {
  await there.act({ edit: "1", with: { TxnTaxDetail: { TotalTax: 0.01 } } });
  await button("Look what changed there").click();
  await are("1 edited");
  await settle("Accept", "1");
  await message();
});

await step("gone there, and no answer to sending it anew, then Stop: unknown, until Look again finds it once", async () => {
  await goneThere("2");
  await there.behave({ what: "nothing", on: "invoice", when: "after" });
  await there.behave({ what: "fault", on: "query", times: 99 });
  await settle("Send anew", "2");
  await until("it asks what became of it", () => there.log().then((log) => log.some((l) => l.fault === "fault before")));
  await button("Stop").click();
  await are("2 unknown");
  await there.behave({ clear: true });
  await row("2").getByRole("button", { name: "Look again 2" }).click();
  await message();
  same("there once", (await there.ledger()).Invoice.filter((i) => i.DocNumber === "2").length, 1);
});

await step("different there: the row says what, Accept settles it", async () => {
  await there.behave({ settings: { compute_tax: true, rate: 0.07 } });
  await goneThere("3");
  await settle("Send anew", "3");
  await are("3 different");
  await row("3").getByText(/total is [\d.]+ there and [\d.]+ here/).waitFor();
  await settle("Accept", "3");
  await message();
  await there.behave({ settings: { compute_tax: false } });
});

await step("refused: the row says what to do, Try again sends it", async () => {
  await goneThere("4");
  const customer = billet(db, "invoice", "show", "4")[0].customer_name;
  await there.act({ remove: customer, type: "Customer" });
  await settle("Send anew", "4");
  await are("4 refused");
  await row("4").getByText(/make it active in QuickBooks/).waitFor();
  await row("4").getByRole("button", { name: "Try again 4" }).click();
  await message();
});

await step("refused, and sent anew on the command line: it waits, and Export sends it to the customer that is found then", async () => {
  await goneThere("1");
  await there.act({ remove: billet(db, "invoice", "show", "1")[0].customer_name, type: "Customer" });
  await settle("Send anew", "1");
  await are("1 refused");
  billet(db, "export", "resend", "quickbooks-online", "1", "--note", "the customer was merged");
  await are("1 waiting");
  await button("Export to QuickBooks Online").click();
  await message();
  same("there once", (await there.ledger()).Invoice.filter((i) => i.DocNumber === "1").length, 1);
});

// Rows in each state, made as those of the tests before: 1 and 2 delivered, 3 gone, refused and forgotten, 4 different, 5 gone and unknown.
async function eachState() {
  await there.behave({ settings: { compute_tax: true, rate: 0.07 } });
  await goneThere("4");
  await settle("Send anew", "4");
  await are("4 different");
  await there.behave({ settings: { compute_tax: false } });
  await there.act({ delete: "3" });
  await there.act({ delete: "5" });
  await button("Look what changed there").click();
  await are("3 gone", "4 different", "5 gone");
  await there.act({ remove: billet(db, "invoice", "show", "3")[0].customer_name, type: "Customer" });
  await settle("Send anew", "3");
  await are("3 refused", "4 different", "5 gone");
  await there.behave({ what: "nothing", on: "invoice", when: "after" });
  await there.behave({ what: "fault", on: "query", times: 99 });
  billet(db, "export", "forget", "quickbooks-online", "3", "--note", "for now");
  await settle("Send anew", "5");
  await until("it asks what became of it", () => there.log().then((log) => log.some((l) => l.fault === "fault before")));
  await button("Stop").click();
  await there.behave({ clear: true });
  await are("3 forgotten", "4 different", "5 unknown");
}

await step("rows in each state: axe-core finds nothing, light and dark, and 400 pixels of width do", async () => {
  await eachState();
  await until("buttons", () => page.locator("table tbody button").allInnerTexts(), ["Accept", "Look again"]);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await until(colorScheme, () => findings(page), [], 20000); // once its colours are there
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 400, height: 800 });
  await row("5").getByRole("button", { name: "Look again 5" }).scrollIntoViewIfNeeded();
  sure("nothing scrolls sideways", await page.evaluate(() => document.documentElement.scrollWidth <= 400));
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/narrow.png`, fullPage: true });
  await page.setViewportSize({ width: 1360, height: 860 });
});

await step("by keyboard: Look again finds what was sent, Accept takes what differs", async () => {
  await row("5").getByRole("button", { name: "Look again 5" }).focus();
  await page.keyboard.press("Enter");
  await are("3 forgotten", "4 different");
  await row("4").getByRole("button", { name: "Accept 4" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("as the bookkeeper says");
  await page.keyboard.press("Enter");
  await message(4);
  await are("3 forgotten");
  same("there once", (await there.ledger()).Invoice.filter((i) => i.DocNumber === "5").length, 1);
  billet(db, "export", "resend", "quickbooks-online", "3", "--note", "after all");
  await are("3 waiting");
  await button("Export to QuickBooks Online").click();
  await message();
});

await step("nobody is signed in any more: signing in again goes on where it stopped", async () => {
  await goneThere("5");
  await there.act({ expire: true });
  await there.act({ forget: true });
  await settle("Send anew", "5");
  await are("5 waiting");
  await signIn("Sign in again");
  kept = "Sandbox Company_US_1";
  await agree();
  await message();
  same("there once", (await there.ledger()).Invoice.filter((i) => i.DocNumber === "5").length, 1);
});

await step("who may not export sees where documents are, and no button", async () => {
  for (const [name, role] of [["vera", "viewer"], ["anna", "biller"], ["carl", "accountant"]])
    billetWith("correct horse\n", db, "user", "add", name, "--role", role);
  await server.stop();
  const shared = await serveShared(db), { base } = shared;
  const buttons = async (name, target) => {
    const other = await open(shared), to = `/export/1/${target}`;
    const form = { name, password: "correct horse", to };
    same(name, (await other.request.post(`${base}/sign-in`, { form, maxRedirects: 0 })).status(), 303);
    await other.goto(base + to);
    await other.getByRole("heading", { level: 2, name: target === "csv" ? "CSV" : "QuickBooks Online", exact: true }).waitFor();
    if (target !== "csv") await other.getByRole("table", { name: "Documents" }).waitFor();
    same(`findings of ${name}`, await findings(other), []);
    same(`faults of ${name}`, other.faults, []);
    return other.locator(".result button").allInnerTexts();
  };
  for (const name of ["vera", "anna"]) for (const target of ["quickbooks-online", "csv"]) same(`${name}, ${target}`, await buttons(name, target), []);
  same("carl", await buttons("carl", "quickbooks-online"), ["Export to QuickBooks Online", "Look what changed there"]);
});

await step("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
