// "Create an invoice and billing batch", word by word, by mouse.
import { readFileSync } from "node:fs";
import { billet, end, makeBook, open, same, serve, step, sure, until } from "./page.mjs";
import { details, gaps } from "./details.mjs";

const db = makeBook(), server = await serve(db), page = await open(server);
const button = (name) => page.getByRole("button", { name, exact: true });
const contract = (name) => page.getByRole("row", { name }).first();
const detail = (name) => until(name[0], async () => (await details(page))[name[0]], name[1]);

// With a server that takes its time.
async function slowly(act) {
  await page.route("**/command", async (route) => { await new Promise((done) => setTimeout(done, 400)); await route.continue(); });
  await act();
  await page.unrouteAll({ behavior: "wait" });
}

await step("1 from the left hand panel click Billing", async () => {
  await page.getByRole("navigation", { name: "Billing" }).getByRole("link", { name: "Billing" }).click();
  await page.getByRole("heading", { name: "Billing", level: 1 }).waitFor();
});

await step("2 then click Create New Batch: the Create Billing Batch page displays", async () => {
  await page.getByLabel("Everything due on").fill("2026-06-07");
  await button("Create New Batch").click();
  await page.getByRole("heading", { name: "Create Billing Batch" }).waitFor();
  await until("the address", () => new URL(page.url()).pathname, "/batch/1");
});

await step("the page has the columns and the details that are explained", async () => {
  await page.getByRole("treegrid", { name: "Contracts" }).getByRole("checkbox").first().waitFor();
  const heads = await page.getByRole("columnheader").allInnerTexts();
  for (const name of ["Customer Name", "Contract Name", "Contract Type", "Total Balance", "Selected Balance"]) sure(name, heads.some((h) => h.trim() === name));
  same("details", await details(page), { "Bills To Create": "0", "Unbilled Tickets": "0", "Hours Worked": "0", "Billable Amount": "0.00 USD", Tax: "0.00 USD", Total: "0.00 USD" });
  for (const name of ["Export"]) sure(`${name} is disabled`, await button(name).isDisabled());
});

await step("the list can be filtered by Contract Type, Taxable Contracts, Customer and Periods; the address says so", async () => {
  await page.getByLabel("Contract Type").selectOption("retainer");
  await page.getByLabel("Taxable Contracts").selectOption("yes");
  await page.getByLabel("Periods").selectOption("ready");
  await page.getByLabel("Customer", { exact: true }).fill("coolrealty");
  await page.keyboard.press("Enter");
  await until("rows", () => page.locator("tr.contract .what").allInnerTexts(), ["Retainer"]);
  await until("the address", () => new URL(page.url()).search, "?type=retainer&taxable=yes&customer=coolrealty&periods=ready");
  await page.reload();
  await until("rows after a reload", () => page.locator("tr.contract .what").allInnerTexts(), ["Retainer"]);
  await button("Clear filters").click();
  await until("all again", () => page.locator("p.count").first().innerText().then((t) => t.startsWith("100 contracts")));
});

await step("3 click the white boxes: they turn black, and the Batch Details follow", async () => {
  await contract(/CoolRealty.*Retainer/).getByRole("checkbox", { name: "Retainer" }).click();
  await detail(["Total", "1,650.00 USD"]);
  same("the difference", await gaps(page), { "Bills To Create": "+1", "Billable Amount": "+1,500.00", Tax: "+150.00", Total: "+1,650.00" });
  await until("the box is black", () => contract(/CoolRealty.*Retainer/).getByRole("checkbox").isChecked());
  await page.getByRole("status").filter({ hasText: "Total 1,650.00 USD (+1,650.00)" }).waitFor();
});

await step("4 click the expand icon: all currently due items are selected, overdue ones included", async () => {
  await contract(/CoolRealty.*Retainer/).getByRole("button", { name: "Expand" }).click();
  const items = page.locator("tr.item");
  await items.first().waitFor();
  same("periods", await items.locator(".who").allInnerTexts(), ["Mar 7 – Apr 6", "Apr 7 – May 6", "May 7 – Jun 6", "Jun 7 – Jul 6"]);
  same("states", await items.evaluateAll((rows) => rows.map((r) => r.classList[2])), ["selected", "selected", "selected", "locked"]);
  sure("overdue is said", (await items.first().innerText()).includes("overdue"));
});

await step("5 deselect the Apr 7 billing period: the block turns grey and the details follow", async () => {
  await page.getByRole("checkbox", { name: "Retainer fee, Apr 7 – May 6, 2026" }).click();
  await detail(["Total", "1,100.00 USD"]);
  await page.locator("tr.item.excluded", { hasText: "left out" }).waitFor();
  same("in the book", billet(db, "batch", "expand", "cool-retainer").items.map((i) => i.state), ["selected", "excluded", "selected", "locked"]);
});

await step("an item is waived with a note; Undo names what it undoes, and takes it back", async () => {
  await page.locator("tr.item").first().getByRole("button", { name: "Waive" }).click();
  const dialog = page.getByRole("dialog", { name: "Waive" });
  sure("no note, no waiver", await dialog.getByRole("button", { name: "Waive" }).isDisabled());
  await dialog.getByLabel("Note").fill("late by two days");
  await dialog.getByRole("button", { name: "Waive" }).click();
  await page.locator("tr.item.waived", { hasText: "late by two days" }).waitFor();
  await detail(["Total", "550.00 USD"]);
  await page.getByRole("button", { name: "Undo batch waive" }).click();
  await detail(["Total", "1,100.00 USD"]);
});

