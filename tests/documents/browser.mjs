// Documents as a browser has them: browser.mjs FOLDER… opens every HTML file of the folders in Chromium, asks axe-core what
// people with a screen reader, a keyboard or weak eyes would stumble over, in light and on paper, and prints each beside
// itself as NAME.browser.pdf. A line a file: its findings, or "ok NAME".
import { createRequire } from "node:module";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const load = createRequire(join(process.env.NODE_FOLDER, "package.json"));
const { chromium } = load("playwright-core");
const axe = load("axe-core").source;
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

// What axe-core finds, as lines; "best-practice" rules count too.
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes[0].html.slice(0, 120)}`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
// A document needs nobody: whatever it asked for would be a finding.
const context = await browser.newContext({ viewport: { width: 900, height: 1200 }, offline: true });
let failed = 0;
for (const folder of process.argv.slice(2)) {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".html")).sort()) {
    const page = await context.newPage(), asked = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => asked.push(message.text()));
    await page.goto(pathToFileURL(join(folder, name)).href);
    const found = await findings(page);
    await page.setViewportSize({ width: 400, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) found.push(`on 400 pixels it is ${wide} too wide`);
    await page.emulateMedia({ media: "print" });
    await page.pdf({ path: join(folder, name.replace(/html$/, "browser.pdf")), preferCSSPageSize: true });
    for (const address of asked.filter((a) => !a.startsWith("file:") && !a.startsWith("data:"))) found.push(`asks for ${address}`);
    console.log(found.length ? `not ok ${name}: ${found.join("; ")}` : `ok ${name}`);
    failed += found.length > 0;
    await page.close();
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
