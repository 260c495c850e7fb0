// A server like QuickBooks Online for the tests of the page, and a book whose batch goes there.
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

// Starts it; answers its address, and what tests tell it: how it is to behave, and what a person does there.
export async function quickbooks() {
  const file = scratch("quickbooks.port");
  runs(spawn(process.execPath, [join(root, "tests/export/fake-quickbooks.mjs"), file], { stdio: ["ignore", "ignore", "inherit"] }));
  for (let i = 0; i < 300 && !existsSync(file); i++) await new Promise((done) => setTimeout(done, 50));
  const base = `http://127.0.0.1:${readFileSync(file, "utf8")}`;
  const tell = (path, what) => fetch(`${base}/${path}`, { method: "POST", body: JSON.stringify(what) }).then((a) => a.json());
  return { base, behave: (what) => tell("_behave", what), act: (what) => tell("_act", what), ledger: () => tell("_ledger", {}),
    log: () => tell("_log", {}) };
}

// A book with a generated batch of these contracts, set to that server.
export async function deliveringBook(server, ...contracts) {
  const db = makeBook(), set = (name, value) => billet(db, "config", "set", `export.quickbooks-online.${name}`, value);
  billet(db, "batch", "new", "--as-of", "2026-06-07");
  billet(db, "batch", "select", ...contracts);
  billet(db, "batch", "run", "--name", "May 2026");
  billet(db, "batch", "generate");
  set("client_id", "the-app");
  set("authorize_url", `${server.base}/connect/oauth2`);
  set("token_url", `${server.base}/oauth2/v1/tokens/bearer`);
  set("api_url", `${server.base}/v3/company/{company}/`);
  set("redirect_uri", `http://localhost:${await freePort()}/callback`);
  return db;
}
