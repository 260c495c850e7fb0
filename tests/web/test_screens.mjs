// Every view on 400 pixels and at 200 %, what is pressed there; little motion, colours that the reader chose, no JavaScript.
import { billet, end, findings, makeMonths, open, same, scratch, serve, sure, test, until } from "./page.mjs";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { visit, VIEWS } from "./views.mjs";

const db = makeMonths();
billet(db, "batch", "select", "cool-desk", "cool-retainer", "--brief");
const server = await serve(db), page = await open(server);
const go = (view) => visit(page, server.base + view);
const button = (name) => page.getByRole("button", { name, exact: true });

// Nothing scrolls sideways, and whatever is pressed is 24 pixels high and wide, or stands in a line of text.
async function fits(width, height) {
  const found = [];
  await page.setViewportSize({ width, height });
  for (const view of VIEWS) {
    await go(view);
    for (const line of await page.evaluate(() => {
      const over = document.documentElement.scrollWidth - document.documentElement.clientWidth, lines = over > 0 ? [`${over} too wide`] : [];
      for (const e of document.querySelectorAll("button, input, select, textarea, summary, nav a, a.button")) {
        const around = (e.closest("label, td.box, td.open") ?? e).getBoundingClientRect();
        if (!e.checkVisibility() || e.disabled || e.classList.contains("hidden") || !around.width) continue;
        if (Math.min(around.width, around.height) < 23.9) lines.push(`${e.textContent || e.name || e.getAttribute("aria-label")} ${around.width}×${around.height}`);
      }
      return lines;
    })) found.push(`${view}: ${line}`);
  }
  same("found", found, []);
}
await test("400 pixels are enough", () => fits(400, 800));
await test("200 % of a small screen are enough", () => fits(640, 400));
await test("and a whole screen", () => fits(1360, 860));

await test("at 400 pixels a contract can be selected and opened", async () => {
  await page.setViewportSize({ width: 400, height: 800 });
  await go("/batch/2?text=cool");
  await button("Expand Retainer").click();
  await page.locator("tr.item").first().waitFor();
  await page.getByRole("checkbox", { name: "Help desk" }).click();
  await until("deselected", () => billet(db, "batch", "show").contracts.find((c) => c.contract === "cool-desk").state, "ready");
  await page.setViewportSize({ width: 1360, height: 860 });
});

await test("who wants little motion has none, on any view", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const view of VIEWS.slice(0, 14)) {
    await go(view);
    same(`${view} moves`, await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).transitionDuration !== "0s"
      || getComputedStyle(e).animationName !== "none").length), 0);
  }
  await page.emulateMedia({ reducedMotion: "no-preference" });
});

// How far apart two colours are, as WCAG measures it.
const apart = (one, other) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

await test("who chose all colours sees ticks, bars and the focus", async () => {
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await go("/batch/2?text=cool");
  const box = page.getByRole("checkbox", { name: "Retainer", exact: true });
  const look = (pseudo) => box.evaluate((e, which) => { const s = getComputedStyle(e, which); return { opacity: s.opacity, line: s.borderBottomColor, ground: s.backgroundColor }; }, pseudo);
  sure("the box is ticked", await box.isChecked());
  const tick = await look("::after"), ground = (await look(null)).ground;
  sure(`a tick of ${tick.line} on ${ground}`, tick.opacity === "1" && apart(tick.line, ground) > 4.5);
  await box.uncheck();
  await until("no tick", async () => (await look("::after")).opacity, "0");
  await go("/reports/revenue");
  const bar = await page.locator(".chart .part").first().evaluate((e) => ({ fill: getComputedStyle(e).fill, ground: getComputedStyle(document.body).backgroundColor }));
  sure(`a bar of ${bar.fill} on ${bar.ground}`, apart(bar.fill, bar.ground) >= 3);
  await page.keyboard.press("Tab");
  sure("an outline", (await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)) !== "none");
  await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
});

await test("without JavaScript it says what is missing, and how to do it; the list is there, page by page", async () => {
  const many = scratch("many");
  mkdirSync(many);
  writeFileSync(join(many, "contracts.csv"), `id,customer,name,type,start,params\n${Array.from({ length: 120 }, (_, i) => `many-${i},coolrealty,Many ${i},retainer,2026-01-01,"{""price"":""1.00""}"\n`).join("")}`);
  billet(db, "import", many);
  billet(db, "batch", "new", "--as-of", "2026-06-08", "--brief");
  const other = await serve(db), plain = await open(other, { javaScriptEnabled: false, viewport: { width: 400, height: 800 } });
  await plain.getByRole("heading", { name: "Billing needs JavaScript" }).waitFor();
  sure("the commands", (await plain.locator("pre").innerText()).includes("billet batch generate"));
  await plain.getByRole("link", { name: /can be read without/ }).click();
  await plain.getByText("What is missing here: selecting").waitFor();
  const rows = () => plain.locator("tbody tr").count(), all = billet(db, "batch", "rows").all;
  const pages = Math.ceil(all / 100);
  sure(`more than one page of ${all}`, pages > 1);
  await plain.getByText(`Page 1 of ${pages}.`).waitFor();
  same("rows", await rows(), 100);
  for (let i = 1; i < pages; i++) await plain.getByRole("link", { name: "Next page" }).click();
  await plain.getByText(`Page ${pages} of ${pages}.`).waitFor();
  same("the last rows", await rows(), all - 100 * (pages - 1));
  same("no page behind the last", await plain.getByRole("link", { name: "Next page" }).count(), 0);
  await plain.getByRole("link", { name: "Previous page" }).click();
  sure("no more than it is wide", await plain.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  for (const address of ["/nothing/../x", "/assets/none.css"]) {
    await plain.goto(other.base + address, { waitUntil: "load" }).catch(() => null);
    same("nothing ran", plain.faults, []);
  }
  await plain.context().clearCookies();
  await plain.goto(`${other.base}/batch`);
  await plain.getByText("You are not signed in here").waitFor();
  await other.stop();
});

await test("axe-core, which needs scripts, finds nothing in the plain list, nor in a refusal", async () => {
  await page.goto(`${server.base}/plain/batch`);
  same("findings", await findings(page), []);
  const outside = await (await page.context().browser().newContext()).newPage();
  await outside.goto(`${server.base}/batch`);
  await outside.getByText("You are not signed in here").waitFor();
  same("findings of a refusal", await findings(outside), []);
});
await end();
