// For everyone: axe-core on every view, light and dark; 400 pixels, 200 %, paper, little motion, no JavaScript.
import { billet, end, findings, makeMonths, open, root, same, scratch, serve, sure, test, until } from "./page.mjs";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const db = makeMonths();
billet(db, "batch", "select", "cool-desk", "cool-retainer", "--brief");
const server = await serve(db), page = await open(server);
const VIEWS = ["/batch", "/batch/2?text=cool#cool-desk", "/batch/1", "/invoices", "/invoice/30", "/customer/coolrealty", "/check/2", "/compare/2", "/unbilled", "/balances",
  "/reports/revenue", "/reports/aging", "/import", "/plugins", "/plugins/retainer", "/plugins/agreement", "/log", "/export/1", "/nowhere"];

async function go(view) {
  await page.goto(server.base + view);
  await page.locator("#main:not([aria-busy]) h1").waitFor();
  await page.waitForTimeout(250);
}

await test("the page is under 60 kB together, packed, and asks at once for all modules that its first view needs, and for no other", async () => {
  const folder = join(root, "core/web/page"), names = readdirSync(folder), text = (name) => readFileSync(join(folder, name), "utf8");
  const served = await Promise.all(names.map(async (name) => (await page.request.get(`${server.base}/${name === "index.html" ? "" : `assets/${name}`}`)).body()));
  const size = gzipSync(Buffer.concat(served), { level: 9 }).length;
  sure(`${size} bytes`, size < 60000);
  const needed = new Set(["main.js"]);
  for (const name of needed) for (const [, other] of text(name).matchAll(/^(?:import|export)\b[^;]*?"\.\/([a-z]+\.js)";/gms)) needed.add(other);
  same("in index.html", [...text("index.html").matchAll(/"\/assets\/([a-z]+\.js)"/g)].map(([, name]) => name).sort(), [...needed].sort());
});

for (const scheme of ["light", "dark"]) {
  await test(`axe-core finds nothing, ${scheme}`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    const found = [];
    for (const view of VIEWS) {
      await go(view);
      for (const line of await findings(page)) found.push(`${view}: ${line}`);
    }
    sure(`\n${found.join("\n")}`, found.length === 0);
  });

  await test(`axe-core finds nothing in dialogs, ${scheme}`, async () => {
    const found = [], look = async (name) => { for (const line of await findings(page)) found.push(`${name}: ${line}`); };
    await go("/batch/2?text=cool");
    await page.getByRole("button", { name: "Keys" }).click();
    await look("keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("listbox", { name: "Places" }).getByRole("option").first().waitFor();
    await look("palette");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Why" }).first().click();
    await page.getByRole("dialog").waitFor();
    await look("why");
    await page.keyboard.press("Escape");
    await go("/invoice/30");
    await page.getByRole("button", { name: "Explain", exact: true }).first().click();
    await page.getByRole("dialog").waitFor();
    await look("explain");
    sure(`\n${found.join("\n")}`, found.length === 0);
  });
}

async function tooWide(width, height) {
  const found = [];
  await page.setViewportSize({ width, height });
  for (const view of VIEWS) {
    await go(view);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) found.push(`${view} by ${over}`);
  }
  same("too wide", found, []);
}

await test("400 pixels are enough", () => tooWide(400, 800));
await test("200 % of a small screen are enough", () => tooWide(640, 400));

await test("at 400 pixels a contract can be selected and opened, and everything that is pressed is 24 pixels", async () => {
  await page.setViewportSize({ width: 400, height: 800 });
  await go("/batch/2?text=cool");
  await page.getByRole("button", { name: "Expand Retainer" }).click();
  await page.locator("tr.item").first().waitFor();
  await page.getByRole("checkbox", { name: "Help desk" }).click();
  await until("deselected", () => billet(db, "batch", "show").contracts.find((c) => c.contract === "cool-desk").state, "ready");
  const small = await page.evaluate(() => [...document.querySelectorAll("button, input, select, .lines")].filter((e) => {
    const at = e.getBoundingClientRect(), around = (e.closest("label") ?? e.closest("td.box") ?? e.closest("td.open") ?? e).getBoundingClientRect();
    return at.width && !e.disabled && e.checkVisibility() && !e.classList.contains("hidden") && Math.min(around.width, around.height) < 24;
  }).map((e) => `${e.textContent || e.getAttribute("aria-label")} ${e.getBoundingClientRect().width}×${e.getBoundingClientRect().height}`));
  same("too small", small, []);
});

await test("no more than sixty rows are in the document", async () => {
  await page.setViewportSize({ width: 1360, height: 2000 });
  await go("/batch/2");
  sure("rows", (await page.locator("tr.line").count()) <= 60);
});

await test("paper has the rows and no buttons", async () => {
  await page.setViewportSize({ width: 1360, height: 860 });
  await go("/batch/2");
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => [".side", ".bar", ".filters", ".more"].filter((name) => document.querySelector(name)?.checkVisibility()));
  same("still there", seen, []);
  await page.pdf({ path: scratch("batch.pdf"), preferCSSPageSize: true });
  sure("a PDF", statSync(scratch("batch.pdf")).size > 10000);
  await page.emulateMedia({ media: "screen" });
});

await test("who wants little motion has none", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await go("/batch");
  same("moves", await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).transitionDuration !== "0s" || getComputedStyle(e).animationName !== "none").length), 0);
});

await test("Back brings the filters again, and an address is a state", async () => {
  await go("/batch/2?type=retainer&text=cool");
  await until("one row", () => page.locator("tr.contract").count(), 1);
  await page.getByRole("link", { name: "Log" }).click();
  await page.getByRole("heading", { name: "Log" }).waitFor();
  await page.goBack();
  await until("one row again", () => page.locator("tr.contract").count(), 1);
  same("the filter shows it", await page.getByLabel("Contract Type").inputValue(), "retainer");
});

await test("nothing went wrong in the page", () => same("faults", page.faults, []));

await test("without JavaScript it says what is missing, and how to do it", async () => {
  const other = await serve(db), plain = await open(other, { javaScriptEnabled: false });
  await plain.getByRole("heading", { name: "Billing needs JavaScript" }).waitFor();
  sure("the commands", (await plain.locator("pre").innerText()).includes("billet batch generate"));
  await other.stop();
});
await end();
