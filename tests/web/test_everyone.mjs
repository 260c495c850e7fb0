// For everyone: axe-core on every view, light and dark; the size of the page; addresses.
import { billet, end, findings, makeMonths, open, root, same, serve, sure, test, until } from "./page.mjs";
import { unvisited, visit, VIEWS } from "./views.mjs";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const db = makeMonths();
billet(db, "batch", "select", "cool-desk", "cool-retainer", "--brief");
const server = await serve(db), page = await open(server);
const go = (view) => visit(page, server.base + view);

await test("the page is under 60 kB together, packed, and asks at once for all modules that its first view needs, and for no other", async () => {
  const folder = join(root, "core/web/page"), names = readdirSync(folder), text = (name) => readFileSync(join(folder, name), "utf8");
  const served = await Promise.all(names.map(async (name) => (await page.request.get(`${server.base}/${name === "index.html" ? "" : `assets/${name}`}`)).body()));
  const size = gzipSync(Buffer.concat(served), { level: 9 }).length;
  sure(`${size} bytes`, size < 60000);
  const needed = new Set(["main.js"]);
  for (const name of needed) for (const [, other] of text(name).matchAll(/^(?:import|export)\b[^;]*?"\.\/([a-z]+\.js)";/gms)) needed.add(other);
  same("in index.html", [...text("index.html").matchAll(/"\/assets\/([a-z]+\.js)"/g)].map(([, name]) => name).sort(), [...needed].sort());
});

await test("no view is left out here", () => same("not visited", unvisited(VIEWS), []));

for (const [colorScheme, rules] of [["light", null], ["dark", ["color-contrast"]]]) { // all else is the same in the dark
  await test(`axe-core finds nothing on any view, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    const found = [];
    for (const view of VIEWS) {
      await go(view);
      for (const line of await findings(page, rules)) found.push(`${view}: ${line}`);
    }
    sure(`\n${found.join("\n")}`, found.length === 0);
  });
}

await test("Back brings the filters again, and an address is a state", async () => {
  await go("/batch/2?type=retainer&text=cool");
  await until("one row", () => page.locator("tr.contract").count(), 1);
  await page.getByRole("link", { name: "Log" }).click();
  await page.getByRole("heading", { name: "Log" }).waitFor();
  await page.goBack();
  await until("one row again", () => page.locator("tr.contract").count(), 1);
  same("the filter shows it", await page.getByLabel("Contract Type").inputValue(), "retainer");
});

await test("nothing went wrong in the page", () => same("faults", page.faults.filter((fault) => !/^Refused/.test(fault)), []));

await end();
