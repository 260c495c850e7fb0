// The focus, and what is told without being looked at: it survives redraws; rows say where they stand; keys rest while somebody types.
import { billet, end, makeMonths, open, same, serve, sure, test, until } from "./page.mjs";
import { visit } from "./views.mjs";

const db = makeMonths(), server = await serve(db), page = await open(server), keys = page.keyboard;
const go = (view) => visit(page, server.base + view);
const focused = () => page.evaluate(() => {
  const at = document.activeElement;
  return [at.closest("tr")?.dataset.key ?? "", at.getAttribute("aria-label") ?? at.textContent.trim().slice(0, 40)].join("|");
});
const status = () => page.locator("[role=status]").allInnerTexts().then((all) => all.join(" · "));

await test("a treegrid says how many rows it has, and of each where it stands", async () => {
  await go("/batch/2");
  const all = billet(db, "batch", "rows", "--batch", "2").all, looked = () => page.locator("table[role=treegrid]").evaluate((table) => ({
    rows: Number(table.getAttribute("aria-rowcount")),
    lines: [...table.querySelectorAll("tr.line")].map((r) => ["rowindex", "level", "posinset", "setsize", "expanded"].map((name) => r.getAttribute(`aria-${name}`))),
  }));
  let { rows, lines } = await looked();
  same("rows, with the head", rows, all + 1);
  same("the first", lines[0].slice(0, 4), ["2", "1", "1", String(all)]);
  const key = await page.locator("tr.contract:has([data-part=open])").first().getAttribute("data-key"), at = await page.locator(`tr[data-key="${key}"]`).getAttribute("data-line").then(Number);
  await page.locator(`tr[data-key="${key}"] [data-part=open]`).click();
  await page.locator("tr.item").first().waitFor();
  const items = await page.locator("tr.item").count();
  ({ rows, lines } = await looked());
  same("rows, with the items", rows, all + items + 1);
  same("the row is open", lines[at][4], "true");
  same("its items", lines.slice(at + 1, at + 1 + items).map((line) => line.slice(0, 4)), Array.from({ length: items }, (_, i) => [String(at + 3 + i), "2", String(i + 1), String(items)]));
  same("the next row", lines[at + 1 + items].slice(0, 4), [String(at + 3 + items), "1", String(at + 2), String(all)]);
  await page.mouse.wheel(0, 100000);
  await until("the last row", () => page.locator("tr.line").last().getAttribute("aria-rowindex"), String(all + items + 1), 30000);
});

await test("what others change leaves the focus where it is, in the row and in its box", async () => {
  await go("/batch/2?text=cool");
  const box = page.getByRole("checkbox", { name: "Help desk", exact: true });
  await box.focus();
  const was = await focused();
  billet(db, "batch", "select", "cool-desk", "--brief");
  await until("it is shown", () => box.isChecked(), true, 30000);
  same("the focus", await focused(), was);
  await keys.press("Space");
  await until("deselected", () => billet(db, "batch", "show", "--batch", "2").contracts.find((c) => c.contract === "cool-desk").state, "ready", 30000);
  same("after a change of its own", await focused(), was);
  await until("it is said", async () => /Total [\d.,]+ USD/.test(await status()), true, 30000);
});

await test("a filter keeps the focus, and what it leaves is told", async () => {
  await go("/batch/2");
  await page.getByLabel("Find").fill("cool");
  await until("two rows", () => page.locator("tr.contract").count(), 2, 30000);
  same("the focus", await page.evaluate(() => document.activeElement.name), "text");
  await until("told", async () => /2 of \d+ contracts/.test(await status()));
});

await test("lists that are drawn anew give the focus back by name, or to the view", async () => {
  await go("/batch");
  const name = page.getByRole("link", { name: "April 2026" });
  await name.focus();
  billet(db, "batch", "new", "--as-of", "2026-06-08", "--brief");
  await page.getByRole("link", { name: "Batch 3" }).waitFor({ timeout: 30000 });
  same("the focus", await focused(), "batch|April 2026".replace("batch", ""));
  await go("/invoice/30");
  await page.getByRole("button", { name: "Pay", exact: true }).focus();
  billet(db, "invoice", "pay", "30");
  await until("gone", () => page.getByRole("button", { name: "Pay", exact: true }).count(), 0, 30000);
  sure("the focus is in the view", await page.evaluate(() => document.activeElement.id === "main"));
});

await test("keys rest while somebody types, and while a dialog is open; a button shows them", async () => {
  await go("/batch/2");
  await page.getByLabel("Find").focus();
  await keys.type("?gbux/");
  same("typed", await page.getByLabel("Find").inputValue(), "?gbux/");
  same("nothing opened", await page.getByRole("dialog").count(), 0);
  same("nowhere gone", new URL(page.url()).pathname, "/batch/2");
  await page.getByLabel("Find").fill("cool");
  await until("rows", () => page.locator("tr.contract").count(), 2, 30000);
  await page.getByLabel("Contract Type").focus();
  await keys.press("u");
  const before = billet(db, "log").length;
  await page.getByRole("button", { name: "Keys" }).click();
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  for (const key of ["g", "b", "u", "?", "x"]) await keys.press(key);
  same("one dialog", await page.getByRole("dialog").count(), 1);
  await keys.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  same("nothing was changed", billet(db, "log").length, before);
  same("nowhere gone", new URL(page.url()).pathname, "/batch/2");
});

await test("what failed is told as an alert, what is undone as a status", async () => {
  await go("/batch/2?text=cool");
  await page.getByRole("checkbox", { name: "Retainer", exact: true }).click();
  await until("selected", () => billet(db, "batch", "show", "--batch", "2").contracts.find((c) => c.contract === "cool-retainer").state, "selected", 30000);
  await page.locator("#undo:enabled").click();
  await until("told", async () => /taken back/.test(await status()), true, 30000);
  await go("/batch");
  await page.getByRole("button", { name: "Create New Batch" }).click();
  await page.getByRole("alert").filter({ hasText: /batch/ }).first().waitFor({ timeout: 30000 });
});
await end();
