// A server that stands in for a target of exports: HTTP on loopback, a log of what was asked, faults on demand, and three paths of
// its own for tests: GET /_ledger, POST /_behave (a fault, or settings), POST /_act (what a person would do there).
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { behaviours } from "./behaviours.mjs";

export const load = createRequire(join(process.env.NODE_FOLDER ?? "build/node", "package.json"));

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

// The first fault that waits for this sort of request, and is due: {what, when, on, skip, times}. when: "before" booking or "after"
// it; on: the sort of request, or any; skip: how many of them pass first; times: how many it strikes, 1 unless it says.
export function due(faults, sort) {
  for (const one of faults) {
    if (one.times === 0 || (one.on && one.on !== sort)) continue;
    if (one.skip > 0) { one.skip--; continue; }
    one.times--;
    one.struck = (one.struck ?? 0) + 1;
    return one;
  }
}

// What befalls whoever asks, and not the answer: {what: "kill", pidfile}: the program is killed; {what: "expire"}: its token ends.
const strokes = {
  kill: (one) => { try { process.kill(Number(readFileSync(one.pidfile)), "SIGKILL"); } catch { /* it ended by itself */ } },
  expire: (one, target) => target.act({ expire: true }),
};

export class Double {
  // target: { sort(request) → text; answer(request) → {status, headers, body}; ledger() → value; act(value) → value; settings;
  //   state() → what it holds; restore(state) }
  constructor(target) {
    Object.assign(this, { target, faults: [], log: [], server: createServer((q, a) => this.serve(q, a)) });
    this.server.keepAliveTimeout = 600000;
    this.server.requestTimeout = 0;
    this.server.on("connection", (socket) => socket.on("error", () => {}));
  }

  async serve(incoming, response) {
    try {
      const url = new URL(incoming.url, "http://loopback");
      const request = { method: incoming.method, url: incoming.url, path: url.pathname, query: url.searchParams,
        headers: incoming.headers, text: await bodyOf(incoming) };
      if (url.pathname.startsWith("/_")) return this.own(request, response);
      const exchange = { response, socket: incoming.socket };
      await this.exchange(request, exchange);
    } catch (error) {
      console.error(error);
      response.writeHead(500);
      response.end(String(error.stack));
    }
  }

  async exchange(request, exchange) {
    const sort = this.target.sort(request), fault = due(this.faults, sort);
    const entry = { sort, method: request.method, url: request.url, at: Date.now(), fault: fault && `${fault.what} ${fault.when}` };
    this.log.push(entry);
    const before = fault && fault.when !== "after", stroke = strokes[fault?.what];
    const pause = async () => { if (fault?.what === "slow") await new Promise((go) => setTimeout(go, fault.seconds * 1000)); };
    if (before) { stroke?.(fault, this.target); await pause(); }
    const acts = !before || fault.what === "expire" || fault.what === "slow", answer = acts ? await this.target.answer(request) : null;
    entry.status = answer?.status;
    if (!before) { stroke?.(fault, this.target); await pause(); }
    if (fault && behaviours[fault.what]) return behaviours[fault.what](exchange, answer, request);
    if (fault?.what === "kill") return exchange.socket.destroy();
    exchange.response.writeHead(answer.status, answer.headers);
    exchange.response.end(answer.body);
  }

  own(request, response) {
    const told = request.text ? JSON.parse(request.text) : {};
    const answers = {
      "/_ledger": () => ({ ...this.target.ledger(), struck: this.faults.map((f) => f.struck ?? 0) }),
      "/_log": () => this.log,
      "/_behave": () => this.behave(told),
      "/_act": () => this.target.act(told),
    };
    const body = JSON.stringify(answers[request.path]?.() ?? null);
    response.writeHead(answers[request.path] ? 200 : 404, { "content-type": "application/json" });
    response.end(body);
  }

  // {what, …}: one more fault. {clear: true}: none any more, and an empty log. {settings: {…}}: how the target is. {refuse: seconds}.
  // {save: true} remembers all that the target holds, {restore: true} brings it back.
  behave(told) {
    if (told.clear) { this.faults.length = 0; this.log.length = 0; }
    if (told.save) this.saved = structuredClone(this.target.state());
    if (told.restore) this.target.restore(structuredClone(this.saved));
    if (told.settings) Object.assign(this.target.settings, told.settings);
    if (told.refuse) this.refuse(told.refuse);
    if (told.what) {
      if (!behaviours[told.what] && !strokes[told.what] && told.what !== "slow") throw new Error(`no behaviour ${told.what}`);
      this.faults.push({ when: "before", skip: 0, ...told, times: told.times ?? 1 });
    }
    return true;
  }

  // Nobody listens for that many seconds.
  refuse(seconds) {
    const { port } = this.server.address();
    setImmediate(() => {
      this.server.close();
      setTimeout(() => this.server.closeAllConnections(), 50);
      setTimeout(() => this.server.listen(port, "127.0.0.1"), seconds * 1000);
    });
  }

  // Listens on a port of its own and writes it to the file, once anybody may ask.
  listen(file, port = 0) {
    return new Promise((done) => this.server.listen(port, "127.0.0.1", () => {
      const taken = this.server.address().port;
      if (file) { writeFileSync(`${file}.part`, String(taken)); renameSync(`${file}.part`, file); }
      done(taken);
    }));
  }
}

export const answer = (status, value, headers = {}) => ({ status, headers: { "content-type": "application/json", ...headers },
  body: typeof value === "string" ? value : JSON.stringify(value) });
