// A book whose every free text attacks: markup, scripts, attributes, addresses, templates, directions, marks, length.
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { billet, scratch } from "./page.mjs";

export const EVIL = [
  `<img src=x onerror="window.hit=1">`, `<script>window.hit=2</script>`, `"><svg onload=window.hit=3>`, `javascript:window.hit=4`,
  `{{constructor.constructor('window.hit=5')()}}`, `</td></tr></table></main><h1>gone</h1>`, `' onmouseover='window.hit=6' x='`,
  `<iframe srcdoc="<script>parent.hit=7</script>"></iframe>`, `&lt;b&gt; &amp; &#x27; \${7*7} <%= 7*7 %>`, `<style>*{display:none}</style><base href=//evil.example>`,
  "\u202Eelpmis\u2066 name\u200F", "\u2069\u2069\u202Eout", "\u05E9\u05DC\u05D5\u05DD 12", "zero\u200Bwidth\uFEFF\u00AD joiner\u200D", `Z${"\u0301\u0316\u20D2".repeat(300)}`,
  "a".repeat(10000), "\u6F22\u5B57 ".repeat(400), "\u00DCn\u00EFc\u00F8d\u00E9 \u{1F9FE}",
];

const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;
// A table of one row for each attack; columns are texts, or what makes one of the attack and its number.
function table(folder, name, columns) {
  const rows = EVIL.map((evil, i) => Object.values(columns).map((of) => cell(typeof of === "function" ? of(evil, i) : of)).join(","));
  writeFileSync(join(folder, `${name}.csv`), `${[Object.keys(columns).join(","), ...rows].join("\n")}\n`);
}

const short = (evil) => [...evil].slice(0, 60).join("");
const code = (_, i) => EVIL[i % 10]; // where only what can be seen may stand

function tables(folder) {
  const evil = (text) => text, id = (letter) => (_, i) => `${letter}${i}`;
  table(folder, "customers", { id: id("c"), name: evil, terms_days: "30", po_number: evil, phone: evil, address1: evil, address2: evil, city: evil,
    region: evil, buyer_reference: evil, note: evil });
  table(folder, "sites", { id: id("s"), customer: id("c"), name: evil, address1: evil, city: evil, po_number: evil, buyer_reference: evil });
  table(folder, "contracts", { id: id("k"), customer: id("c"), name: evil, type: "retainer", start: "2026-01-01", taxable: "yes", tax: "Metro", site: id("s"),
    po_number: evil, note: evil, "param.price": "100.00" });
  table(folder, "tickets", { id: id("T"), customer: id("c"), contract: id("k"), title: evil, status: "Closed", closed_at: "2026-01-20T10:00" });
  table(folder, "time_entries", { id: id("E"), ticket: id("T"), start: "2026-01-10T09:00", minutes: "60", work_type: code, technician: code, note: evil });
  table(folder, "charges", { id: id("p"), customer: id("c"), contract: id("k"), date: "2026-01-05", description: evil, quantity: "1", unit_price: "5.00",
    kind: "product", sku: code, category: code });
  table(folder, "devices", { id: id("d"), customer: id("c"), meter: "seats", from: "2026-01-01", name: evil });
  table(folder, "rates", { code: (_, i) => `r${i}`, unit_price: "90.00", description: evil });
  writeFileSync(join(folder, "taxes.csv"), `name,rule,params\nMetro,percent,"{""rate"":""10%""}"\n`);
  const seller = ["name", "address1", "address2", "city", "region", "phone", "bank", "footer"];
  writeFileSync(join(folder, "seller.csv"), `${seller.join(",")}\n${seller.map((_, i) => cell(short(EVIL[i]))).join(",")}\n`);
}

const lua = (text) => JSON.stringify(text).replace(/\\u([0-9a-f]{4})/gi, "\\u{$1}");

// Plugins beside the book: what they say of themselves, and what a check says of rows.
function plugins(db) {
  const folder = join(db, "..", "plugins"), said = lua(EVIL.slice(0, 12).join(" "));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "nasty.lua"), `return contract { name = "nasty", api = 1, version = "1.0.0", title = ${lua(EVIL[0])}, doc = ${said},
  params = { fee = money { doc = ${said}, min = "0" }, kind = choice { ${lua(EVIL[2])}, ${lua(EVIL[10])}, doc = ${lua(EVIL[5])}, default = ${lua(EVIL[2])} } },
  opens = function(c, period, bill) bill:line { ${lua(EVIL[1])}, price = c.fee } end, examples = {} }\n`);
  writeFileSync(join(folder, "looks.lua"), `return check { name = "looks", api = 1, version = "1.0.0", title = ${lua(EVIL[3])}, doc = ${said}, params = {},
  of = "contract", reads = { "amount" }, look = function() return { { text = ${said}, mend = ${lua(EVIL[0])} } } end, examples = {} }\n`);
}

// The book: two batches, the first generated with a waived item, a void, a credit note and a payment.
export function hostileBook() {
  const folder = scratch("evil"), db = join(scratch("hostile"), "evil.db"), words = (...all) => billet(db, ...all);
  mkdirSync(folder);
  mkdirSync(join(db, ".."));
  tables(folder);
  billet(db, "init", "--currency", "USD", "--zone", "UTC", "--name", EVIL[0]);
  plugins(db);
  words("import", folder);
  words("batch", "new", "--as-of", "2026-02-01", "--brief");
  EVIL.forEach((evil, i) => {
    if (i < 6) words("batch", "exclude", `k${i}:charge:p${i}`, "--note", evil);
    else if (i < 16) words("batch", "waive", `k${i}:charge:p${i}`, "--note", evil, "--show");
  });
  return db;
}

// A target that signs in whoever comes, and whose every word attacks.
export function hostileTarget() {
  const said = EVIL.slice(0, 12).join(" "), fault = JSON.stringify({ Fault: { Error: [{ Message: said, Detail: said, code: "6000", element: said }], type: said } });
  return new Promise((done) => {
    const server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://here"), parts = [];
      for await (const part of request) parts.push(part);
      const json = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(body);
      if (pathname === "/authorize") {
        const to = `${searchParams.get("redirect_uri")}?code=c&realmId=1&state=${encodeURIComponent(searchParams.get("state"))}`;
        response.writeHead(302, { location: to }).end();
      } else if (pathname === "/token") json(200, JSON.stringify({ access_token: "a", refresh_token: "r", token_type: "bearer", expires_in: 3600,
        x_refresh_token_expires_in: 8726400 }));
      else if (/CompanyInfo/.test(parts.join(""))) json(200, JSON.stringify({ BatchItemResponse: [{ bId: "1", QueryResponse: { CompanyInfo: [{ CompanyName: said, Country: "US" }] } }] }));
      else json(400, fault);
    });
    server.listen(0, "127.0.0.1", () => done({ base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }));
  });
}
