// Several people: who is signed in, the ways out, the list of users, and no button of what somebody may not do.
import { billet, billetWith, end, findings, makeBook, open, same, serve, serveShared, sure, test, until } from "./page.mjs";

const db = makeBook(), secret = "correct horse";
for (const [name, role] of [["anna", "biller"], ["vera", "viewer"], ["paul", "approver"], ["acca", "accountant"], ["adam", "admin"]])
  billetWith(`${secret}\n`, db, "user", "add", name, "--role", role);
billet(db, "batch", "new", "--as-of", "2026-06-07", "--brief");
const server = await serveShared(db);

// By a request of the browser's own session, as the form sends it.
async function signIn(page, name, to = "/batch") {
  const answer = await page.request.post(`${server.base}/sign-in`, { form: { name, password: secret, to }, maxRedirects: 0 });
  same(name, answer.status(), 303);
  await go(page, to);
}

const enter = async (name, to) => {
  const page = await open(server);
  await signIn(page, name, to);
  return page;
};
const go = async (page, to) => {
  await page.goto(server.base + to);
  await page.locator("#main:not([aria-busy]) h1").waitFor();
};
const buttons = async (page) => (await page.getByRole("button").allInnerTexts()).map((t) => t.trim()).filter(Boolean);
const places = (page) => page.locator("#nav a").allInnerTexts();
const lacks = (what, list, ...names) => same(what, names.filter((n) => list.some((b) => b.startsWith(n))), []);
const has = (what, list, ...names) => same(what, names.filter((n) => !list.some((b) => b.startsWith(n))), []);

await test("the form lets somebody in, by the browser's own rules", async () => {
  const page = await open({ ...server, url: `${server.base}/invoices` });
  await page.locator("input[name=name]").fill("paul");
  await page.locator("input[name=password]").fill(secret);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Invoices", exact: true }).waitFor();
  await page.context().close();
});

const vera = await enter("vera", "/batch/1?text=cool");

await test("the page says who is signed in", async () => {
  same("who", await vera.locator("#me p").innerText(), "vera · viewer");
});

await test("who only looks has no button that changes anything, and boxes that stay as they are", async () => {
  await vera.locator("tr.contract").first().waitFor();
  const list = await buttons(vera);
  has("what she may", list, "Check", "Why");
  lacks("what she may not", list, "Undo", "Redo", "Select all", "Deselect all", "Run", "Export", "Discard batch");
  sure("boxes", (await vera.locator("[data-part=box]:not(svg)").evaluateAll((all) => all.filter((b) => b.matches("input") && !b.disabled).length)) === 0);
  await vera.locator("tr.contract").first().focus();
  await vera.keyboard.press("x");
  await vera.keyboard.press("u");
  await vera.keyboard.press("Shift+ArrowDown");
  await vera.waitForTimeout(200);
  same("nothing was refused", await vera.locator("#alert").innerText(), "");
  lacks("her places", await places(vera), "Import", "Users");
  await go(vera, "/batch");
  lacks("of Billing", await buttons(vera), "Create New Batch");
  await vera.getByText("Create New Batch (who may: biller, approver, admin)").waitFor();
});

await test("an address that is typed by hand and not for who asks says who may", async () => {
  await go(vera, "/import");
  await vera.getByText("as viewer you may not run `import`; who may: biller, approver, admin").waitFor();
  same("no form", await vera.locator("#main input, #main button").count(), 0);
  await go(vera, "/users");
  await vera.getByText("as viewer you may not run `user list`; who may: admin").waitFor();
});

const anna = await enter("anna", "/batch/1?text=cool");

await test("two people click the same row: the second is told who changed what, and sees how it is", async () => {
  const paul = await enter("paul", "/batch");
  await paul.route("**/events", (route) => route.abort()); // as a page that was not told
  await go(paul, "/batch/1?text=cool");
  await paul.waitForLoadState("networkidle");
  const box = (page) => page.getByRole("checkbox", { name: "Help desk" });
  await box(anna).click();
  await until("the batch", () => billet(db, "log").filter((l) => l.command === "batch select").map((l) => l.who), ["anna"]);
  const answer = paul.waitForResponse((r) => r.url().endsWith("/command") && r.request().postData().includes('"select"'));
  await box(paul).click();
  same("refused", (await answer).status(), 409);
  const told = paul.locator("#alert");
  await told.getByText("anna changed this meanwhile: batch select").waitFor();
  sure("when", /^anna · .+ · batch select$/.test(await told.locator("li").innerText()));
  await until("how it is", () => box(paul).isChecked());
  same("once", billet(db, "log").filter((l) => l.command === "batch select").length, 1);
  await box(anna).click();
  await until("hers again", () => billet(db, "log").at(-1).command, "batch deselect");
  await paul.context().close();
});

