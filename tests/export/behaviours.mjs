// What goes wrong between a program and a server, by name. Each takes the answer that the server would have given, or null
// where it has not acted, and ends the exchange in its own way.
import { gzipSync } from "node:zlib";

const json = { "content-type": "application/json" };
const fault = (code, type, message) => JSON.stringify({ Fault: { Error: [{ Message: message, Detail: message, code }], type },
  time: new Date().toISOString() });
const whole = (answer) => answer ?? { status: 200, headers: json, body: JSON.stringify({ nobody: "was asked" }) };

const send = ({ response }, status, headers, body) => { response.writeHead(status, headers); response.end(body); };
const raw = ({ socket }, ...parts) => parts.forEach((part) => socket.write(part));
const head = (length) => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

function drip(exchange, text, every) { // a byte at a time, until the other side has enough
  let at = 0;
  const timer = setInterval(() => {
    if (exchange.socket.destroyed || at >= text.length) clearInterval(timer);
    else exchange.socket.write(text[at++]);
  }, every);
  exchange.socket.on("close", () => clearInterval(timer));
}
function flood(exchange, megabytes) { // no length, no end that the other side would wish for
  exchange.response.writeHead(200, json);
  const part = Buffer.alloc(1 << 20, " ");
  let left = megabytes;
  const more = () => {
    while (left-- > 0) if (!exchange.response.write(part)) return exchange.response.once("drain", more);
    exchange.response.end("{}");
  };
  more();
}
const bomb = (() => { let made; return () => (made ??= gzipSync(Buffer.alloc(100 << 20, " "), { level: 1 })); })();
const wrongTypes = (value) => Array.isArray(value) ? { list: value.map(wrongTypes) }
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, wrongTypes(v)]))
    : typeof value === "number" ? [value] : typeof value === "string" ? { text: value.length } : 7;

export const behaviours = {
  hang: () => {},
  reset: (x) => x.socket.resetAndDestroy(),
  close: (x) => x.socket.end(),
  "half-headers": (x) => { raw(x, "HTTP/1.1 200 OK\r\nContent-Ty"); setTimeout(() => x.socket.destroy(), 20); },
  "reset-in-body": (x, answer) => {
    const { body } = whole(answer);
    raw(x, head(Buffer.byteLength(body)), body.slice(0, body.length >> 1));
    setTimeout(() => x.socket.resetAndDestroy(), 20);
  },
  "half-body": (x, answer) => {
    const { body } = whole(answer);
    raw(x, head(Buffer.byteLength(body)), body.slice(0, body.length >> 1));
    setTimeout(() => x.socket.end(), 20);
  },
  "short-body": (x, answer) => { // the length says more than there is
    const { body } = whole(answer);
    raw(x, head(Buffer.byteLength(body) + 500), body);
    setTimeout(() => x.socket.end(), 20);
  },
  "drip-body": (x, answer) => { const { body } = whole(answer); raw(x, head(Buffer.byteLength(body))); drip(x, body, 300); },
  "drip-headers": (x, answer) => drip(x, head(Buffer.byteLength(whole(answer).body)), 300),
  "bad-chunk": (x, answer) => {
    const { body } = whole(answer);
    raw(x, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
      `${(body.length >> 1).toString(16)}\r\n${body.slice(0, body.length >> 1)}\r\nzz\r\n`);
    setTimeout(() => x.socket.end(), 20);
  },
  "cut-chunk": (x, answer) => {
    const { body } = whole(answer);
    raw(x, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
      `${body.length.toString(16)}\r\n${body.slice(0, body.length >> 1)}`);
    setTimeout(() => x.socket.end(), 20);
  },
  429: (x) => send(x, 429, json, fault("003001", "THROTTLED", "ThrottleExceeded")),
  "429-seconds": (x) => send(x, 429, { ...json, "retry-after": "1" }, fault("003001", "THROTTLED", "ThrottleExceeded")),
  "429-date": (x) => send(x, 429, { ...json, "retry-after": new Date(Date.now() + 2000).toUTCString() }, ""),
  500: (x) => send(x, 500, json, fault("10000", "SystemFault", "An application error has occurred while processing your request")),
  502: (x) => send(x, 502, { "content-type": "text/html" }, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
  503: (x) => send(x, 503, {}, ""),
  "503-seconds": (x) => send(x, 503, { "retry-after": "1" }, ""),
  html: (x) => send(x, 200, { "content-type": "text/html" }, "<!doctype html><title>Maintenance</title><p>We will be back soon."),
  "half-json": (x, answer) => { const { body } = whole(answer); send(x, 200, json, body.slice(0, body.length >> 1)); },
  "wrong-types": (x, answer) => send(x, 200, json, JSON.stringify(wrongTypes(JSON.parse(whole(answer).body || "{}")))),
  fault: (x) => send(x, 200, json, fault("10000", "SystemFault", "An application error has occurred while processing your request")),
  nothing: (x) => send(x, 200, json, ""),
  "other-host": (x) => send(x, 307, { location: "http://other.invalid/v3" }, ""),
  "other-scheme": (x) => send(x, 302, { location: "file:///etc/hostname" }, ""),
  "redirect-loop": (x, answer, request) => send(x, 307, { location: request.url }, ""),
  401: (x) => send(x, 401, json, fault("3200", "AUTHENTICATION", "Token expired")),
  flood: (x) => flood(x, 60),
  "gzip-bomb": (x) => send(x, 200, { ...json, "content-encoding": "gzip" }, bomb()),
};