await step("6 review the Batch Details of all that match", async () => {
  await button("Select all 100").click();
  await until("selected", async () => billet(db, "batch", "show").details.bills_to_create > 80);
  await page.getByRole("status").filter({ hasText: "All that match are selected" }).waitFor();
});

await step("7 enter a name in Save As  8 click Run: the invoices are listed", async () => {
  await page.evaluate(() => window.scrollTo(0, 900));
  await button("Run").click();
  await page.getByText("A batch is saved under a name.").waitFor();
  sure("it is said where one looks", await page.getByRole("alert").first().evaluate((box) => box.getBoundingClientRect().top > 0));
  await page.getByLabel("Save As").fill("May 2026");
  await slowly(async () => {
    await button("Run").dblclick();
    await page.locator("button[aria-busy]", { hasText: "Run" }).waitFor();
    await page.getByRole("heading", { name: "May 2026" }).waitFor();
  });
  same("it ran once", billet(db, "log").filter((entry) => entry.command === "batch run").length, 1);
  await until("its list from the head on", () => page.evaluate(() => window.scrollY), 0);
  await until("the window's name", () => page.title(), "May 2026 · billet");
  await page.getByRole("row", { name: /D\d+/ }).first().waitFor();
  for (const name of ["View", "Print"]) sure(`${name} is disabled`, await page.getByRole("button", { name, exact: true }).first().isDisabled());
  sure("Export is disabled", await button("Export").isDisabled());
});

await step("Delete removes an unwanted invoice", async () => {
  const before = billet(db, "invoice", "list").length;
  await page.getByRole("button", { name: "Delete", exact: true }).first().dblclick();
  await until("one less", () => billet(db, "invoice", "list").length, before - 1);
  await until("shown", () => page.locator(".drafts .count").innerText(), `${before - 1} documents`);
});

await step("9 One invoice per customer", async () => {
  await page.getByRole("checkbox", { name: "One invoice per customer" }).check();
  await until("fewer documents", async () => billet(db, "batch", "show").consolidated, true);
  await until("shown", () => page.locator(".drafts .count").innerText(), `${billet(db, "invoice", "list").length} documents`);
});

await step("10 click Generate Invoices, and type the batch's name: View is enabled", async () => {
  await button("Generate Invoices").click();
  const dialog = page.getByRole("dialog", { name: "Generate Invoices" });
  const go = dialog.getByRole("button", { name: "Generate Invoices" });
  await dialog.getByLabel(/Type the batch's name/).fill("May");
  sure("another name is not enough", await go.isDisabled());
  await dialog.getByLabel(/Type the batch's name/).fill("May 2026");
  await go.click();
  await until("generated", () => billet(db, "batch", "list")[0].state, "generated");
  await page.locator("button:has-text('View'):enabled").first().waitFor();
  await page.getByRole("heading", { name: "Invoices", exact: true }).waitFor();
});

await step("View shows the invoice as it is printed", async () => {
  await page.getByRole("button", { name: "View", exact: true }).first().click();
  await page.getByRole("heading", { name: "Invoice 1", exact: true }).waitFor();
  await page.frameLocator("iframe.document").getByText("Harbor Point IT").first().waitFor();
});

await step("Explain says how an amount came about", async () => {
  await page.getByRole("button", { name: "Explain line 1", exact: true }).click();
  await page.getByRole("dialog").getByText(/line 1:/).first().waitFor();
  await page.keyboard.press("Escape");
});

await step("Print prints the document", async () => {
  await page.goBack();
  await page.locator("button:has-text('Print'):enabled").first().waitFor();
  await page.getByRole("button", { name: "Print", exact: true }).first().click();
  await until("a frame with the document", () => page.frames().some((f) => /\/document\/1$/.test(f.url())));
});

await step("11 click Export: the Export Invoices page  12 select the method: a file  a message says that it went well", async () => {
  await button("Export").click();
  await page.getByRole("heading", { name: "Export Invoices" }).waitFor();
  sure("QuickBooks Online is there", await page.getByRole("radio", { name: /QuickBooks Online/ }).isVisible());
  await page.getByRole("radio", { name: /^CSV/ }).check();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export to CSV" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  sure("every invoice is in it", file.split("\n").length > 100);
  await page.getByText(/was successfully exported/).first().waitFor();
});

await step("13 QuickBooks Online asks to sign in", async () => {
  await page.getByRole("radio", { name: /QuickBooks Online/ }).check();
  await page.getByRole("button", { name: "Sign in to QuickBooks Online" }).waitFor();
});

await step("afterwards what was billed is locked: a black lock says until when, and why", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "Billing" }).click();
  await page.getByLabel("Everything due on").fill("2026-06-07");
  await button("Create New Batch").click();
  await page.getByLabel("Find").fill("coolrealty");
  await until("two rows", () => page.locator("tr.contract .what").allInnerTexts(), ["Help desk", "Retainer"]);
  const row = contract(/CoolRealty.*Help desk/), box = row.getByRole("checkbox", { name: "Help desk" });
  sure("it cannot be selected", await box.isDisabled());
  sure("until when", (await row.innerText()).includes("until Jul 7, 2026"));
  await row.getByRole("button", { name: "Why" }).click();
  await page.getByRole("dialog").getByText("locked").first().waitFor();
  await page.keyboard.press("Escape");
  await contract(/CoolRealty.*Retainer/).getByRole("button", { name: "Expand" }).click();
  await page.locator("tr.item", { hasText: "overdue" }).waitFor();
});

await step("nothing went wrong in the page, and it asked nobody else", () => same("faults", page.faults, []));
await end();