await test("a biller selects and runs, and does not generate", async () => {
  await anna.locator("tr.contract").first().waitFor();
  has("hers", await buttons(anna), "Undo", "Select all", "Deselect all", "Run", "Discard batch");
  await anna.getByRole("checkbox", { name: "Help desk" }).click();
  await anna.getByLabel("Save As").fill("May 2026");
  await anna.getByRole("button", { name: "Run", exact: true }).click();
  await anna.getByRole("button", { name: "Back to selecting" }).waitFor();
  lacks("not hers", await buttons(anna), "Generate Invoices", "Export");
  await anna.getByText("Generate Invoices (who may: approver, admin)").waitFor();
  await anna.getByText("Export (who may: approver, accountant, admin)").waitFor();
  const paul = await enter("paul", "/batch/1");
  await paul.getByRole("button", { name: "Generate Invoices" }).waitFor();
  await paul.context().close();
});

await test("another role, given by keyboard: open pages begin anew with what is theirs; who ran does not generate", async () => {
  const adam = await enter("adam", "/users"), dialog = adam.getByRole("dialog");
  await adam.getByRole("button", { name: "Role anna" }).focus();
  await adam.keyboard.press("Enter");
  await dialog.getByRole("heading", { name: "Role: anna" }).waitFor();
  same("axe-core", await findings(adam), []);
  same("as it is", await dialog.getByLabel("Role").inputValue(), "biller");
  await dialog.getByLabel("Role").focus();
  await adam.keyboard.type("appr");
  await adam.keyboard.press("Tab");
  await adam.keyboard.press("Tab");
  await adam.keyboard.press("Enter");
  await adam.locator("#said").getByText("anna is approver from now on, and signed out everywhere.").waitFor();
  await until("the row", () => adam.getByRole("row", { name: /^anna/ }).locator("td").first().innerText(), "approver");
  await until("the focus", () => adam.evaluate(() => document.activeElement.getAttribute("aria-label")), "Role anna");
  same("who did it", billet(db, "log").filter((l) => l.command === "user role").map((l) => l.who), ["adam"]);
  await adam.getByRole("button", { name: "Role adam" }).click();
  await dialog.getByLabel("Role").selectOption("viewer");
  await dialog.getByRole("button", { name: "Set" }).click();
  await dialog.getByText("adam is the only admin: somebody else has to be one first").waitFor();
  same("faults", adam.faults, []);
  await adam.context().close();

  await anna.locator("input[name=password]").waitFor(); // her page began anew by itself
  await signIn(anna, "anna", "/batch/1");
  same("who", await anna.locator("#me p").innerText(), "anna · approver");
  billet(db, "config", "set", "generate.four_eyes", "yes");
  const generates = async (page) => {
    await page.getByRole("button", { name: "Generate Invoices" }).click();
    await page.getByRole("dialog").getByLabel("Type the batch's name").fill("May 2026");
    await page.getByRole("dialog").getByRole("button", { name: "Generate Invoices" }).click();
  };
  await generates(anna);
  await anna.getByRole("dialog").getByText(/anna ran batch 1: somebody else generates it.*who may: adam, paul/).waitFor();
  await anna.keyboard.press("Escape");
  const paul = await enter("paul", "/batch/1");
  await generates(paul);
  await until("who did it", () => billet(db, "log").filter((l) => l.command === "batch generate").map((l) => l.who), ["paul"]);
  await paul.getByRole("button", { name: "Export", exact: true }).and(paul.locator(":enabled")).waitFor();
  await paul.context().close();
});

await test("on what was generated each finds what is theirs: credit and void, payments and exports, or none", async () => {
  const [{ invoice }] = billet(db, "invoice", "list", "--batch", "1"), all = ["Pay", "Credit", "Void", "Export to CSV", "Export"];
  const found = async (name) => {
    const page = await enter(name, `/invoice/${invoice}`), list = await buttons(page);
    await go(page, "/export/1/csv");
    await page.getByRole("radio", { name: "CSV" }).check();
    await page.locator(".result h2").waitFor();
    list.push(...(await buttons(page)));
    await go(page, "/batch/1");
    list.push(...(await buttons(page)));
    same("faults", page.faults, []);
    await page.context().close();
    return all.filter((n) => list.some((b) => b.replace(/ …$/, "") === n));
  };
  same("vera", await found("vera"), []);
  same("acca", await found("acca"), ["Pay", "Export to CSV", "Export"]);
  same("paul", await found("paul"), all);
  same("adam", await found("adam"), all);
  const acca = await enter("acca", "/batch");
  lacks("her places", await places(acca), "Import", "Users");
  has("her places", await places(acca), "Reports", "Balances");
  await go(acca, "/import");
  await acca.getByText("as accountant you may not run `import`").waitFor();
  await acca.context().close();
});

