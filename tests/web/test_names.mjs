// Texts that attack, wherever a book, a plugin, a file or a target has any: they are shown as they are, do nothing, and push nothing away.
import { billet, end, open, same, scratch, serve, step, sure, test, until } from "./page.mjs";
import { EVIL, hostileBook, hostileTarget } from "./hostile.mjs";
import { createServer } from "node:net";
import { mkdirSync } from "node:fs";
import { unvisited, visit } from "./views.mjs";

mkdirSync(scratch("config"));
Object.assign(process.env, { XDG_CONFIG_HOME: scratch("config"), BILLET_SECRET_EXPORT_QUICKBOOKS_ONLINE_CLIENT_SECRET: "s" });
const freePort = () => new Promise((done) => { const s = createServer().listen(0, "127.0.0.1", () => { const { port } = s.address(); s.close(() => done(port)); }); });
const target = await hostileTarget(), db = hostileBook(), set = (name, value) => billet(db, "config", "set", `export.quickbooks-online.${name}`, value);
set("client_id", "the-app");
set("authorize_url", `${target.base}/authorize`);
set("token_url", `${target.base}/token`);
set("api_url", `${target.base}/v3/company/{company}/`);
set("redirect_uri", `http://localhost:${await freePort()}/callback`);
const server = await serve(db), page = await open(server);
page.on("dialog", (dialog) => { page.faults.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });

// What the page must not have made of the texts: elements, handlers, addresses, marks that turn or pile up.
const made = () => page.evaluate(() => {
  const found = [], all = [...document.querySelectorAll("*")];
  const may = (e) => e.matches("head *, .document, .offstage") || !e.matches("img, script, iframe, style, base, object, embed, link, meta, form[action]");
  for (const e of all) {
    if (!may(e)) found.push(`<${e.tagName}>`);
    for (const { name, value } of e.attributes) {
      if (/^on/i.test(name) || /^\s*javascript:/i.test(value) && /^(href|src|action)$/.test(name)) found.push(`${e.tagName} ${name}=${value.slice(0, 40)}`);
      if (!/^(data-|value)/.test(name) && /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(value)) found.push(`${e.tagName} ${name} turns`);
    }
    if (e.matches("a[href]") && !/^(https?|blob):$/.test(e.protocol)) found.push(`a link to ${e.href.slice(0, 40)}`);
  }
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data, where = texts.currentNode.parentElement.outerHTML.slice(0, 90);
    if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text)) found.push(`turns: ${where}`);
    if (/\p{M}{9}/u.test(text)) found.push(`piles up: ${where}`);
  }
  if (document.querySelectorAll("main h1").length !== 1) found.push(`${document.querySelectorAll("main h1").length} h1`);
  return [...new Set(found)].slice(0, 8);
});
const ran = async () => (await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.hit ?? null).catch(() => null)))).filter((hit) => hit !== null);

