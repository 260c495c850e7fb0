// What the tests of the page share: a book, a server of it, a browser; and how a test is told.
import { createRequire } from "node:module";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const load = createRequire(join(process.env.NODE_FOLDER, "package.json"));
const { chromium } = load("playwright-core");
const axe = load("axe-core").source;
const program = process.env.BILLET ?? join(root, "billet");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--font-render-hinting=none"];

const folder = mkdtempSync(join(tmpdir(), "billet-web-"));
const running = [];
let browser = null, passed = 0, failed = 0, seen = null;

// The command line, on a book: its JSON.
export function billet(db, ...words) {
  return JSON.parse(execFileSync(program, ["--db", db, "--json", ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 }));
}

// The same, given a text to read, such as a password.
export function billetWith(input, db, ...words) {
  return JSON.parse(execFileSync(program, ["--db", db, "--json", ...words], { encoding: "utf8", input, stdio: ["pipe", "pipe", "ignore"] }));
}

// A book of the sample data.
export function makeBook(name = "book", data = join(root, "tests/data/demo")) {
  const db = join(folder, `${name}.db`);
  billet(db, "init", "--currency", "USD", "--zone", "America/New_York", "--name", "Harbor Point IT");
  billet(db, "import", data);
  return db;
}

// One with a batch of the month before that was generated, and one of this month that is open.
export function makeMonths() {
  const db = makeBook();
  billet(db, "batch", "new", "--as-of", "2026-05-07", "--brief");
  billet(db, "batch", "select", "--all", "--brief");
  billet(db, "batch", "run", "--name", "April 2026", "--brief");
  billet(db, "batch", "generate", "--brief");
  billet(db, "batch", "new", "--as-of", "2026-06-07", "--brief");
  return db;
}

export function scratch(name) {
  return join(folder, name);
}

// A program that ends with the tests.
export function runs(child) {
  running.push(child);
  return child;
}

// Starts `billet serve` on a book; answers its link, its process and how to end it.
export function serve(db, ...options) {
  const child = spawn(program, ["--db", db, "--json", "serve", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  return new Promise((done, bad) => {
    let out = "", err = "";
    child.stderr.on("data", (text) => { err += text; });
    child.on("exit", (code) => bad(new Error(`serve ended with ${code}: ${err}`)));
    child.stdout.on("data", (text) => {
      out += text;
      if (!out.includes("\n")) return;
      const { url } = JSON.parse(out.split("\n")[0]);
      done({ url, base: new URL(url).origin, child, stop: (signal = "SIGINT") => new Promise((end) => { child.once("exit", end); child.kill(signal); }) });
    });
  });
}

function freePort() {
  return new Promise((done) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
}

function listens(port) {
  return new Promise((done) => {
    const line = connect(port, "127.0.0.1").on("error", () => done(false)).on("connect", () => done(line.end() && true));
  });
}

// The same for several people, behind nginx with TLS, by the example that is installed. signsIn: nginx signs them in.
export async function serveShared(db, signsIn = false) {
  const [port, tls, plain] = [await freePort(), await freePort(), await freePort()], own = mkdtempSync(join(folder, "proxy-"));
  const proxy = [dirname(process.env.NODE_FOLDER), "nginx", own, "127.0.0.1", tls, plain, port, signsIn ? "signs-in" : ""];
  runs(spawn("bash", [join(root, "tests/proxies/serve.sh"), ...proxy], { stdio: "ignore" }));
  const by = signsIn ? ["--user-header", "Remote-User"] : [];
  const again = () => serve(db, "--port", port, "--listen", "127.0.0.1", "--host", `127.0.0.1:${tls}`, "--trusted-proxy", "127.0.0.1/32", ...by);
  const server = await again();
  await until("the proxy", () => listens(tls), true, 60000);
  return Object.assign(server, { base: `https://127.0.0.1:${tls}`, url: `https://127.0.0.1:${tls}/batch`, again });
}

// Keeps what a page complains of in its console, and what it asks of others, as its faults.
export function watch(page, server) {
  page.setDefaultTimeout(30000);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error" && !/status of (4\d\d|50[23])|ERR_HTTP2|ERR_CONNECTION|ERR_FAILED|ERR_EMPTY|ERR_INCOMPLETE/.test(message.text())) page.faults.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith(server.base) && !/^(blob|data|about):/.test(request.url())) page.faults.push(`asks for ${request.url()}`); });
  return page;
}

// A page that is let in; what it complains of is a failure of the test.
export async function open(server, options = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-US", ignoreHTTPSErrors: true, ...options });
  const page = watch(await context.newPage(), server);
  seen = page;
  await page.goto(server.url);
  return page;
}

// What axe-core finds, as lines; only: of these rules.
export async function findings(page, only = null) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { resultTypes: ["violations"], iframes: false,
    ...(rules ? { runOnly: { type: "rule", values: rules } } : { rules: { "target-size": { enabled: true } } }) }), only);
  return violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes[0].html.slice(0, 160)}`);
}

// A step of a story: those after one that failed would only fail for it.
export async function step(name, act) {
  const before = failed;
  await test(name, act);
  if (failed > before) await end();
}

export async function test(name, act) {
  try {
    await act();
    passed++;
    console.log(`ok ${name}`);
  } catch (failure) {
    failed++;
    console.log(`not ok ${name}: ${failure.message}`);
    for (const fault of seen?.faults ?? []) console.log(`  the page says: ${fault}`);
    // What the browser showed then, for whoever looks into it.
    if (process.env.SHOTS) await seen?.screenshot({ path: join(process.env.SHOTS, "failed.png") }).catch(() => {});
  }
}

export function same(what, got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

export function sure(what, is) {
  if (!is) throw new Error(what);
}

// Waits until a question is answered as wanted.
export async function until(what, ask, wanted = true, ms = 30000) {
  const end = Date.now() + ms;
  let got = null;
  while (Date.now() < end) {
    got = await ask();
    if (JSON.stringify(got) === JSON.stringify(wanted)) return;
    await new Promise((done) => setTimeout(done, 40));
  }
  throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

export async function end() {
  await browser?.close();
  for (const child of running) {
    child.removeAllListeners("exit");
    if (child.exitCode === null) child.kill("SIGKILL");
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
