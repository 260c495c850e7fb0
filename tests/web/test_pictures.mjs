// Makes the pictures of README.md, light and dark: a batch, a contract that is open, drafts, an invoice, a report. With
// PICTURES=FOLDER they are kept there; else it is only seen that each view has what its picture should show.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { billet, end, makeBook, open, same, scratch, serve, sure, test } from "./page.mjs";
import { smaller } from "./smaller.mjs";

const folder = process.env.PICTURES ?? scratch("pictures");
mkdirSync(folder, { recursive: true });
const db = makeBook();
billet(db, "batch", "new", "--as-of", "2026-06-07", "--brief");
billet(db, "batch", "select", "cool-retainer", "cool-desk", "crestline-roofing-1", "clearfield-accounting-1", "--brief");
const server = await serve(db);
const page = await open(server, { viewport: { width: 1360, height: 820 } });

// One picture in each colour scheme; small, for they live in the repository.
async function picture(name, ready) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await ready();
    await page.evaluate(() => document.activeElement?.blur());
    await page.mouse.move(0, 0);
    await page.waitForTimeout(200);
    const path = join(folder, `${name}-${scheme}.png`);
    writeFileSync(path, smaller(await page.screenshot()));
    sure(`${path} is small`, statSync(path).size < 90000);
  }
}

async function go(view) {
  await page.goto(server.base + view);
  await page.locator("#main:not([aria-busy]) h1").waitFor();
  await page.waitForTimeout(400);
}

await test("a batch", () => picture("batch", async () => {
  await go("/batch/1");
  await page.locator("tr.contract").first().waitFor();
}));

await test("a contract with its items", () => picture("contract", async () => {
  await go("/batch/1?text=cool#cool-retainer");
  await page.locator("tr.item").first().waitFor();
  const april = page.getByRole("checkbox", { name: "Retainer fee, Apr 7 – May 6, 2026" });
  if (!(await april.isChecked())) await april.click();
  await page.locator("tr.item.excluded").waitFor({ state: "detached" });
  await april.click();
  await page.locator("tr.item.excluded").waitFor();
  await page.waitForTimeout(700);
}));

billet(db, "batch", "select", "--all", "--brief");
billet(db, "batch", "run", "--name", "May 2026", "--brief");
billet(db, "batch", "consolidate", "on", "--brief");

await test("drafts", () => picture("drafts", async () => {
  await go("/batch/1");
  await page.getByRole("row", { name: /D\d+/ }).first().waitFor();
}));

billet(db, "batch", "generate", "--brief");
const [invoice] = billet(db, "invoice", "list", "--customer", "coolrealty", "--brief");

await test("an invoice", () => picture("invoice", async () => {
  await go(`/invoice/${invoice.invoice}`);
  await page.frameLocator("iframe.document").getByText("CoolRealty").first().waitFor();
}));

await test("a report", () => picture("report", async () => {
  await go("/reports/revenue");
  await page.locator("svg.chart").first().waitFor();
}));

await test("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
