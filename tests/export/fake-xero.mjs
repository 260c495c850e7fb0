// A server like Xero: fake-xero.mjs [PORT-FILE [PORT]]. With PRISM=URL each write that Xero's own specification describes is shown to
// prism too, and what that refuses is in the ledger's violations. With OIDC=URL tokens are those of oidc-provider (oidc.mjs).
// ORGANISATIONS=N: whoever signs in lets into that many.
import { randomUUID } from "node:crypto";
import { Authority } from "./authority.mjs";
import { answer, Double } from "./double.mjs";
import { Books } from "./xero-books.mjs";

export const client = { id: "the-app", secret: null, redirects: [/^http:\/\/(localhost|127\.0\.0\.1):\d+\/\w*$/, /^https:\/\//] };
const defaults = { currency: "USD", country: "US", multicurrency: true, tax_rates: [["NONE", "Tax Exempt", 0],
  ["OUTPUT", "Tax on Sales", 0.0825],
  ["OUTPUT2", "20% (VAT on Income)", 0.2]], ignore_keys: false, access_seconds: 1800, refresh_seconds: 5184000, rotate: true, grace: false,
per_request: 50, name: "Demo Company (US)", organisations: 1 };
const guarded = ["Invoices", "CreditNotes", "Contacts"]; // by the strict specification

const problem = (Status, Title, Detail) => answer(Status, { Type: null, Title, Status, Detail, Instance: randomUUID() });
const invalid = (elements, message = "A validation exception occurred") => answer(400, { ErrorNumber: 10, Type: "ValidationException",
  Message: message, Elements: elements });
const xml = answer(200, "<?xml version=\"1.0\"?><Response/>", { "content-type": "text/xml" });

export class Xero {
  constructor(settings = {}) {
    this.settings = { ...defaults, ...settings };
    this.books = new Books(this.settings);
    this.tenants = Array.from({ length: this.settings.organisations }, (_, i) =>
      ({ id: randomUUID(), tenantId: randomUUID(), tenantType: "ORGANISATION",
      tenantName: i ? `${this.settings.name} ${i + 1}` : this.settings.name, authEventId: randomUUID() }));
    this.replies = new Map();
    this.violations = [];
    this.count = { replayed: 0, shown: 0 };
    this.authority = new Authority(client, { authorize: "/identity/connect/authorize", token: "/connect/token",
      revoke: "/connect/revocation" },
      this.settings);
  }

  place({ path }) { return path.replace(/^.*\/api\.xro\/2\.0/, "").split("/").filter(Boolean).map(decodeURIComponent); }
  sort(request) {
    if (this.authority.owns(request)) return this.authority.sort(request);
    const [name = "", id, part] = this.place(request);
    if (request.method === "GET") return name === "connections" ? "company" : "query";
    if (part === "Allocations") return "apply";
    if (name === "Invoices" || name === "CreditNotes") {
      return /"Status"\s*:\s*"VOIDED"/.test(request.text) ? "void" : name === "Invoices" ? "invoice" : "credit";
    }
    return { Contacts: "customer", Items: "item" }[name] ?? (id ? "read" : name);
  }

  async permits(request) {
    if (!process.env.OIDC) return this.authority.permits(request);
    const token = (request.headers.authorization ?? "").replace(/^Bearer /i, "");
    return (await fetch(`${process.env.OIDC}/_alive`, { method: "POST", body: token })).status === 200;
  }
  async answer(request) {
    if (this.authority.owns(request)) return this.authority.answer(request);
    if (!await this.permits(request)) return problem(401, "Unauthorized", "TokenExpired: token expired");
    const [name, ...rest] = this.place(request);
    if (name === "connections") return this.connections(request, rest);
    if (!this.tenants.some(({ tenantId }) => tenantId === request.headers["xero-tenant-id"])) return problem(403, "Forbidden",
      "AuthenticationUnsuccessful");
    if (!/json/.test(request.headers.accept ?? "")) return xml;
    if (request.method === "GET") return this.read(request, name, rest);
    if (process.env.PRISM && guarded.includes(name) && !rest.length) await this.show(request, name);
    return this.replayed(request, () => this.write(request, name, rest));
  }
  connections(request, [id]) {
    if (request.method === "DELETE") { this.tenants = this.tenants.filter((one) => one.id !== id); return answer(204, ""); }
    return answer(200, this.tenants);
  }

  // To prism, byte for byte: it knows Xero's specification, and nothing of this server.
  async show({ method, query, headers, text }, name) {
    const kept = Object.fromEntries(["authorization", "xero-tenant-id", "idempotency-key", "content-type", "accept"].filter((h) =>
      headers[h])
      .map((h) => [h, headers[h]]));
    const judged = await fetch(`${process.env.PRISM}/${name}?${query}`, { method, headers: kept, body: text });
    this.count.shown++;
    if (!judged.ok) this.violations.push(`${judged.status} ${method} ${name}: ${(await judged.text()).slice(0, 1500)}`);
  }

  replayed(request, act) {
    const key = request.headers["idempotency-key"];
    if (!key) return act();
    if (key.length > 128) return invalid([], "Idempotency-Key is longer than 128 characters");
    const kept = this.replies.get(key);
    if (kept && !this.settings.ignore_keys) {
      if (kept.text !== request.text) return invalid([], "Idempotency-Key was used with another request");
      this.count.replayed++;
      return kept.reply;
    }
    const reply = act();
    this.replies.set(key, { text: request.text, reply });
    return reply;
  }

  write(request, name, [id, part, ...rest]) {
    let body;
    try { body = JSON.parse(request.text); } catch { return invalid([], "The request is no JSON"); }
    if (name === "CreditNotes" && part === "Allocations") return this.allocate(id, body);
    if (part || rest.length || !["Invoices", "CreditNotes", "Contacts", "Items"].includes(name)) return problem(404, "Not Found",
      request.path);
    const elements = body[name] ?? (Array.isArray(body) ? body : [body]);
    if (elements.length > this.settings.per_request) return invalid([], `at most ${this.settings.per_request} elements in a request`);
    const decimals = request.query.get("unitdp") === "4" ? 4 : 2;
    const done = elements.map((element) => this.one(name, id ? { ...element, ...this.named(name, id) } : element, request.method,
      decimals));
    const faulty = done.filter((one) => one.ValidationErrors);
    if (faulty.length && request.query.get("summarizeErrors") !== "false") return invalid(faulty);
    return answer(200, { Id: randomUUID(), Status: "OK", ProviderName: "the-app", DateTimeUTC: `/Date(${Date.now()})/`, [name]: done });
  }
  named(name, id) { return name === "Invoices" ? { InvoiceID: id } : name === "CreditNotes" ? { CreditNoteID: id } : { ContactID: id }; }
  one(name, body, method, decimals) {
    const wrong = [];
    const made = name === "Contacts" ? this.contact(body, method, wrong) : name === "Items" ? this.item(body, wrong)
      : this.books.put(name, body, method, decimals, wrong);
    return made && !wrong.length ? { ...made, StatusAttributeString: "OK" }
      : { ...body, StatusAttributeString: "ERROR", HasValidationErrors: true, ValidationErrors: wrong.map((Message) => ({ Message })) };
  }
  contact(body, method, wrong) {
    const known = this.books.rows.Contacts.find((row) => body.ContactID ? row.ContactID === body.ContactID : body.ContactNumber
      ? row.ContactNumber === body.ContactNumber : row.Name === body.Name);
    if (known && method === "POST") return this.books.touched(Object.assign(known, body));
    return this.books.newContact(body, wrong);
  }
  item(body, wrong) {
    if (!body.Code) { wrong.push("Item Code is required"); return null; }
    if (this.books.rows.Items.some((row) => row.Code === body.Code)) {
      wrong.push(`Price List Item with Code '${body.Code}' already exists`);
      return null;
    }
    const made = this.books.touched({ ...body, ItemID: randomUUID() });
    this.books.rows.Items.push(made);
    return made;
  }
  allocate(id, body) {
    const note = this.books.rows.CreditNotes.find((row) => row.CreditNoteID === id), wrong = [];
    if (!note) return problem(404, "Not Found", id);
    const made = (body.Allocations ?? [body]).map((one) => this.books.allocate(note, one, wrong));
    if (wrong.length) return invalid([{ ...body, ValidationErrors: wrong.map((Message) => ({ Message })) }]);
    return answer(200, { Status: "OK", Allocations: made });
  }

  read(request, name, [id]) {
    if (name === "Organisation" || name === "Organisations") return answer(200, { Organisations: [this.organisation()] });
    const rows = this.books.rows[name];
    if (!rows) return problem(404, "Not Found", name);
    const keys = ["InvoiceID", "InvoiceNumber", "CreditNoteID", "CreditNoteNumber", "ContactID", "ContactNumber", "ItemID", "Code",
      "PaymentID"];
    if (id) {
      const found = rows.filter((row) => keys.some((key) => row[key] === id));
      return found.length ? answer(200, { [name]: found }) : problem(404, "Not Found",
        `The resource ${id} you're looking for cannot be found`);
    }
    try { return answer(200, { Status: "OK", [name]: this.filtered(request, rows) }); } catch (error) {
      return answer(400, { ErrorNumber: 16, Type: "QueryParseException", Message: error.message });
    }
  }
  filtered({ query, headers }, rows) {
    const lists = { IDs: ["InvoiceID", "ContactID"], InvoiceNumbers: ["InvoiceNumber"], ContactIDs: ["ContactID"], Statuses: ["Status"] };
    let found = rows;
    for (const [param, keys] of Object.entries(lists)) {
      if (!query.get(param)) continue;
      const wanted = query.get(param).split(",");
      found = found.filter((row) => keys.some((key) => wanted.includes(row[key])));
    }
    if (query.get("where")) found = found.filter(this.where(query.get("where")));
    const since = headers["if-modified-since"] ? Date.parse(/Z$|GMT$/.test(headers["if-modified-since"]) ? headers["if-modified-since"]
      : `${headers["if-modified-since"]}Z`) : 0;
    const page = Number(query.get("page") ?? 0), size = Number(query.get("pageSize") ?? 100);
    found = found.filter((row) => !since || (row.touched ?? 0) >= since);
    return page ? found.slice((page - 1) * size, page * size) : found;
  }
  where(text) {
    const any = text.split(/ OR |\|\|/i).map((all) => all.split(/ AND |&&/i).map((one) => this.condition(one)));
    return (row) => any.some((all) => all.every((fits) => fits(row)));
  }
  condition(text) {
    const match = /^\s*([\w.]+)\s*(==|!=|=)\s*(?:guid\()?"((?:[^"\\]|\\.)*)"\)?\s*$/i.exec(text);
    if (!match) throw new Error(`No property or operator in: ${text}`);
    const [, path, operator, quoted] = match, wanted = quoted.replace(/\\(.)/g, "$1");
    return (row) => (String(path.split(".").reduce((value, key) => value?.[key], row) ?? "") === wanted) === (operator !== "!=");
  }
  organisation() {
    return { OrganisationID: this.tenants[0]?.tenantId, Name: this.settings.name, LegalName: this.settings.name,
      BaseCurrency: this.settings.currency,
      CountryCode: this.settings.country, Version: "US", OrganisationType: "COMPANY", IsDemoCompany: true, OrganisationStatus: "ACTIVE" };
  }

  state() {
    return { settings: this.settings, replies: this.replies, count: this.count, authority: this.authority.state(),
      violations: this.violations,
      books: { rows: this.books.rows, booked: this.books.booked, overwritten: this.books.overwritten } };
  }
  restore({ settings, replies, count, authority, books, violations }) {
    Object.assign(this.settings, settings);
    Object.assign(this, { replies, count, violations });
    Object.assign(this.authority, authority);
    Object.assign(this.books, books);
  }

  ledger() {
    return { ...this.books.ledger(), tokens: this.authority.count, ...this.count, violations: this.violations,
      Company: this.settings.name };
  }
  // By hand, in Xero itself: {pay: NUMBER, amount, date}, {void|edit: NUMBER}, {book: {Invoices: […]}}, {expire}, {forget}.
  byHand(told) {
    const row = (number) => this.books.rows.Invoices.find((one) => one.InvoiceNumber === number);
    if (told.book) return Object.entries(told.book).map(([name, list]) => list.map((one) => this.one(name, one, "PUT", 4)));
    if (told.pay) return this.books.pay(row(told.pay), told.amount, told.date, told.reference);
    if (told.void) return this.books.touched(Object.assign(row(told.void), { Status: "VOIDED", AmountDue: 0 }));
    if (told.edit) return this.books.touched(Object.assign(row(told.edit), told.with));
    if (told.expire) return this.authority.expire();
    if (told.forget) return this.authority.forget();
    throw new Error(`not known: ${JSON.stringify(told)}`);
  }
}

export function xero(settings) {
  const target = new Xero(settings);
  const server = new Double({ settings: target.settings, sort: (q) => target.sort(q), answer: (q) => target.answer(q),
    ledger: () => target.ledger(), act: (told) => target.byHand(told) ?? null, state: () => target.state(),
    restore: (state) => target.restore(state) });
  return { target, server };
}
if (process.argv[1]?.endsWith("fake-xero.mjs")) {
  const organisations = Number(process.env.ORGANISATIONS ?? 1);
  await xero({ organisations }).server.listen(process.argv[2], Number(process.argv[3] ?? 0));
}
