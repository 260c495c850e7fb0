// Names that attack: markup, scripts, bidirectional texts and 10,000 characters are shown as they are, and do nothing.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { billet, end, open, same, scratch, serve, sure, test, until } from "./page.mjs";

const EVIL = [
  `<img src=x onerror="window.hit=1">`, `<script>window.hit=2</script>`, `"><svg onload=window.hit=3>`, `javascript:window.hit=4`,
  `{{constructor.constructor('window.hit=5')()}}`, `</td></tr></table><h1>gone</h1>`, `&lt;b&gt; &amp; &#x27;`, "\u202Eelpmis\u202C name", "a".repeat(10000), "Ünïcødé 漢字 🧾",
];
const data = scratch("evil"), db = scratch("evil.db");
const cell = (text) => `"${text.replaceAll('"', '""')}"`;
mkdirSync(data);
writeFileSync(join(data, "customers.csv"), ["id,name", ...EVIL.map((name, i) => `c${i},${cell(name)}`)].join("\n"));
writeFileSync(join(data, "contracts.csv"), ["id,customer,name,type,start,param.price", ...EVIL.map((name, i) => `k${i},c${i},${cell(name)},retainer,2026-01-01,100.00`)].join("\n"));
writeFileSync(join(data, "charges.csv"), ["id,customer,contract,date,description,quantity,unit_price", ...EVIL.map((name, i) => `p${i},c${i},k${i},2026-01-05,${cell(name)},1,5.00`)].join("\n"));
billet(db, "init", "--currency", "USD", "--zone", "UTC", "--name", EVIL[0]);
billet(db, "import", data);
billet(db, "batch", "new", "--as-of", "2026-02-01", "--brief");
const server = await serve(db), page = await open(server);
const hit = () => page.evaluate(() => window.hit ?? null);
const alien = () => page.evaluate(() => document.querySelectorAll("#main img, #main script, #main svg[onload], #book img").length);

async function clean(what) {
  same(`${what}: nothing ran`, await hit(), null);
  same(`${what}: nothing was made of it`, await alien(), 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  sure(`${what}: ${wide} too wide`, wide <= 0);
}

await test("in the list, with its items", async () => {
  await page.goto(`${server.base}/batch/1`);
  await page.locator("tr.contract").first().waitFor();
  for (let i = 0; i < EVIL.length; i++) await page.locator("tr.contract [data-part=open]").nth(i).click();
  await until("items", () => page.locator("tr.item").count().then((n) => n >= 20));
  const names = await page.locator("tr.contract .who").evaluateAll((cells) => cells.map((c) => c.textContent));
  sure("markup is text", names.includes(EVIL[0]) && names.includes(EVIL[1]));
  await clean("list");
});

await test("as a name of a batch, in its drafts, invoices, documents and questions", async () => {
  await page.getByRole("button", { name: /^Select all/ }).click();
  await until("selected", () => billet(db, "batch", "show").details.bills_to_create, EVIL.length);
  await page.getByLabel("Save As").fill(EVIL[0]);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("row", { name: /D\d+/ }).first().waitFor();
  await clean("drafts");
  await page.getByRole("button", { name: "Generate Invoices" }).click();
  await page.getByRole("dialog").getByLabel(/Type the batch/).fill(EVIL[0]);
  await page.getByRole("dialog").getByRole("button", { name: "Generate Invoices" }).click();
  await until("generated", () => billet(db, "batch", "list")[0].state, "generated");
  for (const view of ["/batch", "/invoices", "/invoice/1", "/invoice/2", "/customer/c0", "/customer/c8", "/check/1", "/compare/1", "/reports/revenue", "/reports/aging", "/log", "/export/1", "/unbilled"]) {
    await page.goto(server.base + view);
    await page.locator("#main:not([aria-busy]) h1").waitFor();
    await page.waitForTimeout(150);
    await clean(view);
  }
});

await test("in the address", async () => {
  for (const view of [`/batch/1?text=${encodeURIComponent(EVIL[0])}`, `/invoice/${encodeURIComponent(EVIL[1])}`, `/customer/${encodeURIComponent(EVIL[2])}`, `/reports/${encodeURIComponent(EVIL[0])}`, `/batch/1#${EVIL[0]}`]) {
    await page.goto(server.base + view);
    await page.locator("#main:not([aria-busy]) h1").waitFor();
    await clean(view);
  }
});

await test("the policy of the page lets nothing through that stands inline", async () => {
  const policy = (await page.request.get(`${server.base}/batch`)).headers()["content-security-policy"];
  sure(policy, /default-src 'none'/.test(policy) && !/unsafe/.test(policy));
});
await end();