await test("an admin lists users, signs one out and takes one off; who is taken off is out", async () => {
  const adam = await enter("adam");
  await adam.getByRole("link", { name: "Users" }).click();
  await adam.getByRole("heading", { name: "Users", exact: true }).waitFor();
  same("all", await adam.locator("#main tbody th").allInnerTexts(), ["acca", "adam", "anna", "paul", "vera"]);
  for (const scheme of ["light", "dark"]) {
    await adam.emulateMedia({ colorScheme: scheme });
    await adam.waitForTimeout(250);
    same(`axe-core, ${scheme}`, await findings(adam), []);
  }
  await adam.setViewportSize({ width: 400, height: 800 });
  same("too wide", await adam.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)), 0);
  await adam.setViewportSize({ width: 1360, height: 860 });
  const press = async (name, action) => {
    await adam.getByRole("button", { name }).click();
    same(`axe-core, ${name}`, await findings(adam), []);
    await adam.getByRole("dialog").getByRole("button", { name: action }).click();
    await adam.getByRole("dialog").waitFor({ state: "detached" });
  };
  await press("Sign out anna", "Sign out");
  await until("anna's session", async () => (await anna.request.get(`${server.base}/me`)).status(), 401);
  await anna.locator("input[name=password]").waitFor();
  await press("Remove vera", "Remove");
  await until("the list", () => adam.locator("#main tbody th").allInnerTexts(), ["acca", "adam", "anna", "paul"]);
  same("the book", billet(db, "user", "list").map((u) => u.name), ["acca", "adam", "anna", "paul"]);
  await vera.locator("input[name=password]").waitFor(); // nothing of the book stays on her screen
  await adam.getByRole("button", { name: "Add a user" }).click();
  same("axe-core, add", await findings(adam), []);
  const box = adam.getByRole("dialog");
  same("not kept", await box.getByLabel("Password").getAttribute("autocomplete"), "off");
  await box.getByLabel("Name").fill("kim");
  await box.getByLabel("Role").selectOption("approver");
  await box.getByLabel("Password").fill("short");
  await box.getByRole("button", { name: "Add" }).click();
  await box.getByText("at least 10 characters; nothing").waitFor();
  await box.getByLabel("Password").fill(secret);
  await box.getByRole("button", { name: "Add" }).click();
  await until("kim", () => adam.locator("#main tbody th").allInnerTexts(), ["acca", "adam", "anna", "kim", "paul"]);
  const kim = await enter("kim");
  same("who", await kim.locator("#me p").innerText(), "kim · approver");
  await adam.getByRole("button", { name: "New password kim" }).click();
  await box.getByLabel("Password").fill("another horse");
  await box.getByRole("button", { name: "Set" }).click();
  await until("kim's session", async () => (await kim.request.get(`${server.base}/me`)).status(), 401);
  sure("no log has it", !/horse/.test(JSON.stringify(billet(db, "log"))));
  await until("vera's session", async () => (await vera.request.get(`${server.base}/me`)).status(), 401);
  same("faults", adam.faults, []);
  await adam.context().close();
});

await test("Sign out ends this session, Sign out everywhere all of them", async () => {
  const here = await enter("paul"), there = await enter("paul"), third = await enter("paul");
  const inside = async (page) => (await page.request.get(`${server.base}/me`)).status();
  await here.getByRole("button", { name: "Sign out", exact: true }).click();
  await here.locator("input[name=password]").waitFor();
  same("the others", [await inside(here), await inside(there), await inside(third)], [401, 200, 200]);
  await there.getByRole("button", { name: "Sign out everywhere" }).click();
  await there.locator("input[name=password]").waitFor();
  same("all", [await inside(there), await inside(third)], [401, 401]);
});

await test("one person alone sees no users and no way out", async () => {
  const own = await serve(db), page = await open(own);
  await page.locator("#main:not([aria-busy]) h1").waitFor();
  lacks("places", await places(page), "Users");
  has("places", await places(page), "Import");
  same("who", await page.locator("#me").innerText(), "");
  await own.stop();
});

await test("nothing went wrong in the pages", () => same("faults", [...vera.faults, ...anna.faults], []));
await end();
