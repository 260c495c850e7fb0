// What is done around the batch: invoices, check, compare, reports, import, plugins, the log.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { billet, end, makeMonths, open, same, scratch, serve, sure, test, until } from "./page.mjs";

const db = makeMonths();
const server = await serve(db), page = await open(server);
const dialog = () => page.getByRole("dialog");

async function go(view) {
  await page.goto(server.base + view);
  await page.locator("#main:not([aria-busy]) h1").waitFor();
}

await test("invoices are found by what is in the address", async () => {
  await go("/invoices?customer=coolrealty");
  await until("two", () => page.locator("tr.invoice .invoice").allInnerTexts(), ["30", "29"]);
  await page.getByLabel("State").selectOption("paid");
  await page.getByText("No invoice matches").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await until("all", () => page.locator(".count").innerText(), "90 documents");
});

await test("a payment, a credit of one line, a void: each with what it needs", async () => {
  await go("/invoice/30");
  await page.getByRole("button", { name: "Pay" }).click();
  await dialog().getByLabel("Amount").fill("100.00");
  await dialog().getByRole("button", { name: "Pay" }).click();
  await until("part paid", () => billet(db, "invoice", "show", "30")[0].paid, "100.00");
  await page.locator(".tag.part-paid").waitFor();
  await go("/invoice/29");
  await page.getByRole("button", { name: "Credit" }).click();
  sure("no note, no credit", await dialog().getByRole("button", { name: "Credit" }).isDisabled());
  await dialog().getByLabel("Note").fill("goodwill");
  await dialog().getByLabel("Lines").fill("1");
  await dialog().getByRole("button", { name: "Credit" }).click();
  await page.getByRole("heading", { name: "Credit note 91" }).waitFor();
  await go("/invoice/5");
  await page.getByRole("button", { name: "Void" }).click();
  await dialog().getByLabel("Note").fill("sent to the wrong one");
  await dialog().getByRole("button", { name: "Void" }).click();
  await until("void", () => billet(db, "invoice", "show", "5")[0].state, "void");
  await page.locator(".tag.void").waitFor();
});

await test("a payment is this page's own: nobody is told of it as of news", async () => {
  await go("/invoice/28");
  await page.getByRole("button", { name: "Pay" }).click();
  await dialog().getByRole("button", { name: "Pay" }).click();
  await page.locator(".tag.paid").waitFor();
  await page.getByRole("button", { name: "Undo invoice pay" }).waitFor();
  same("said", await page.locator("#said").innerText(), "The payment is recorded.");
});

await test("Enter opens a document of the list; Back comes to the same place, and so does a reload", async () => {
  await go("/invoices");
  const at = () => page.evaluate(() => window.scrollY);
  await page.locator("tr.invoice").first().waitFor();
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, 1400);
  await until("scrolled, and kept", () => page.evaluate(() => window.history.state?.scroll), 1400);
  const row = page.locator("tr.invoice[data-key='55']");
  await row.locator("td.state").click();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Invoice 55" }).waitFor();
  await until("its name", () => page.title(), "Invoice 55 · billet");
  await page.goBack();
  await until("the same place", at, 1400);
  await page.reload();
  await until("the same place again", at, 1400);
  await row.waitFor();
});

await test("what is refused stays in its dialog, with the reason", async () => {
  await go("/invoice/30");
  await page.getByRole("button", { name: "Void" }).click();
  await dialog().getByLabel("Note").fill("x");
  await dialog().getByRole("button", { name: "Void" }).click();
  await until("the reason", async () => (await dialog().getByRole("alert").innerText()).length > 10);
  await page.keyboard.press("Escape");
});

await test("check's findings stand beside the rows they are about", async () => {
  await go("/batch/2");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("button", { name: /to check$/ }).first().click();
  await dialog().getByText(/last time|comes to/).first().waitFor();
  await page.keyboard.press("Escape");
});

