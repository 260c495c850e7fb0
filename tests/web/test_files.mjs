// A batch as a file: the browser keeps what the command line would write, and the batch is exported by the same rule, once.
import { readFileSync } from "node:fs";
import { billet, end, findings, open, same, scratch, serve, sure, test } from "./page.mjs";
import { generatedBook } from "./quickbooks.mjs";

const db = generatedBook(["cool-retainer", "amber-coast-fisheries-1"]), server = await serve(db), page = await open(server);
const button = (name) => page.getByRole("button", { name, exact: true });
const state = () => billet(db, "batch", "list")[0].state;
const marks = () => billet(db, "log").filter((entry) => entry.command === "export").length;

// What the browser keeps of a download, and how it is called.
async function kept(click) {
  const coming = page.waitForEvent("download");
  await click();
  const file = await coming;
  return [file.suggestedFilename(), readFileSync(await file.path(), "latin1")];
}

// The same by the command line.
function written(target, name) {
  billet(db, "export", target, "--batch", "1", "--output", scratch(name));
  return readFileSync(scratch(name), "latin1");
}

await test("a copy to look at marks no batch, and the page says so", async () => {
  await page.goto(`${server.base}/export/1/json`);
  await page.getByText("A copy to look at: it does not mark the batch as exported").waitFor();
  const [name, text] = await kept(() => button("Export to JSON").click());
  same("name", name, "batch-1.json");
  same("documents", JSON.parse(text).length, 2);
  await page.getByText("Batch 1 was successfully exported: 2 documents in batch-1.json.").first().waitFor();
  same("the batch", [state(), marks()], ["generated", 0]);
});

await test("by keyboard: a file to book from marks its batch, as the command line does", async () => {
  await page.getByRole("radio", { name: /^CSV/ }).focus();
  await page.keyboard.press("Space");
  await page.getByText("with it the batch is marked as exported").waitFor();
  await button("Export to CSV").focus();
  const [name, text] = await kept(() => page.keyboard.press("Enter"));
  same("name", name, "batch-1.csv");
  await page.getByText("Batch 1 was successfully exported: 2 documents in batch-1.csv.").first().waitFor();
  await page.getByText("May 2026 · exported").waitFor();
  await page.getByText("The batch is marked as exported.").waitFor();
  same("the batch", [state(), marks()], ["exported", 1]);
  same("the bytes", text, written("csv", "own.csv"));
  same("findings", await findings(page), []);
});

await test("again: the file is there, or is written anew; the batch stays exported", async () => {
  const before = marks();
  same("the same file", (await kept(() => page.getByRole("link", { name: "Download it again" }).click()))[1], written("csv", "again.csv"));
  await kept(() => button("Export to CSV").click());
  same("the batch", state(), "exported");
  sure("each is in the log", marks() > before);
});

await test("a file has the bytes that its program reads, not those of the page", async () => {
  await page.goto(`${server.base}/export/1/quickbooks-iif`);
  const [name, text] = await kept(() => button("Export to QuickBooks Desktop, as a file").click());
  same("name", name, "batch-1.iif");
  same("the bytes", text, written("quickbooks-iif", "own.iif"));
});

await test("a document of each invoice comes packed", async () => {
  await page.goto(`${server.base}/export/1/ubl`);
  await page.getByText("A document of each invoice, packed: it does not mark the batch as exported").waitFor();
  const [name, text] = await kept(() => button("Export to UBL").click());
  same("name", name, "batch-1-ubl.zip");
  await page.getByText("Batch 1 was successfully exported: 2 documents in batch-1-ubl.zip.").first().waitFor();
  same("the bytes", text, written("ubl", "own.zip"));
});

await test("a file of the session and no other; none where nothing was written", async () => {
  const status = async (path) => (await page.request.get(server.base + path)).status();
  same("there", await status("/file/batch-1.iif"), 200);
  for (const path of ["/file/batch-9.csv", "/file/", "/file/..%2F..%2Fbook.db", "/file/%2fetc%2fpasswd"])
    sure(path, [400, 404].includes(await status(path)));
  const sent = (word) => page.request.post(`${server.base}/command`, { headers: { "X-Billet": "page", Origin: server.base },
    data: { words: ["export", "csv", "--batch", "1", word] } });
  for (const word of ["--output=/tmp/own.csv", "--output=@files/../own.csv", "--output=@files/.own", "--output=@files/"])
    same(word, (await sent(word)).status(), 422);
});

await test("nothing went wrong in the page", () => same("faults", page.faults, []));
await end();
