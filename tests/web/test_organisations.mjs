// Signing in where it lets into several books: by mouse and by keyboard somebody says whose, and nothing is kept before.
import { readdirSync } from "node:fs";
import { billet, end, findings, open, same, scratch, serve, step, sure, until } from "./page.mjs";
import { generatedBook, toXero, xero } from "./quickbooks.mjs";

const there = await xero(3), db = generatedBook(["cool-retainer"]);
await toXero(db, there);
const server = await serve(db), page = await open(server);
await page.goto(`${server.base}/export/1/xero`);
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = page.getByRole("dialog", { name: "Deliver to Xero?" }), whose = dialog.getByLabel("Whose books");
const company = () => billet(db, "export", "list").find((t) => t.target === "xero").company;
// What the program keeps of signing in.
const files = () => readdirSync(scratch("config"), { recursive: true }).filter((name) => /^billet\/.*\/.*[0-9a-f]$/.test(name));

// Agrees at the target, in the tab that opens, and goes back to the page.
async function comeBack(begin) {
  const tab = page.context().waitForEvent("page");
  await begin();
  await (await tab).getByText("Signed in. You may close this window").waitFor({ timeout: 20000 });
  await (await tab).close();
  await dialog.waitFor({ timeout: 20000 });
}

await step("the page shows whose books they are, and the person says which", async () => {
  await comeBack(() => button("Sign in to Xero").click());
  same("choices", await whose.locator("option").allInnerTexts(), ["Demo Company (US)", "Demo Company (US) 2", "Demo Company (US) 3"]);
  same("none is guessed", await whose.inputValue(), "");
  sure("no choice, no step", await dialog.getByRole("button", { name: "Deliver there" }).isDisabled());
  same("findings", await findings(page), []);
});

await step("meanwhile nothing is kept, and the command line goes on", async () => {
  same("signed in", company(), null);
  same("files", files(), []);
  billet(db, "set", "customers", "coolrealty", "email=office@coolrealty.example", "--note", "as they said");
});

await step("Cancel stops the sign-in; nothing is kept", async () => {
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("interrupted; nothing is kept").waitFor();
  same("signed in", company(), null);
  same("files", files(), []);
});

await step("by keyboard: the books are chosen, Enter agrees, and the page goes on", async () => {
  await button("Sign in to Xero").focus();
  await comeBack(() => page.keyboard.press("Enter"));
  await until("the first field has the focus", () => page.evaluate(() => document.activeElement.name), "company");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  same("chosen", await whose.locator("option:checked").innerText(), "Demo Company (US) 2");
  await page.keyboard.press("Enter");
  if (await dialog.isVisible()) await dialog.getByRole("button", { name: "Deliver there" }).press("Enter");
  await page.getByText(/signed in: Demo Company \(US\) 2/).waitFor();
  same("signed in", company(), "Demo Company (US) 2");
  same("files", files().length, 1);
  await until("the focus is where it goes on", () => page.evaluate(() => document.activeElement.textContent), "Export to Xero");
});

await step("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