await test("shift-click takes all between, and locked ones stay out", async () => {
  await go("/batch/2?text=zephyr");
  const boxes = page.locator("tr.contract [data-part=box]");
  await boxes.first().click();
  await until("one", () => billet(db, "batch", "show").contracts.filter((c) => c.state === "selected").length, 1);
  await boxes.last().click({ modifiers: ["Shift"] });
  const can = billet(db, "batch", "show").contracts.filter((c) => /zephyr/.test(c.contract) && ["ready", "selected"].includes(c.state)).length;
  await until("all", () => billet(db, "batch", "show").contracts.filter((c) => c.state === "selected").length, can);
});

await test("the order is that of a click on a head, and in the address", async () => {
  await go("/batch/2");
  await page.getByRole("button", { name: "Total Balance" }).click();
  await page.getByRole("button", { name: "Total Balance" }).click();
  await until("the address", () => new URL(page.url()).search, "?sort=-total");
  await until("said", () => page.getByRole("columnheader", { name: "Total Balance" }).getAttribute("aria-sort"), "descending");
  const wanted = billet(db, "batch", "rows", "--sort", "total", "--descending", "--count", "1").rows[0].contract;
  await until("the greatest first", () => page.locator("tr.contract").first().getAttribute("data-key"), wanted);
});

await test("files are dropped: a dry run says what would change, then they are imported; Undo takes it back", async () => {
  await go("/import");
  const data = scratch("drop");
  mkdirSync(data);
  writeFileSync(join(data, "customers.csv"), "id,name\nnew-one,New One\n");
  writeFileSync(join(data, "contracts.csv"), "id,customer,name,type,start,param.price\nnew-k,new-one,Retainer,retainer,2026-06-01,10.00\n");
  await page.getByLabel("Files to import").setInputFiles([join(data, "customers.csv"), join(data, "contracts.csv")]);
  await page.getByRole("heading", { name: "What would change" }).waitFor();
  same("nothing is written", billet(db, "customer", "list").filter((c) => c.customer === "new-one").length, 0);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("Imported", { exact: true }).waitFor();
  same("it is there", billet(db, "customer", "list").filter((c) => c.customer === "new-one").length, 1);
  await page.getByRole("button", { name: "Undo import" }).click();
  await until("it is gone", () => billet(db, "customer", "list").filter((c) => c.customer === "new-one").length, 0);
});

await test("a faulty file is refused with its rows", async () => {
  await go("/import");
  writeFileSync(scratch("contracts.csv"), "id,customer,name,type,start\nk,nobody,N,hourly,2026-13-01\n");
  await page.getByLabel("Files to import").setInputFiles([scratch("contracts.csv")]);
  await page.getByText(/2026-13-01/).first().waitFor();
});

await test("a plugin has its params as a form, its docs, and its examples as tests", async () => {
  await go("/plugins/retainer");
  await page.getByLabel(/^price/).fill("250.00");
  await until("as JSON", async () => JSON.parse(await page.locator("pre.json").innerText()), { price: "250.00" });
  await page.getByRole("button", { name: "Run its examples" }).click();
  await page.getByText(/\d+ passed, 0 failed/).waitFor({ timeout: 60000 });
  await page.getByText("Examples", { exact: true }).click();
  await page.getByRole("heading", { name: "one closed month bills the fee once" }).waitFor();
  sure("what comes about", (await page.locator("details pre").first().innerText()).includes('"total": "500.00"'));
  await go("/users");
  await page.getByText("One person uses this page").waitFor();
  await go("/plugins");
  sure("rules are there", await page.getByRole("link", { name: "Round time" }).isVisible());
});

await test("a report follows its dates while they are typed, and keeps the focus", async () => {
  await go("/reports/revenue");
  await page.getByLabel("From").focus();
  await page.keyboard.type("06012027");
  await page.getByText("Nothing to report").waitFor();
  await until("the address", () => new URL(page.url()).search, "?from=2027-06-01");
  same("the focus", await page.evaluate(() => document.activeElement.name), "from");
});

// Holds back the question that holds a text; answers what lets it go, and waits until the page has its answer.
async function held(text) {
  let release = null;
  const late = new Promise((done) => (release = done));
  const holds = async (route) => {
    if (route.request().postData().includes(text)) await late;
    await route.continue();
  };
  await page.route("**/command", holds);
  return async () => {
    const answered = page.waitForResponse((r) => r.request().postData()?.includes(text));
    release();
    await (await answered).finished();
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    await page.unroute("**/command", holds);
  };
}

