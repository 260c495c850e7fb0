// The books of a company as QuickBooks Online keeps and guards them: its own totals, unique numbers and names, versions, balances.
// What a request may hold is judged by the schema that Intuit's XSDs give; the rules of codes are those of Intuit's error lists.
import { readFileSync } from "node:fs";
import { load } from "./double.mjs";
import { cents, isCents, number, product, share, text } from "./decimals.mjs";

const Ajv = load("ajv/dist/2020").default;
const schema = JSON.parse(readFileSync(new URL("../data/quickbooks/qbo.schema.json", import.meta.url)));
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(schema, "qbo");
const asked = (type) => ajv.getSchema(`qbo#/$defs/${type}`);
// What a query may name: the schema's properties, or those of the rows where it has no such type.
export const fieldsOf = (type, rows) => new Set(["Id", "MetaData", "Active", ...Object.keys(schema.$defs[type]?.properties ?? {}),
  ...rows.flatMap(Object.keys)]);

// An error as Intuit tells it; thrown, and answered by the server.
export const refuse = (status, code, message, detail, type = "ValidationFault", element = "") =>
  Object.assign(new Error(`${code} ${message}: ${detail}`), { status,
    fault: { Error: [{ Message: message, Detail: detail, code, element }], type } });
const invalid = (detail, element) => refuse(400, "2010", "Request has invalid or unsupported property", detail, "ValidationFault", element);
const missing = (what) => refuse(400, "2020", "Required param missing, need to supply the required value for the API",
  `Required parameter ${what} is missing in the request`, "ValidationFault", what);
const business = (detail, code = "6000") => refuse(400, code, "A business validation error has occurred while processing your request",
  `Business Validation Error: ${detail}`);
const tooLong = (what, most) => refuse(400, "2050", "String length specified does not match the supported length",
  `${what} supports at most ${most} characters`, "ValidationFault", what);

export const documents = ["Invoice", "CreditMemo", "Payment"], names = ["Customer", "Item", "Account", "TaxCode", "TaxRate", "Vendor",
  "Term"];

