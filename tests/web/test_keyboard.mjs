// The same story by keyboard alone: nothing is clicked, and what has the focus can be seen.
import { billet, end, makeBook, open, same, serve, step, until } from "./page.mjs";
import { details } from "./details.mjs";

const db = makeBook(), server = await serve(db), page = await open(server);
const keys = page.keyboard;
const focused = () => page.evaluate(() => {
  const at = document.activeElement;
  return at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent.trim();
});
const row = () => page.evaluate(() => document.activeElement.closest("tr")?.dataset.key ?? null);

// Tab until something of that name has the focus.
async function tabTo(name, back = false) {
  for (let i = 0; i < 80; i++) {
    await keys.press(back ? "Shift+Tab" : "Tab");
    if (name.test(await focused())) return;
  }
  throw new Error(`Tab never comes to ${name}`);
}

// Arrows until the row of that contract has the focus.
async function arrowTo(contract) {
  for (let i = 0; i < 140; i++) {
    if ((await row()) === contract) return;
    await keys.press("ArrowDown");
  }
  throw new Error(`no row ${contract}`);
}

await step("g b goes to Billing, Tab to the date and to Create New Batch", async () => {
  await page.getByRole("heading", { name: "Billing", level: 1 }).waitFor();
  await keys.press("g");
  await keys.press("b");
  await until("Billing", () => new URL(page.url()).pathname, "/batch");
  await page.locator("#main:not([aria-busy])").waitFor();
  await tabTo(/Everything due on/);
  await keys.type("06072026");
  await tabTo(/^Create New Batch$/);
  await keys.press("Enter");
  await page.getByRole("heading", { name: "Create Billing Batch" }).waitFor();
  same("as of", billet(db, "batch", "list")[0].as_of, "2026-06-07");
});

await step("/ goes to the filter, and the key does not land in it", async () => {
  await page.locator("tr.contract").first().waitFor();
  await keys.press("/");
  same("focus", await focused(), "Find");
  await keys.type("cool");
  await until("two rows", () => page.locator("tr.contract .what").allInnerTexts(), ["Help desk", "Retainer"]);
  await keys.press("Escape");
  await page.locator("[data-filter]").evaluate((input) => { if (input.value) input.select(); });
  await keys.press("Backspace");
  await until("all", () => page.locator("tr.contract").count(), 60);
});

await step("arrows move in the list, Space takes a contract in, the focus stays", async () => {
  await tabTo(/Break\/fix|Alder/);
  await arrowTo("cool-retainer");
  await keys.press("Space");
  await until("the details", async () => (await details(page)).Total, "1,650.00 USD");
  same("the focus stayed", await row(), "cool-retainer");
});

await step("the right arrow opens it, arrows go to its items, x leaves one out", async () => {
  await keys.press("ArrowRight");
  await page.locator("tr.item").first().waitFor();
  await keys.press("ArrowRight");
  await until("first item", row, "cool-retainer/cool-retainer:2026-03-07");
  await keys.press("ArrowDown");
  await keys.press("x");
  await until("the details", async () => (await details(page)).Total, "1,100.00 USD");
  same("the focus stayed", await row(), "cool-retainer/cool-retainer:2026-04-07");
});

await step("w waives with a note, and the focus comes back; u undoes", async () => {
  await keys.press("ArrowUp");
  await keys.press("w");
  await page.getByRole("dialog", { name: "Waive" }).waitFor();
  await keys.type("goodwill");
  await keys.press("Enter");
  await until("the details", async () => (await details(page)).Total, "550.00 USD");
  same("the focus is back", await row(), "cool-retainer/cool-retainer:2026-03-07");
  await page.getByRole("button", { name: "Undo batch waive" }).waitFor();
  await keys.press("u");
  await until("the details", async () => (await details(page)).Total, "1,100.00 USD");
});

await step("y says why, Escape closes it", async () => {
  await keys.press("y");
  await page.getByRole("dialog").waitFor();
  await keys.press("Escape");
  await until("closed", () => page.getByRole("dialog").count(), 0);
  await keys.press("ArrowLeft");
  same("the contract", await row(), "cool-retainer");
  await keys.press("ArrowLeft");
  await until("closed", () => page.locator("tr.item").count(), 0);
});

await step("Shift and arrows take the rows between", async () => {
  await keys.press("ArrowDown");
  await keys.press("Space");
  await until("two bills", async () => (await details(page))["Bills To Create"], "2");
  await keys.press("Shift+ArrowDown");
  await until("three bills", async () => (await details(page))["Bills To Create"], "3");
});

await step("Page Down and End go far, and the focus is never under the head or the foot", async () => {
  for (const key of ["PageDown", "PageDown", "End", "Home"]) {
    await keys.press(key);
    const place = () => page.evaluate(() => {
      const at = document.activeElement.getBoundingClientRect(), foot = document.querySelector("tfoot tr").getBoundingClientRect();
      const head = document.querySelector("thead th").getBoundingClientRect();
      return document.activeElement.matches("tr.line") && at.top >= head.bottom - 2 && at.bottom <= foot.top + 2 ? true : [at.top, at.bottom, head.bottom, foot.top];
    });
    await until(`${key}: in sight`, place, true, 3000);
  }
});

await step("Save As and Run, Delete, One invoice per customer, Generate", async () => {
  await tabTo(/^Save As$/);
  await keys.type("May 2026");
  await keys.press("Enter");
  await page.getByRole("row", { name: /D\d+/ }).first().waitFor();
  await until("the focus is somewhere", () => page.evaluate(() => document.activeElement !== document.body), true);
  await tabTo(/^Delete$/);
  await keys.press("Enter");
  await until("one less", () => billet(db, "invoice", "list").length, 2);
  await tabTo(/One invoice per customer/);
  await keys.press("Space");
  await until("consolidated", () => billet(db, "batch", "show").consolidated, true);
  await tabTo(/^Generate Invoices$/);
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keys.type("May 2026");
  await keys.press("Enter");
  await until("generated", () => billet(db, "batch", "list")[0].state, "generated");
  await until("the focus", focused, "Export");
});

await step("View and back, Export", async () => {
  await tabTo(/^View$/, true);
  await keys.press("Enter");
  await page.getByRole("heading", { name: /^Invoice / }).waitFor();
  await page.goBack();
  await page.locator("button:has-text('View'):enabled").first().waitFor();
  await tabTo(/^Export$/);
  await keys.press("Enter");
  await page.getByRole("heading", { name: "Export Invoices" }).waitFor();
  await tabTo(/QuickBooks|Xero|beancount/);
  const download = page.waitForEvent("download");
  for (let i = 0; i < 14 && !/CSV/.test(await page.evaluate(() => document.activeElement.labels?.[0]?.textContent ?? "")); i++) await keys.press("ArrowDown");
  await tabTo(/^Export to /);
  await keys.press("Enter");
  await download;
});

await step("Ctrl K goes anywhere; ? shows the keys, and so does a button", async () => {
  await keys.press("Control+k");
  await page.getByRole("combobox", { name: "Go to" }).waitFor();
  await keys.type("aging");
  await until("found", () => page.getByRole("listbox").getByRole("option").first().innerText(), "Report: aging");
  await keys.press("Enter");
  await until("there", () => new URL(page.url()).pathname, "/reports/aging");
  await page.getByRole("heading", { name: "Reports" }).waitFor();
  await keys.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await keys.press("Escape");
  await tabTo(/^Keys$/);
  await keys.press("Enter");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
});

await step("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
