// What stands open over a view, and what a view becomes: axe-core, light and dark; each closes by Escape and gives the focus back.
import { billet, end, findings, makeMonths, open, same, serve, sure, test } from "./page.mjs";
import { visit } from "./views.mjs";

const db = makeMonths();
billet(db, "batch", "select", "cool-desk", "cool-retainer", "--brief");
const server = await serve(db), page = await open(server);
const go = (view) => visit(page, server.base + view);
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = () => page.getByRole("dialog");

// What stands open over a view, and how it comes: each is looked at, and closes by Escape with the focus where it was.
const OVER = [
  ["Keys", "/batch", () => button("Keys").click()],
  ["Go to", "/batch", () => button("Go to…").click(), () => page.getByRole("option").first().waitFor()],
  ["why a contract", "/batch/2?text=cool", () => button("Why").first().click()],
  ["why an item", "/batch/2?text=cool#cool-desk", () => page.locator("tr.item").getByRole("button", { name: "Why" }).first().click()],
  ["Waive", "/batch/2?text=cool#cool-desk", () => page.locator("tr.item").getByRole("button", { name: "Waive", exact: true }).first().click()],
  ["Discard batch", "/batch/2", () => button("Discard batch").click()],
  ["Explain", "/invoice/30", () => button("Explain").first().click()],
  ["Explain a line", "/invoice/30", () => button("Explain line 1").click()],
  ["Pay", "/invoice/30", () => button("Pay").click()],
  ["Credit", "/invoice/30", () => button("Credit").click()],
  ["Void", "/invoice/30", () => button("Void").click()],
  ["Send", "/invoice/30", () => button("Send").click()],
  ["Send by mail", "/batch/1", () => button("Send by mail").click()],
  ["why of a customer", "/customer/coolrealty", () => page.getByRole("button", { name: /^Why / }).first().click()],
  ["Set for a contract", "/plugins/retainer", () => button("Set for a contract").click()],
];

// What views look like once somebody did something there.
const STATES = [
  ["a complaint", "/batch", async () => { await page.getByLabel("Everything due on").fill("2026-06-07"); await button("Create New Batch").click(); await page.locator("#alert .problem").waitFor(); }],
  ["what is to check", "/batch/2", async () => { await button("Check").click(); await page.getByRole("button", { name: /to check$/ }).first().waitFor(); }],
  ["examples that ran", "/plugins/retainer", async () => { await button("Run its examples").click(); await page.locator("#main .tag").waitFor({ timeout: 60000 }); }],
  ["examples that are read", "/plugins/retainer", async () => { await page.getByText("Examples", { exact: true }).click(); await page.locator("details h3").first().waitFor(); }],
  ["a dry run", "/import", async () => { await page.locator("#files").setInputFiles([{ name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from("id,name\nz,Z\n") }]);
    await page.getByRole("heading", { name: "What would change" }).waitFor(); }],
  ["faults of files", "/import", async () => { await page.locator("#files").setInputFiles([{ name: "contracts.csv", mimeType: "text/csv", buffer: Buffer.from("id,customer\nz,nobody\n") }]);
    await page.locator(".problem").waitFor(); }],
  ["a target", "/export/1", () => page.getByRole("radio", { name: /QuickBooks Online/ }).check()],
];

for (const [colorScheme, rules] of [["light", null], ["dark", ["color-contrast"]]]) { // all else is the same in the dark
  await test(`axe-core finds nothing in what stands open over a view, nor in what views become, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    const found = [], look = async (name) => { for (const line of await findings(page, rules)) found.push(`${name}: ${line}`); };
    for (const [name, view, act, wait] of [...OVER.map(([n, v, a, w]) => [n, v, a, w ?? (() => dialog().waitFor())]), ...STATES]) {
      await go(view);
      await act();
      await wait?.();
      await look(name);
    }
    sure(`\n${found.join("\n")}`, found.length === 0);
  });
}

await test("each dialog closes by Escape, and gives the focus back to what opened it", async () => {
  const lost = [];
  for (const [name, view, act, wait] of OVER) {
    await go(view);
    await page.evaluate(() => document.addEventListener("click", (event) => { window.pressed ??= event.target.closest("button"); }, true));
    await act();
    await (wait ?? (() => dialog().waitFor()))();
    if (!(await page.evaluate(() => document.querySelector("dialog[open]").contains(document.activeElement)))) lost.push(`${name}: the focus is not in it`);
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    if (!(await page.evaluate(() => document.activeElement === window.pressed))) lost.push(name);
  }
  same("lost", lost, []);
});

await end();