export class Books {
  constructor(settings) {
    this.settings = settings;
    this.rows = Object.fromEntries([...documents, ...names].map((type) => [type, []]));
    this.next = 100;
    this.violations = [];
    this.booked = [];
    for (const [name, kind] of [["Services", "Income"], ["Sales of Product Income", "Income"], ["Checking", "Bank"]]) {
      this.keep("Account", { Name: name, FullyQualifiedName: name, Active: true, AccountType: kind, Classification: "Revenue" });
    }
    this.keep("Term", { Name: "Net 30", DueDays: 30, Active: true });
    for (const [name, rate] of settings.tax_codes) {
      const made = this.keep("TaxRate", { Name: `${name} rate`, RateValue: rate * 100, Active: true });
      this.keep("TaxCode", { Name: name, Active: true, Taxable: rate > 0, TaxGroup: true,
        SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: made.Id } }] } });
    }
  }

  keep(type, row) {
    const now = new Date().toISOString();
    const kept = { ...row, Id: String(this.next++), SyncToken: "0", domain: "QBO", sparse: false,
      MetaData: { CreateTime: now, LastUpdatedTime: now } };
    this.rows[type].push(kept);
    return kept;
  }
  by(type, id) { return this.rows[type].find((row) => row.Id === String(id) && row.status !== "Deleted"); }
  refer(type, reference, element) {
    if (!reference?.value) throw missing(element);
    const row = this.by(type, reference.value);
    if (!row) throw refuse(400, "2500", "Invalid Reference Id", `Invalid Reference Id : ${type} Id ${reference.value} not found`);
    if (row.Active === false) throw refuse(400, "610", "Object Not Found", `Object Not Found : ${type} ${row.Id} was made inactive`);
    return row;
  }

  // A body against the schema: what Intuit's XSD does not have is refused, and remembered for the tests.
  judge(type, body) {
    const validate = asked(type);
    if (!validate) throw refuse(400, "500", "Unsupported Operation", `${type} is not supported`);
    if (validate(body)) return;
    const detail = ajv.errorsText(validate.errors, { dataVar: type });
    this.violations.push(detail);
    throw invalid(detail);
  }

  limits(body) {
    if ((body.DocNumber ?? "").length > 21) throw tooLong("DocNumber", 21);
    if ((body.CustomerMemo?.value ?? "").length > 1000) throw tooLong("CustomerMemo", 1000);
    if ((body.PrivateNote ?? "").length > 4000) throw tooLong("PrivateNote", 4000);
    for (const { Description = "" } of body.Line ?? []) if (Description.length > 4000) throw tooLong("Description", 4000);
  }

  line(line, us) { // what it adds: hundredths, and its tax code
    if (line.DetailType === "DescriptionOnly" || line.DetailType === "SubTotalLineDetail") return null;
    if (!line.DetailType) throw missing("DetailType");
    if (line.Amount === undefined) throw missing("Amount");
    if (!isCents(line.Amount)) throw business(`Amount ${line.Amount} has more than two decimals`);
    if (line.DetailType === "DiscountLineDetail") return { amount: -cents(line.Amount), code: "NON" };
    const detail = line.SalesItemLineDetail;
    if (!detail) throw missing("SalesItemLineDetail");
    this.refer("Item", detail.ItemRef, "ItemRef");
    if (detail.Qty !== undefined && detail.UnitPrice !== undefined && product(detail.Qty, detail.UnitPrice) !== cents(line.Amount)) {
      throw refuse(400, "6070", "Amount calculation incorrect in the request",
        `Amount is not equal to UnitPrice * Qty. Supplied value:${line.Amount}`);
    }
    const code = detail.TaxCodeRef?.value ?? (us ? "NON" : undefined);
    if (us && code !== "TAX" && code !== "NON") {
      throw refuse(400, "6100", "Invalid Line TaxCode", "Invalid tax code in the request: TAX or NON expected");
    }
    if (!us) this.refer("TaxCode", { value: code }, "TaxCodeRef");
    return { amount: cents(line.Amount), code };
  }

  // Tax of the whole: the sender's where it is honoured, else by the codes.
  tax(body, lines, us) {
    const sent = body.TxnTaxDetail?.TotalTax;
    if (sent !== undefined && !this.settings.compute_tax) return cents(sent);
    if (body.GlobalTaxCalculation === "NotApplicable") return 0n;
    const sums = new Map();
    for (const { amount, code } of lines) sums.set(code, (sums.get(code) ?? 0n) + amount);
    const rate = (code) => us ? (code === "TAX" ? this.settings.rate : 0) : this.rates(code);
    if (us && !this.settings.compute_tax) return 0n; // no code of the transaction, no tax
    return [...sums].reduce((tax, [code, amount]) => tax + share(amount, rate(code)), 0n);
  }
  rates(code) {
    const list = this.by("TaxCode", code).SalesTaxRateList.TaxRateDetail;
    return list.reduce((sum, { TaxRateRef }) => sum + this.by("TaxRate", TaxRateRef.value).RateValue, 0) / 100;
  }

  sale(type, body) { // an invoice or a credit memo, checked and totalled
    this.limits(body);
    const customer = this.refer("Customer", body.CustomerRef, "CustomerRef"), us = this.settings.country === "US";
    if (!body.Line?.length) throw missing("Line");
    const home = this.settings.currency, currency = body.CurrencyRef?.value ?? home;
    if (!this.settings.multicurrency && currency !== home) throw business("Multicurrency is not enabled");
    if (currency !== (customer.CurrencyRef?.value ?? home)) {
      throw business(`The customer's currency is ${customer.CurrencyRef?.value ?? home}, the transaction's ${currency}`);
    }
    if (!us && !body.GlobalTaxCalculation) throw missing("GlobalTaxCalculation");
    const lines = body.Line.map((line) => this.line(line, us)).filter(Boolean);
    const net = lines.reduce((sum, { amount }) => sum + amount, 0n), tax = this.tax(body, lines, us), total = net + tax;
    if (total < 0n) throw business("Transaction amount must be 0 or greater");
    return { CurrencyRef: { value: currency }, TotalAmt: number(total),
      TxnDate: body.TxnDate ?? new Date().toISOString().slice(0, 10),
      TxnTaxDetail: { ...body.TxnTaxDetail, TotalTax: number(tax) },
      ...(type === "Invoice" ? { Balance: number(total) } : { RemainingCredit: number(total), Balance: number(total) }),
      Line: [...body.Line.map((line, i) => ({ Id: String(i + 1), ...line })),
        { Amount: number(net), DetailType: "SubTotalLineDetail", SubTotalLineDetail: {} }] };
  }

  unique(type, body) {
    if (!body.DocNumber || !this.settings.unique_numbers) return;
    const holder = this.rows[type].find((row) => row.DocNumber === body.DocNumber && row.Id !== body.Id && row.status !== "Deleted");
    if (holder) {
      throw refuse(400, "6140", "Duplicate Document Number Error", "Duplicate Document Number Error : You must specify a different " +
        `number. This number has already been used. DocNumber=${body.DocNumber} is assigned to TxnType=${type} with TxnId=${holder.Id}`);
    }
  }

  create(type, body) {
    if (documents.includes(type) && type !== "Payment") {
      this.unique(type, body);
      const totals = this.sale(type, body), numbered = this.settings.custom_numbers;
      const kept = this.keep(type, { ...body, ...totals, LinkedTxn: [], DocNumber: numbered ? body.DocNumber : String(this.next) });
      this.booked.push({ type, DocNumber: kept.DocNumber, Id: kept.Id });
      return kept;
    }
    return type === "Payment" ? this.pay(body) : this.named(type, body);
  }

  named(type, body) {
    const field = type === "Customer" ? "DisplayName" : "Name", name = body[field];
    if (!name) throw missing(field);
    if (name.length > (type === "Customer" ? 500 : 100)) throw tooLong(field, type === "Customer" ? 500 : 100);
    if (/[:\t\n]/.test(name)) throw refuse(400, "2040", "Invalid String", `${field} holds a character that is not allowed`);
    const among = type === "Customer" ? [...this.rows.Customer, ...this.rows.Vendor] : this.rows[type];
    const holder = among.find((row) => row.status !== "Deleted" && (row.DisplayName ?? row.Name).toLowerCase() === name.toLowerCase());
    if (holder) {
      throw refuse(400, "6240", "Duplicate Name Exists Error", `The name supplied already exists. : Id=${holder.Id}`);
    }
    if (type === "Item" && (!body.Type || body.Type === "Service")) this.refer("Account", body.IncomeAccountRef, "IncomeAccountRef");
    if (body.CurrencyRef && !this.settings.multicurrency && body.CurrencyRef.value !== this.settings.currency) {
      throw business("Multicurrency is not enabled");
    }
    const kept = this.keep(type, { Active: true, FullyQualifiedName: name, CurrencyRef: { value: this.settings.currency }, ...body });
    this.booked.push({ type, DocNumber: name, Id: kept.Id });
    return kept;
  }

  // A payment, or with credit memos among its lines their application: what invoices get is what it brings and the credits give.
  pay(body) {
    const customer = this.refer("Customer", body.CustomerRef, "CustomerRef");
    if (body.TotalAmt === undefined) throw missing("TotalAmt");
    const moves = (body.Line ?? []).flatMap((line) => (line.LinkedTxn ?? []).map((link) => ({ link, amount: cents(line.Amount) })));
    let invoices = 0n, credits = 0n;
    for (const { link, amount } of moves) {
      const row = this.by(link.TxnType, link.TxnId);
      if (!row) throw refuse(400, "2500", "Invalid Reference Id", `${link.TxnType} ${link.TxnId} not found`);
      if (row.CustomerRef.value !== customer.Id) throw business("the linked transaction is another customer's");
      if (amount > cents(row.Balance)) throw business(`Amount ${text(amount)} is more than is open of ${link.TxnType} ${row.DocNumber}`);
      if (link.TxnType === "Invoice") invoices += amount; else credits += amount;
    }
    const rest = cents(body.TotalAmt) + credits - invoices;
    if (rest < 0n) throw business("the applied amounts are more than the payment");
    const kept = this.keep("Payment", { CurrencyRef: { value: this.settings.currency }, TxnDate: new Date().toISOString().slice(0, 10),
      ...body, UnappliedAmt: number(rest) });
    for (const { link, amount } of moves) {
      const row = this.by(link.TxnType, link.TxnId);
      row.Balance = number(cents(row.Balance) - amount);
      if (link.TxnType === "CreditMemo") row.RemainingCredit = row.Balance;
      row.LinkedTxn = [...(row.LinkedTxn ?? []), { TxnId: kept.Id, TxnType: "Payment" }];
      this.changed(row);
    }
    this.booked.push({ type: "Payment", DocNumber: moves.map(({ link }) => link.TxnId).join(" "), Id: kept.Id });
    return kept;
  }

  changed(row) {
    row.SyncToken = String(Number(row.SyncToken) + 1);
    row.MetaData = { ...row.MetaData, LastUpdatedTime: new Date().toISOString() };
    return row;
  }
  current(type, body) { // the row that an update means, at its version
    const row = this.by(type, body.Id);
    if (!row) throw refuse(400, "610", "Object Not Found", `Object Not Found : ${type} ${body.Id}`);
    if (body.SyncToken === undefined) throw missing("SyncToken");
    if (body.SyncToken !== row.SyncToken) {
      throw refuse(400, "5010", "Stale Object Error", `Stale Object Error : You and somebody else were working on ${type} ${row.Id}`);
    }
    return row;
  }

  update(type, body) {
    const row = this.current(type, body);
    this.unique(type, body);
    const next = body.sparse ? { ...row, ...body } : { ...body, MetaData: row.MetaData };
    if (type === "Invoice" || type === "CreditMemo") {
      const paid = cents(row.TotalAmt) - cents(row.Balance), totals = this.sale(type, { ...next, Line: next.Line.filter(
        (line) => line.DetailType !== "SubTotalLineDetail") });
      Object.assign(next, totals, { Balance: number(cents(totals.TotalAmt) - paid) });
    }
    return this.changed(Object.assign(row, next));
  }
  void(type, body) {
    if (type !== "Invoice" && type !== "Payment") throw refuse(400, "500", "Unsupported Operation", `void is not supported for ${type}`);
    const row = this.current(type, body);
    if (row.LinkedTxn?.length) throw business(`${type} ${row.DocNumber} has linked transactions`);
    for (const line of row.Line ?? []) {
      line.Amount = 0;
      if (line.SalesItemLineDetail) Object.assign(line.SalesItemLineDetail, { Qty: 0 });
    }
    const note = row.PrivateNote ? `Voided - ${row.PrivateNote}` : "Voided";
    return this.changed(Object.assign(row, { TotalAmt: 0, Balance: 0, PrivateNote: note, TxnTaxDetail: { TotalTax: 0 } }));
  }
  delete(type, body) {
    const row = this.changed(this.current(type, body));
    row.status = "Deleted";
    return { status: "Deleted", domain: "QBO", Id: row.Id };
  }

  // What the tests compare: documents as they stand, and each booking there ever was.
  ledger() {
    const short = (row) => ({ Id: row.Id, DocNumber: row.DocNumber, TxnDate: row.TxnDate, customer: row.CustomerRef.value,
      TotalAmt: text(cents(row.TotalAmt)), tax: text(cents(row.TxnTaxDetail?.TotalTax ?? 0)), Balance: text(cents(row.Balance ?? 0)),
      voided: /^Voided/.test(row.PrivateNote ?? "") && cents(row.TotalAmt) === 0n, SyncToken: row.SyncToken });
    const live = (type) => this.rows[type].filter((row) => row.status !== "Deleted");
    return { Invoice: live("Invoice").map(short), CreditMemo: live("CreditMemo").map(short), Payment: live("Payment"),
      Customer: live("Customer").map((row) => row.DisplayName), Item: live("Item").map((row) => row.Name),
      booked: this.booked, violations: this.violations };
  }
}