async function clean(what) {
  same(`${what}: what ran`, await ran(), []);
  same(`${what}: what was made of it`, await made(), []);
  for (const width of [1360, 400]) {
    await page.setViewportSize({ width, height: 860 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    sure(`${what}: ${over} too wide at ${width}`, over <= 0);
    const wide = await page.evaluate(() => [...document.querySelectorAll("dialog[open], #said, #alert, .bar")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
      || e.matches("dialog") && e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 60)));
    same(`${what}: out of sight at ${width}`, wide, []);
  }
  await page.setViewportSize({ width: 1360, height: 860 });
}
const button = (name) => page.getByRole("button", { name, exact: true });
const closed = () => page.keyboard.press("Escape").then(() => page.getByRole("dialog").waitFor({ state: "detached" }));

await step("in the list, with its items, their notes and what a check says", async () => {
  await visit(page, `${server.base}/batch/1`);
  for (let i = 0; i < 9; i++) await page.locator("tr.contract [data-part=open]").nth(i).click();
  await until("items", () => page.locator("tr.item").count().then((n) => n >= 30));
  const names = await page.locator("tr.contract .who").evaluateAll((cells) => cells.map((c) => c.textContent));
  for (const text of EVIL.slice(0, 10)) sure(`markup is text: ${text}`, names.includes(text));
  await clean("the list");
  await button("Check").click();
  await page.locator("[data-part=check]").first().waitFor();
  await page.locator("[data-part=check]").first().click();
  await page.getByRole("dialog").getByText("<img src=x").first().waitFor();
  await clean("what is to check");
  await closed();
});

await step("in each question about a row", async () => {
  for (let i = 0; i < EVIL.length; i += 2) {
    await visit(page, `${server.base}/batch/1#k${i}`);
    const row = page.locator(`tr.contract[data-key="k${i}"]`);
    await row.getByRole("button", { name: "Why" }).click();
    await page.getByRole("dialog").waitFor();
    await clean(`why, ${i}`);
    await closed();
  }
  await page.locator("tr.item").getByRole("button", { name: "Waive", exact: true }).first().click();
  await clean("waive");
  await closed();
});

await step("as filters, and what they propose", async () => {
  for (const evil of EVIL.slice(3, 14)) {
    await visit(page, `${server.base}/batch/1?customer=${encodeURIComponent(evil)}&text=${encodeURIComponent(evil)}`);
    await clean(`filter ${evil}`);
  }
  await visit(page, `${server.base}/batch/1`);
  await page.getByLabel("Customer", { exact: true }).pressSequentially("on");
  await until("proposals", () => page.locator("datalist option").count().then((n) => n > 1));
  await clean("proposals");
});

await step("as the name of a batch that is run and generated", async () => {
  await visit(page, `${server.base}/batch/1`);
  await page.getByRole("button", { name: /^Select all/ }).click();
  await until("selected", () => billet(db, "batch", "show").details.bills_to_create, EVIL.length);
  await page.getByLabel("Save As").fill(EVIL[0]);
  await button("Run").click();
  await page.getByRole("row", { name: /D\d+/ }).first().waitFor();
  await clean("drafts");
  await button("Generate Invoices").click();
  await page.getByRole("dialog").getByLabel(/Type the batch/).fill(EVIL[0]);
  await clean("generate");
  await page.getByRole("dialog").getByRole("button", { name: "Generate Invoices" }).click();
  await until("generated", () => billet(db, "batch", "list")[0].state, "generated");
  await clean("generated");
});

await step("as the reason of a credit, and of a payment", async () => {
  for (const [name, label, number] of [["Pay", "Reference", 1], ["Credit", "Note", 2], ["Void", "Note", 3]]) {
    await visit(page, `${server.base}/invoice/${number}`);
    await button(name).click();
    await page.getByRole("dialog").getByLabel(label).fill(EVIL[number]);
    await clean(name);
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await clean(`${name}, done`);
  }
  await visit(page, `${server.base}/invoice/4`);
  await button("Explain line 1").click();
  await page.getByRole("button", { name: "Open every step" }).click();
  await clean("explained");
  await closed();
});

const views = ["/", "/batch", "/batch/1", "/batch/1/drafts", "/invoices", ...EVIL.map((_, i) => `/invoice/${i + 1}`), ...EVIL.map((_, i) => `/customer/c${i}`),
  "/check", "/check/1", "/compare", "/compare/2", "/unbilled", "/balances", "/reports", "/reports/revenue?by=type", "/reports/aging", "/reports/margin", "/reports/tax",
  "/reports/rates", "/reports/unbilled", "/reports/blocks", "/import", "/plugins", "/plugins/nasty", "/plugins/looks", "/log", "/log?about=k1", "/users",
  "/export/1", "/export/1/csv", "/nowhere"];

await step("on every view", async () => {
  billet(db, "batch", "new", "--as-of", "2026-03-01", "--brief");
  billet(db, "batch", "select", "--all", "--brief");
  billet(db, "batch", "run", "--name", EVIL[5], "--brief");
  same("views that no text was seen on", unvisited(views).filter((pattern) => pattern !== "/export/:batch/:target"), []);
  for (const view of views) {
    await visit(page, server.base + view);
    await clean(view);
  }
});

await step("in documents, which are frames of their own", async () => {
  for (let i = 0; i < EVIL.length; i++) {
    await page.goto(`${server.base}/document/${i + 1}`);
    const found = await page.evaluate(() => [...document.querySelectorAll("img:not([src^='data:']), script, iframe, form, base, [onload], [onerror], [style]")].map((e) => e.outerHTML.slice(0, 80)));
    same(`document ${i + 1}`, found, []);
    same("ran", await ran(), []);
    const width = await page.evaluate(() => [...document.querySelectorAll("col")].map((c) => getComputedStyle(c).width));
    sure(`its columns have widths: ${width}`, new Set(width).size > 1);
  }
});

await step("in the address", async () => {
  const views = [(x) => `/batch/${x}`, (x) => `/batch/1?sort=${x}`, (x) => `/batch/1#${x}`, (x) => `/invoice/${x}`, (x) => `/customer/${x}`, (x) => `/reports/${x}`,
    (x) => `/reports/revenue?by=${x}&from=${x}`, (x) => `/plugins/${x}`, (x) => `/check/${x}`, (x) => `/export/1/${x}`, (x) => `/${x}`, (x) => `/log?who=${x}&since=${x}`];
  // Each text on one view, and one text on each.
  for (const [i, evil] of EVIL.slice(0, 16).entries()) {
    for (const view of i ? [views[i % views.length], views[3]] : views) {
      await visit(page, server.base + view(encodeURIComponent(evil.slice(0, 400))));
      await clean(`${view("…")}: ${evil.slice(0, 60)}`);
    }
  }
  for (const broken of ["/batch/%", "/invoice/%zz", "/batch/1#%", "/batch/1?text=%ff"]) {
    await page.goto(server.base + broken).catch(() => null);
    same(`${broken}: ran`, await ran(), []);
  }
});

await step("in files to import: their names, their cells, what is wrong with them", async () => {
  const files = EVIL.slice(0, 11).map((evil, i) => ({ name: `${evil.replaceAll("/", "")}.csv`.slice(0, 100), mimeType: "text/csv", buffer: Buffer.from(`id,name\nz${i},${evil}`) }));
  for (const file of files) {
    await visit(page, `${server.base}/import`);
    await page.locator("#files").setInputFiles([file]);
    await page.locator(".problem, h2").first().waitFor();
    await clean(file.name);
  }
  for (const evil of EVIL.slice(0, 16)) {
    const cell = `"${evil.replaceAll('"', '""')}"`;
    for (const [name, text] of [["customers.csv", `id,name\nz,${cell}\n`], ["contracts.csv", `id,customer,name,type,start\nz,${cell},N,${cell},${cell}\n`], ["customers.csv", `id,${cell}\nz,y\n`],
      ["charges.csv", `id,customer,contract,date,description,quantity,unit_price\nz,c1,k1,2026-01-01,x,${cell},${cell}\n`]]) {
      await page.locator("#files").setInputFiles([{ name, mimeType: "text/csv", buffer: Buffer.from(text) }]);
      await page.locator(".problem, h2").first().waitFor();
      await page.waitForTimeout(30);
      await clean(`${name}: ${text.slice(0, 60)}`);
    }
  }
});

await step("in what a target answers, and calls itself", async () => {
  await visit(page, `${server.base}/export/1/quickbooks-online`);
  await page.getByRole("radio", { name: /QuickBooks Online/ }).check();
  await button("Sign in to QuickBooks Online").click();
  await page.getByRole("dialog").getByRole("button", { name: "Deliver there" }).waitFor({ timeout: 20000 });
  await clean("whose books");
  await page.getByRole("dialog").getByRole("button", { name: "Deliver there" }).click();
  await button("Export to QuickBooks Online").waitFor({ timeout: 20000 });
  await clean("signed in");
  await button("Export to QuickBooks Online").click();
  await until("it failed", () => page.locator("#alert .problem, table tbody tr").count().then((n) => n > 0), true, 20000);
  await clean("refused there");
});

await step("in the palette, in what is undone, and in what others do", async () => {
  await visit(page, `${server.base}/batch`);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("on");
  await page.getByRole("option").nth(1).waitFor();
  await clean("the palette");
  await closed();
  billet(db, "batch", "reopen", "--batch", "2");
  await page.getByText(/Changed elsewhere/).waitFor();
  await clean("changed elsewhere");
});

await test("a text to the left moves nothing that stands beside it", async () => {
  await visit(page, `${server.base}/invoice/${EVIL.findIndex((evil) => evil.startsWith("\u05E9")) + 1}`);
  const gap = await page.evaluate(() => {
    const facts = document.querySelector("#main .facts"), tag = facts.querySelector(".tag").getBoundingClientRect(), range = document.createRange();
    range.selectNodeContents(facts.querySelector("bdi") ?? facts.firstChild);
    return tag.left - range.getBoundingClientRect().right;
  });
  sure(`the state stands ${gap} to the right of the name`, gap > 0);
});

await test("the policy of the page lets nothing through that stands inline", async () => {
  const policy = (await page.request.get(`${server.base}/batch`)).headers()["content-security-policy"];
  sure(policy, /default-src 'none'/.test(policy) && !/unsafe/.test(policy));
  await visit(page, `${server.base}/batch`);
  const tried = await page.evaluate(() => {
    const kept = [];
    document.addEventListener("securitypolicyviolation", (event) => kept.push(event.effectiveDirective));
    document.body.insertAdjacentHTML("beforeend", `<img src=x onerror="window.hit=1"><iframe srcdoc="<script>parent.hit=1<\/script>"></iframe><p style="color:red"></p><form action="https://evil.example"></form>`);
    return new Promise((done) => setTimeout(() => done({ hit: window.hit ?? null, kept: kept.sort() }), 300));
  });
  same("what ran", tried.hit, null);
  sure(`kept back: ${tried.kept}`, ["script-src-attr", "style-src-attr"].every((name) => tried.kept.includes(name)));
});
target.close();
await end();
