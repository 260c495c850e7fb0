// On paper: a batch with all its rows, and an invoice, as PDFs: their pages, their heads, and nothing that could only be clicked.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { billet, end, makeMonths, open, same, scratch, serve, sure, test } from "./page.mjs";
import { visit } from "./views.mjs";

const db = makeMonths(), more = scratch("more"), long = 90;
mkdirSync(more);
writeFileSync(join(more, "customers.csv"), "id,name\nlong,Long Wharf\n");
writeFileSync(join(more, "contracts.csv"), `id,customer,name,type,start,params\nlong-fee,long,Fee,retainer,2026-04-01,"{""price"":""1.00""}"\n`);
writeFileSync(join(more, "charges.csv"), `id,customer,contract,date,description,quantity,unit_price\n${Array.from({ length: long }, (_, i) => `L${i},long,long-fee,2026-04-02,Cable ${i + 1},1,2.00\n`).join("")}`);
billet(db, "import", more);
billet(db, "batch", "new", "--as-of", "2026-06-08", "--brief");
billet(db, "batch", "select", "long-fee", "--batch", "3", "--brief");
billet(db, "batch", "run", "--batch", "3", "--name", "Long", "--brief");
const number = billet(db, "batch", "generate", "--batch", "3").invoices[0].invoice;
const server = await serve(db), page = await open(server);

// The text of each page of what the browser prints.
async function paper(name) {
  const file = process.env.SHOTS ? join(process.env.SHOTS, `${name}.pdf`) : scratch(`${name}.pdf`);
  await page.pdf({ path: file, preferCSSPageSize: true });
  const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).split("\f").slice(0, -1);
  same(`${name}: pages`, pages.length, Number(/^Pages:\s+(\d+)$/m.exec(execFileSync("pdfinfo", [file], { encoding: "utf8" }))[1]));
  return pages;
}
const lacks = (pages, ...words) => same("on paper", words.filter((word) => pages.some((text) => new RegExp(`^\\s*${word}\\b`, "m").test(text))), []);

await test("a batch has all its rows on paper, below a head on each page, and no button", async () => {
  await visit(page, `${server.base}/batch/2`);
  const rows = billet(db, "batch", "rows", "--batch", "2", "--count", "2000"), all = rows.rows.map((row) => row.contract_name), pages = await paper("batch");
  sure(`more rows than a window has: ${all.length}`, all.length > 100);
  const text = pages.join("\n"), plain = (s) => s.replace(/\s+/g, "");
  same("contracts that are not there", all.filter((name) => !plain(text).includes(plain(name))), []);
  const listed = pages.filter((one) => /\d (USD|CAD) +\S/.test(one));
  sure(`pages: ${pages.length}`, pages.length >= Math.ceil(all.length / 60) && pages.length <= Math.ceil(all.length / 12));
  same("pages without a head", listed.filter((one) => !/Customer Name\s+Contract Name/.test(one)).length, 0);
  sure("Batch Details", /Batch Details[\s\S]*Bills To Create/.test(text));
  lacks(pages, "Undo", "Keys", "Go to", "Select all", "Check", "Invoices", "Log", "Contract Type\\s+Taxable");
});

await test("afterwards no more than sixty rows are in the document", async () => {
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await page.waitForFunction(() => document.querySelectorAll("tr.line").length <= 60);
});

await test("all invoices likewise", async () => {
  await visit(page, `${server.base}/invoices`);
  const all = billet(db, "invoice", "list").length, pages = await paper("invoices"), text = pages.join("\n");
  const numbers = new Set([...text.matchAll(/^\s*(D?\d+)\s/gm)].map(([, n]) => n));
  sure(`${numbers.size} of ${all}`, numbers.size >= all);
  lacks(pages, "Undo", "Keys", "State\\s+Customer");
});

await test("an invoice has its pages, each with the head of its lines and its own number", async () => {
  await page.goto(`${server.base}/document/${number}`);
  const pages = await paper("invoice"), text = pages.join("\n");
  sure(`${pages.length} pages`, pages.length >= 2 && pages.length <= 6);
  for (let i = 1; i <= long; i++) sure(`line ${i}`, text.includes(`Cable ${i}`));
  same("pages with lines, without a head", pages.filter((one) => /Cable \d/.test(one) && !/Description/.test(one)).length, 0);
  await page.goto(`${server.base}/document/1`);
  sure("a short one", (await paper("short")).length <= 2);
});

await test("the page of an invoice has no button on paper", async () => {
  await visit(page, `${server.base}/invoice/1`);
  lacks(await paper("view"), "Undo", "Keys", "Print", "Credit", "Void", "Send");
});
await end();
