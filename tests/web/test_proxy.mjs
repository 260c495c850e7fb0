// The page behind nginx with TLS, by the example that is installed: the story by https, files, a server that is away, and people whom
// the proxy signs in.
import { readFileSync } from "node:fs";
import { billet, billetWith, end, makeBook, open, same, serveShared, step, sure, test, until } from "./page.mjs";
import { details } from "./details.mjs";

const db = makeBook(), secret = "correct horse";
for (const name of ["anna", "adam"]) billetWith(`${secret}\n`, db, "user", "add", name, "--role", name === "anna" ? "biller" : "admin");
const server = await serveShared(db), page = await open(server);
const button = (name) => page.getByRole("button", { name, exact: true });

await step("the form lets adam in, whose cookie goes by https alone", async () => {
  await page.locator("input[name=name]").fill("adam");
  await page.locator("input[name=password]").fill(secret);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Billing", level: 1 }).waitFor();
  same("the address", page.url(), `${server.base}/batch`);
  const [cookie] = await page.context().cookies();
  same("the cookie", [cookie.secure, cookie.httpOnly, cookie.sameSite], [true, true, "Strict"]);
  same("HTTP/2", await page.evaluate(() => performance.getEntriesByType("navigation")[0].nextHopProtocol), "h2");
});

await step("a batch is made, selected, run and generated", async () => {
  await page.getByLabel("Everything due on").fill("2026-06-07");
  await button("Create New Batch").click();
  await page.getByLabel("Find").fill("coolrealty");
  await until("two rows", () => page.locator("tr.contract .what").allInnerTexts(), ["Help desk", "Retainer"]);
  await page.getByRole("row", { name: /CoolRealty.*Retainer/ }).first().getByRole("checkbox").first().click();
  await until("selected", async () => (await details(page)).Total, "1,650.00 USD");
  await page.getByLabel("Save As").fill("May 2026");
  await button("Run").click();
  await page.getByRole("row", { name: /D\d+/ }).first().waitFor();
  await button("Generate Invoices").click();
  const dialog = page.getByRole("dialog", { name: "Generate Invoices" });
  await dialog.getByLabel(/Type the batch's name/).fill("May 2026");
  await dialog.getByRole("button", { name: "Generate Invoices" }).click();
  await page.locator("button:has-text('View'):enabled").first().waitFor();
});

await step("View shows the document in its frame, Export saves a file", async () => {
  await button("View").first().click();
  await page.frameLocator("iframe.document").getByText("Harbor Point IT").first().waitFor();
  await page.goBack();
  await button("Export").click();
  await page.getByRole("radio", { name: /^CSV/ }).check();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export to CSV" }).click();
  sure("the invoice is in it", readFileSync(await (await download).path(), "utf8").includes("CoolRealty"));
  same("the log says who", [...new Set(billet(db, "log").filter((entry) => entry.batch).map((entry) => entry.who))], ["adam"]);
});

await step("what the command line changes comes through the proxy at once", async () => {
  await page.goto(`${server.base}/invoices`);
  await page.locator("#main:not([aria-busy]) h1").waitFor();
  billet(db, "batch", "new", "--as-of", "2026-06-30", "--brief");
  await until("told", () => page.locator("#said").innerText().then((t) => t.includes("Changed elsewhere: batch new")), true, 30000);
});

await step("a file of several megabytes is imported", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `many-${i},Customer ${i} ${"with a long name ".repeat(600)}`);
  await page.goto(`${server.base}/import`);
  await page.getByLabel("Files to import").setInputFiles({ name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(["id,name", ...rows, ""].join("\n")) });
  await page.getByRole("heading", { name: "What would change" }).waitFor({ timeout: 30000 });
  await button("Import").click();
  await page.getByText("Imported", { exact: true }).waitFor({ timeout: 30000 });
});

await step("while billet is away behind the proxy the page says so, and goes on when it is there again", async () => {
  await page.goto(`${server.base}/batch/2?text=cool`);
  await page.locator("tr.contract").first().waitFor();
  await server.stop("SIGKILL");
  await page.locator("#alert").getByText("The server is not there.").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("checkbox", { name: "Help desk" }).first().click();
  await page.locator("#alert").getByText("the server does not answer").waitFor();
  await server.again();
  await page.reload();
  await page.locator("input[name=name]").fill("adam");
  await page.locator("input[name=password]").fill(secret);
  await page.keyboard.press("Enter");
  await page.locator("tr.contract").first().waitFor();
  same("where it was", new URL(page.url()).search, "?text=cool");
});

await test("people whom the proxy signs in need no form, and have no way out here", async () => {
  const shared = await serveShared(db, true), anna = await open(shared, { httpCredentials: { username: "anna", password: secret } });
  await anna.locator("#main:not([aria-busy]) h1").waitFor();
  same("who", await anna.locator("#me").innerText(), "anna · biller");
  billet(db, "batch", "discard", "--brief");
  await until("told", () => anna.locator("#said").innerText().then((t) => t.includes("Changed elsewhere: batch discard")), true, 30000);
  await anna.getByLabel("Everything due on").fill("2026-06-30");
  await anna.getByRole("button", { name: "Create New Batch" }).click();
  await anna.getByRole("heading", { name: "Create Billing Batch" }).waitFor();
  same("the log", billet(db, "log").find((entry) => entry.command === "batch new" && entry.batch === 3)?.who, "anna");
  same("faults", anna.faults, []);
});

await test("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
