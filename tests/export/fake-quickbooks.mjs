// A server like QuickBooks Online: fake-quickbooks.mjs [PORT-FILE [PORT]]. Where Intuit's documents and clients are silent, it is strict.
import { Authority } from "./authority.mjs";
import { answer, Double } from "./double.mjs";
import { Books, documents, fieldsOf, names, refuse } from "./quickbooks-books.mjs";
import { parsed, selected } from "./quickbooks-query.mjs";

export const company = "4620816365", client = { id: "the-app", secret: "s3cr3t/+&",
  redirects: [/^http:\/\/(localhost|127\.0\.0\.1):\d+\/\w*$/, /^https:\/\//] };
const defaults = { country: "US", currency: "USD", multicurrency: true, custom_numbers: true, unique_numbers: true, compute_tax: false,
  rate: 0.0725, tax_codes: [["20.0% S", 0.2], ["No VAT", 0]], ignore_keys: false, access_seconds: 3600, refresh_seconds: 8726400,
  rotate: true, grace: false, name: "Sandbox Company_US_1" };

export class QuickBooks {
  constructor(settings = {}) {
    this.settings = { ...defaults, ...settings };
    this.books = new Books(this.settings);
    this.replies = new Map(); // of a requestid
    this.count = { replayed: 0 };
    this.authority = new Authority(client, { authorize: "/connect/oauth2", token: "/oauth2/v1/tokens/bearer",
      revoke: "/v2/oauth2/tokens/revoke" },
      this.settings, () => ({ realmId: company }), (days) => ({ x_refresh_token_expires_in: days }));
  }

  place({ path }) { // below the company: ["invoice", "145"]
    const [, version, word, realm, ...rest] = path.split("/");
    return version === "v3" && word === "company" ? { realm, rest: rest.map(decodeURIComponent).filter(Boolean) } : { rest: [] };
  }
  sort(request) {
    if (this.authority.owns(request)) return this.authority.sort(request);
    const [name = "", id] = this.place(request).rest, operation = request.query.get("operation");
    if (operation) return operation;
    if (request.method === "GET") return name === "query" ? "query" : name === "companyinfo" ? "company" : id ? "read" : name || "nothing";
    return { invoice: "invoice", creditmemo: "credit", payment: "apply", customer: "customer", item: "item" }[name] ?? name;
  }

  async answer(request) {
    if (this.authority.owns(request)) return this.authority.answer(request);
    const tid = { intuit_tid: `1-${Date.now().toString(16)}-${Math.random().toString(16).slice(2, 14)}` };
    const place = this.place(request);
    if (!this.authority.permits(request)) return answer(401, unauthorized(), { ...tid, "www-authenticate": "Bearer realm=\"Intuit\"" });
    if (place.realm !== company) return answer(403, told(refuse(403, "3100", "ApplicationAuthorizationFailed", "wrong realm",
      "AuthorizatonFault")), tid);
    try {
      return answer(200, { ...this.replayed(request, () => this.act(request, place.rest)), time: new Date().toISOString() }, tid);
    } catch (error) {
      if (!error.fault) throw error;
      return answer(error.status, told(error), tid);
    }
  }

  // The first answer again to a requestid that was there before.
  replayed(request, act) {
    const key = request.query.get("requestid");
    if (!key || request.method === "GET") return act();
    if (key.length > 50) throw refuse(400, "2050", "requestid is longer than 50 characters", key);
    if (this.replies.has(key) && !this.settings.ignore_keys) { this.count.replayed++; return this.replies.get(key); }
    const reply = act();
    this.replies.set(key, structuredClone(reply));
    return reply;
  }

  act(request, [name, id]) {
    if (request.method === "GET" && name === "query") return this.query(request.query.get("query") ?? "");
    if (request.method === "POST" && name === "query") return this.query(request.text);
    if (request.method === "GET" && name === "cdc") return this.since(request);
    if (request.method === "GET" && name === "companyinfo") return { CompanyInfo: this.info() };
    if (request.method === "GET" && name === "preferences") return { Preferences: this.preferences() };
    const type = [...documents, ...names].find((one) => one.toLowerCase() === name);
    if (request.method === "GET" && type) return this.read(type, id);
    if (request.method !== "POST") throw refuse(405, "500", "Unsupported Operation", request.method);
    if (!/^application\/json/.test(request.headers["content-type"] ?? "")) throw refuse(415, "2010", "Unsupported media type",
      "JSON expected");
    const body = this.json(request.text);
    if (name === "batch") return this.batch(body);
    if (!type) throw refuse(400, "500", "Unsupported Operation", `Operation on ${name} is not supported`);
    return { [type]: this.write(type, request.query.get("operation"), body) };
  }
  json(text) {
    try { return JSON.parse(text); } catch (error) { throw refuse(400, "2010", "Request has invalid or unsupported property",
      error.message); }
  }
  write(type, operation, body) {
    this.books.judge(type, body);
    if (operation === "void") return this.books.void(type, body);
    if (operation === "delete") return this.books.delete(type, body);
    return body.Id ? this.books.update(type, body) : this.books.create(type, body);
  }

  batch({ BatchItemRequest: items }) {
    if (!Array.isArray(items) || items.length > 30) throw refuse(400, "1040", "Batch size limit", "at most 30 items");
    return { BatchItemResponse: items.map(({ bId, operation, Query, optionsData: _, ...rest }) => {
      try {
        if (Query) return { bId, ...this.query(Query) };
        const [type] = Object.keys(rest);
        return { bId, [type]: this.write(type, operation === "create" || operation === "update" ? null : operation, rest[type]) };
      } catch (error) { return { bId, Fault: error.fault ?? { Error: [{ Message: String(error), code: "10000" }], type: "SystemFault" } }; }
    }).reverse() }; // in no order that anybody promised
  }
  read(type, id) {
    const row = this.books.by(type, id);
    if (!row) throw refuse(400, "610", "Object Not Found", `Object Not Found : Something has been made inactive: ${id}`);
    return { [type]: row };
  }
  query(text) {
    const query = parsed(text), all = { CompanyInfo: [this.info()], Preferences: [this.preferences()], ...this.books.rows };
    const type = Object.keys(all).find((one) => one.toLowerCase() === query.entity.toLowerCase());
    if (!type) throw refuse(400, "4002", "Invalid context declaration", `${query.entity} is not supported`);
    const rows = all[type].filter((row) => row.status !== "Deleted");
    const found = selected(rows, query, fieldsOf(type, rows));
    if (query.count) return { QueryResponse: { totalCount: found } };
    return { QueryResponse: found.length ? { [type]: found, startPosition: query.start, maxResults: found.length } : {} };
  }
  since({ query }) {
    const from = Date.parse(query.get("changedSince"));
    if (isNaN(from)) throw refuse(400, "2030", "Invalid ID", "changedSince");
    const responses = (query.get("entities") ?? "").split(",").map((entity) => {
      const type = Object.keys(this.books.rows).find((one) => one.toLowerCase() === entity.toLowerCase());
      if (!type) throw refuse(400, "2010", "Request has invalid or unsupported property", entity);
      const rows = this.books.rows[type].filter((row) => Date.parse(row.MetaData.LastUpdatedTime) >= from);
      const shown = rows.map((row) => row.status === "Deleted" ? { Id: row.Id, status: "Deleted", MetaData: row.MetaData, domain: "QBO" }
        : row);
      return shown.length ? { [type]: shown, startPosition: 1, maxResults: shown.length } : {};
    });
    return { CDCResponse: [{ QueryResponse: responses }] };
  }
  info() {
    return { Id: "1", SyncToken: "4", CompanyName: this.settings.name, LegalName: this.settings.name, Country: this.settings.country,
      CompanyAddr: { Id: "1", Line1: "123 Sierra Way", City: "San Pablo" }, SupportedLanguages: "en", NameValue: [], domain: "QBO",
        sparse: false };
  }
  preferences() {
    const { currency, multicurrency, custom_numbers, compute_tax } = this.settings;
    return { Id: "1", SyncToken: "6", domain: "QBO", sparse: false, SalesFormsPrefs: { CustomTxnNumbers: custom_numbers,
      AllowDeposit: true },
      CurrencyPrefs: { HomeCurrency: { value: currency }, MultiCurrencyEnabled: multicurrency },
      TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: compute_tax } };
  }

  state() {
    return { settings: this.settings, replies: this.replies, count: this.count, authority: this.authority.state(),
      books: { rows: this.books.rows, next: this.books.next, violations: this.books.violations, booked: this.books.booked } };
  }
  restore({ settings, replies, count, authority, books }) {
    Object.assign(this.settings, settings);
    Object.assign(this, { replies, count });
    Object.assign(this.authority, authority);
    Object.assign(this.books, books);
  }

  ledger() { return { ...this.books.ledger(), tokens: this.authority.count, replayed: this.count.replayed, Company: this.settings.name }; }

  // By hand, in QuickBooks itself: {pay: NUMBER, amount, date}, {edit|void|delete: NUMBER}, {type, book: BODY}, {remove: NAME, type},
  // {expire}, {forget}.
  byHand(told) {
    const row = (number) => this.books.rows[told.type ?? "Invoice"].findLast((one) => one.DocNumber === number);
    if (told.book) return this.write(told.type ?? "Invoice", null, told.book);
    if (told.pay) return this.payByHand(told);
    if (told.edit) return this.books.update(told.type ?? "Invoice", { Id: row(told.edit).Id, SyncToken: row(told.edit).SyncToken,
      sparse: true, ...told.with });
    if (told.void) return this.books.void("Invoice", row(told.void));
    if (told.delete) return this.books.delete(told.type ?? "Invoice", row(told.delete));
    if (told.remove) { // as merging two customers does
      const gone = this.books.rows[told.type].findLast((one) => (one.DisplayName ?? one.Name) === told.remove);
      return Object.assign(this.books.changed(gone), { status: "Deleted" });
    }
    if (told.expire) return this.authority.expire();
    if (told.forget) return this.authority.forget();
    throw new Error(`not known: ${JSON.stringify(told)}`);
  }
  payByHand({ pay, amount, date, reference }) { // one payment of several invoices, {NUMBER: amount}, with a rest or without
    const lines = Object.entries(pay).map(([number, part]) => {
      const row = this.books.rows.Invoice.find((one) => one.DocNumber === number);
      return { row, Amount: Number(part), LinkedTxn: [{ TxnId: row.Id, TxnType: "Invoice" }] };
    });
    const [{ row }] = lines;
    return this.books.create("Payment", { CustomerRef: row.CustomerRef, TotalAmt: Number(amount), TxnDate: date, PaymentRefNum: reference,
      CurrencyRef: row.CurrencyRef, Line: lines.map(({ Amount, LinkedTxn }) => ({ Amount, LinkedTxn })) });
  }
}

const told = (error) => ({ Fault: error.fault, time: new Date().toISOString() });
const unauthorized = () => ({ warnings: null, intuitObject: null,
  fault: { error: [{ message: "message=AuthenticationFailed; errorCode=003200; " +
  "statusCode=401", detail: "Token expired, revoked or unknown", code: "3200", element: null }], type: "AUTHENTICATION" }, report: null,
queryResponse: null, batchItemResponse: [], attachableResponse: [], syncErrorResponse: null, requestId: null, time: Date.now(),
  status: null });

export function quickbooks(settings) {
  const target = new QuickBooks(settings);
  const server = new Double({ settings: target.settings, sort: (q) => target.sort(q), answer: (q) => target.answer(q),
    ledger: () => target.ledger(), act: (told) => target.byHand(told) ?? null, state: () => target.state(),
    restore: (state) => target.restore(state) });
  return { target, server };
}
if (process.argv[1]?.endsWith("fake-quickbooks.mjs")) {
  await quickbooks().server.listen(process.argv[2], Number(process.argv[3] ?? 0));
}
