// Servers like QuickBooks Online and Xero for the tests of the page, and books whose batch goes there.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { billet, makeBook, root, runs, scratch } from "./page.mjs";

// What the program keeps of signing in stays in the test's own folder.
mkdirSync(scratch("config"));
Object.assign(process.env, { XDG_CONFIG_HOME: scratch("config"), BILLET_SECRET_EXPORT_QUICKBOOKS_ONLINE_CLIENT_SECRET: "s3cr3t/+&" });

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
  });
}

// Starts one; answers its address, and what tests tell it: how it is to behave, and what a person does there.
async function serverLike(name, env = {}) {
  const file = scratch(`${name}.port`), script = join(root, `tests/export/fake-${name}.mjs`);
  runs(spawn(process.execPath, [script, file], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } }));
  for (let i = 0; i < 600 && !(existsSync(file) && readFileSync(file, "utf8")); i++) await new Promise((done) => setTimeout(done, 50));
  const base = `http://127.0.0.1:${readFileSync(file, "utf8")}`;
  const tell = (path, what) => fetch(`${base}/${path}`, { method: "POST", body: JSON.stringify(what) }).then((a) => a.json());
  return { base, behave: (what) => tell("_behave", what), act: (what) => tell("_act", what), ledger: () => tell("_ledger", {}),
    log: () => tell("_log", {}) };
}

export const quickbooks = () => serverLike("quickbooks");

// Whoever signs in lets into so many organisations.
export const xero = (organisations) => serverLike("xero", { ORGANISATIONS: String(organisations) });

// A book with a generated batch of these contracts.
export function generatedBook(contracts, name = "book") {
  const db = makeBook(name);
  billet(db, "batch", "new", "--as-of", "2026-06-07");
  billet(db, "batch", "select", ...contracts);
  billet(db, "batch", "run", "--name", "May 2026");
  billet(db, "batch", "generate");
  return db;
}

async function setTo(db, target, server, paths) {
  const redirect = `http://localhost:${await freePort()}/callback`, all = { client_id: "the-app", redirect_uri: redirect };
  for (const [name, path] of Object.entries(paths)) all[name] = server.base + path;
  for (const [name, value] of Object.entries(all)) billet(db, "config", "set", `export.${target}.${name}`, value);
}

// Sets a book to a server like QuickBooks Online, or Xero.
export const toQuickbooks = (db, server) => setTo(db, "quickbooks-online", server, { authorize_url: "/connect/oauth2",
  token_url: "/oauth2/v1/tokens/bearer", api_url: "/v3/company/{company}/" });
export const toXero = (db, server) => setTo(db, "xero", server, { authorize_url: "/identity/connect/authorize",
  token_url: "/connect/token", api_url: "/api.xro/2.0/" });