await test("an answer that comes late does not take the place of what was asked after it", async () => {
  const places = [
    ["/reports/revenue", "From", "Nothing to report"],
    ["/log", "Since", "No entry of the log fits"],
  ];
  for (const [address, label, nothing] of places) {
    await go(address);
    const come = await held("2020-01-01");
    await page.getByLabel(label).fill("2020-01-01");
    await page.getByLabel(label).fill("2090-01-01");
    await page.getByText(nothing).waitFor();
    await come();
    sure(`${address} shows what was asked last`, await page.getByText(nothing).isVisible());
  }
});

await test("what is imported is what was looked at, though other files were dropped before", async () => {
  const dropped = (name) => ({ name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(`id,name\n${name},${name}\n`) });
  await go("/import");
  const come = await held("first-drop");
  await page.getByLabel("Files to import").setInputFiles([dropped("first-drop")]);
  await page.getByLabel("Files to import").setInputFiles([dropped("last-drop")]);
  await page.getByRole("heading", { name: "What would change" }).waitFor();
  await page.getByRole("button", { name: "Import", exact: true }).evaluate((button) => (button.id = "seen"));
  await come();
  await page.locator("button#seen").click();
  await page.getByText("Imported", { exact: true }).waitFor();
  same("the last", billet(db, "customer", "list").map((c) => c.customer).filter((c) => c.endsWith("-drop")), ["last-drop"]);
  await page.getByRole("button", { name: "Undo import" }).click();
  await until("it is gone", () => billet(db, "customer", "list").some((c) => c.customer === "last-drop"), false);
});

await test("Billing says what to do next, each with its place", async () => {
  await go("/batch");
  const next = page.getByRole("link", { name: "Ask for what is overdue" });
  same("as status has it", billet(db, "status").steps.some(({ step }) => step === "ask for what is overdue"), true);
  await page.getByRole("link", { name: "Export the documents" }).waitFor();
  same("the batch that waits", await page.getByRole("link", { name: "Export the documents" }).getAttribute("href"), "/export/1");
  await next.click();
  await page.getByRole("link", { name: "What is owed, by age" }).waitFor();
  same("there", new URL(page.url()).pathname, "/reports/aging");
});

await test("Go to finds customers that have no invoice, too", async () => {
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Go to…" }).click();
  await page.getByRole("combobox", { name: "Go to" }).fill("coolr");
  await page.getByRole("option", { name: "Customer CoolRealty" }).click();
  await page.getByRole("heading", { name: "CoolRealty" }).waitFor();
  await page.getByText("2 contracts · 2 open tickets").waitFor();
});

await test("tables break no word, and one of anything is not many", async () => {
  await go("/balances");
  const lines = await page.getByRole("cell", { name: "tickets", exact: true }).evaluate((cell) => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return text.getClientRects().length;
  });
  same("lines of a unit", lines, 1);
  const names = billet(db, "invoice", "list").filter((i) => i.batch === 1).map((i) => i.customer);
  await go(`/batch/1?text=${names.find((name) => names.indexOf(name) === names.lastIndexOf(name))}`);
  await until("counted", () => page.locator(".count").innerText(), "1 document");
});

await test("every view of questions answers", async () => {
  for (const [view, heading] of [["/check/2", "Check"], ["/compare/2", "Compare"], ["/unbilled", "Unbilled"], ["/balances", "Balances"], ["/log", "Log"], ["/customer/coolrealty", "CoolRealty"],
    ["/reports/revenue?by=month", "Reports"], ["/reports/aging", "Reports"], ["/reports/unbilled", "Reports"], ["/reports/rates", "Reports"], ["/reports/tax", "Reports"], ["/reports/margin", "Reports"], ["/reports/blocks", "Reports"]]) {
    await go(view);
    same(view, await page.getByRole("heading", { level: 1 }).innerText(), heading);
    sure(`${view} has a table or says why not`, (await page.locator("main table, main .empty").count()) > 0);
  }
});

await test("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
