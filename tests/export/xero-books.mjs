// The books of an organisation as Xero keeps and guards them: tax by line, unique numbers, what is due, what is allocated. Texts of
// errors are those that its clients and their users report.
import { randomUUID } from "node:crypto";
import { cents, number, places, product, share, text } from "./decimals.mjs";

const dated = (date) => `/Date(${Date.parse(date)}+0000)/`;
const kinds = { Invoices: { id: "InvoiceID", number: "InvoiceNumber", type: "ACCREC" },
  CreditNotes: { id: "CreditNoteID", number: "CreditNoteNumber", type: "ACCRECCREDIT" } };

export class Books {
  constructor(settings) {
    this.settings = settings;
    this.rows = { Invoices: [], CreditNotes: [], Contacts: [], Items: [], Payments: [], Accounts: [], TaxRates: [] };
    this.booked = [];
    this.overwritten = [];
    for (const [Code, Name, Type] of [["200", "Sales", "REVENUE"], ["260", "Other Revenue", "REVENUE"], ["610", "Accounts Receivable",
      "CURRENT"]]) {
      this.rows.Accounts.push({ AccountID: randomUUID(), Code, Name, Type, Status: "ACTIVE", Class: Type === "REVENUE" ? "REVENUE"
        : "ASSET",
        TaxType: "OUTPUT", ...(Code === "610" ? { SystemAccount: "DEBTORS" } : {}) });
    }
    for (const [TaxType, Name, rate] of settings.tax_rates) {
      this.rows.TaxRates.push({ Name, TaxType, Status: "ACTIVE", EffectiveRate: rate * 100, DisplayTaxRate: rate * 100,
        CanApplyToRevenue: true,
        TaxComponents: [{ Name, Rate: rate * 100, IsCompound: false }] });
    }
  }

  touched(row) { row.touched = Date.now(); row.UpdatedDateUTC = `/Date(${row.touched}+0000)/`; return row; }

  // A contact that a document or a request of contacts names; made where the name is new.
  contact(named, wrong) {
    if (!named) { wrong.push("Contact is required"); return null; }
    const known = this.rows.Contacts.find((row) => named.ContactID ? row.ContactID === named.ContactID
      : named.ContactNumber ? row.ContactNumber === named.ContactNumber : row.Name.toLowerCase() === (named.Name ?? "").toLowerCase());
    if (known) return known;
    if (named.ContactID) { wrong.push("The Contact could not be found"); return null; }
    if (!named.Name) { wrong.push("The Contact Name field is required"); return null; }
    return this.newContact(named, wrong);
  }
  newContact(named, wrong) {
    if (this.rows.Contacts.some((row) => row.Name.toLowerCase() === named.Name.toLowerCase())) {
      wrong.push(`The contact name ${named.Name} is already assigned to another contact. ` +
        "The contact name must be unique across all active contacts.");
      return null;
    }
    const kept = this.touched({ ...named, ContactID: randomUUID(), ContactStatus: "ACTIVE" });
    this.rows.Contacts.push(kept);
    this.booked.push({ type: "Contacts", number: kept.Name, id: kept.ContactID });
    return kept;
  }

  line(line, decimals, exclusive, wrong) {
    if (!line.Description && line.Quantity === undefined) wrong.push("Description must not be empty");
    if (line.UnitAmount === undefined && line.LineAmount === undefined) return { ...line, net: 0n, tax: 0n }; // a text
    if (places(line.UnitAmount ?? 0) > decimals) wrong.push(`UnitAmount has more than ${decimals} decimals`);
    if (!this.rows.Accounts.some((row) => row.Code === line.AccountCode)) {
      wrong.push(`Account code '${line.AccountCode}' is not a valid code for this document.`);
    }
    const rate = this.rows.TaxRates.find((row) => row.TaxType === line.TaxType);
    if (exclusive && !rate) wrong.push(`The TaxType code '${line.TaxType}' does not exist or cannot be used for this type of transaction.`);
    const full = product(line.Quantity ?? 1, line.UnitAmount ?? 0);
    const net = line.DiscountAmount !== undefined ? full - cents(line.DiscountAmount) : full;
    if (line.LineAmount !== undefined && cents(line.LineAmount) !== net) {
      wrong.push(`The line total ${line.LineAmount} does not match the expected line total ${text(net)}`);
    }
    const tax = line.TaxAmount !== undefined ? cents(line.TaxAmount) : exclusive && rate ? share(net, rate.EffectiveRate / 100) : 0n;
    return { ...line, LineItemID: randomUUID(), LineAmount: number(net), TaxAmount: number(tax), net, tax };
  }

  // An invoice or a credit note: what is wrong with it goes into the list; null where that is anything.
  document(kind, body, decimals, wrong) {
    const { type } = kinds[kind], { currency, multicurrency } = this.settings;
    if (body.Type !== type) wrong.push(`Type ${body.Type} is not one that is sold by`);
    const contact = this.contact(body.Contact, wrong);
    const CurrencyCode = body.CurrencyCode ?? currency;
    if (CurrencyCode !== currency && !multicurrency) wrong.push(`Organisation is not subscribed to currency ${CurrencyCode}`);
    if (body.Status === "AUTHORISED" && kind === "Invoices" && !body.DueDate) wrong.push("DueDate is required for an authorised invoice");
    if (!body.LineItems?.length) wrong.push("One or more line items must be specified");
    const exclusive = (body.LineAmountTypes ?? "Exclusive") === "Exclusive";
    if (body.LineAmountTypes === "Inclusive") wrong.push("this server does not know Inclusive");
    const lines = (body.LineItems ?? []).map((line) => this.line(line, decimals, exclusive, wrong));
    const net = lines.reduce((sum, line) => sum + line.net, 0n), tax = lines.reduce((sum, line) => sum + line.tax, 0n);
    if (net + tax < 0n) wrong.push("The document total must not be negative");
    if (wrong.length) return null;
    const date = body.Date ?? new Date().toISOString().slice(0, 10);
    return { ...body, Status: body.Status ?? "DRAFT", CurrencyCode, Contact: { ContactID: contact.ContactID, Name: contact.Name },
      Date: dated(date), DateString: `${date}T00:00:00`, ...(body.DueDate ? { DueDate: dated(body.DueDate),
        DueDateString: `${body.DueDate}T00:00:00` } : {}),
      LineItems: lines.map(({ net: _, tax: __, ...line }) => line), SubTotal: number(net), TotalTax: number(tax), Total: number(net + tax),
      ...(kind === "Invoices" ? { AmountDue: number(net + tax), AmountPaid: 0, AmountCredited: 0, Payments: [], CreditNotes: [] }
        : { RemainingCredit: number(net + tax), Allocations: [] }) };
  }

  find(kind, body) {
    const { id, number: numbered } = kinds[kind];
    return this.rows[kind].find((row) => body[id] ? row[id] === body[id] : body[numbered] && row[numbered] === body[numbered]);
  }
  // One element of a PUT (creates) or a POST (creates, or overwrites what has that number).
  put(kind, body, method, decimals, wrong) {
    const { id, number: numbered } = kinds[kind], known = this.find(kind, body);
    if (body[id] && !known) { wrong.push(`${id} could not be found`); return null; }
    if (known && method === "PUT" && known.Status !== "DELETED") { wrong.push("Invoice # must be unique."); return null; }
    if (known && (body[id] || method === "POST")) return this.change(kind, known, body, decimals, wrong);
    const made = this.document(kind, body, decimals, wrong);
    if (!made) return null;
    const kept = this.touched({ ...made, [id]: randomUUID(), [numbered]: body[numbered] ?? `AUTO-${this.rows[kind].length + 1}` });
    this.rows[kind].push(kept);
    this.booked.push({ type: kind, number: kept[numbered], id: kept[id] });
    return kept;
  }
  change(kind, row, body, decimals, wrong) {
    const used = kind === "Invoices" ? cents(row.AmountPaid) + cents(row.AmountCredited) : BigInt(row.Allocations.length);
    if (used > 0n) { wrong.push("This document cannot be edited as it has a payment or credit note allocated to it."); return null; }
    if (row.Status === "VOIDED") { wrong.push("A document that was voided cannot be changed"); return null; }
    if (body.Status === "VOIDED") {
      return this.touched(Object.assign(row, { Status: "VOIDED" }, kind === "Invoices" ? { AmountDue: 0 } : { RemainingCredit: 0 }));
    }
    if (!body[kinds[kind].id]) this.overwritten.push(row[kinds[kind].number]);
    const made = body.LineItems ? this.document(kind, { ...body, Type: row.Type }, decimals, wrong) : body;
    return made && this.touched(Object.assign(row, made));
  }

  allocate(note, allocation, wrong) {
    const invoice = this.rows.Invoices.find((row) => row.InvoiceID === allocation.Invoice?.InvoiceID),
      amount = cents(allocation.Amount ?? 0);
    if (!invoice) { wrong.push("Invoice could not be found"); return null; }
    if (note.Contact.ContactID !== invoice.Contact.ContactID) wrong.push("The contacts are not the same");
    if (amount <= 0n) wrong.push("Amount must be more than zero");
    if (amount > cents(note.RemainingCredit)) wrong.push("The amount being allocated exceeds the remaining credit");
    if (amount > cents(invoice.AmountDue)) wrong.push("The amount being allocated exceeds the amount outstanding on the invoice");
    if (wrong.length) return null;
    const made = { AllocationID: randomUUID(), Amount: number(amount), Date: dated(allocation.Date),
      Invoice: { InvoiceID: invoice.InvoiceID } };
    note.RemainingCredit = number(cents(note.RemainingCredit) - amount);
    note.Allocations.push(made);
    invoice.AmountCredited = number(cents(invoice.AmountCredited) + amount);
    invoice.CreditNotes.push({ CreditNoteID: note.CreditNoteID, CreditNoteNumber: note.CreditNoteNumber, AppliedAmount: number(amount) });
    this.settle(invoice, amount);
    if (!cents(note.RemainingCredit)) note.Status = "PAID";
    this.touched(note);
    this.booked.push({ type: "Allocations", number: note.CreditNoteNumber, id: made.AllocationID });
    return made;
  }
  settle(invoice, amount) {
    invoice.AmountDue = number(cents(invoice.AmountDue) - amount);
    if (!cents(invoice.AmountDue)) invoice.Status = "PAID";
    this.touched(invoice);
  }
  pay(invoice, amount, date, reference) {
    const made = this.touched({ PaymentID: randomUUID(), Date: dated(date), Amount: Number(amount), Reference: reference,
      Status: "AUTHORISED",
      PaymentType: "ACCRECPAYMENT", Invoice: { InvoiceID: invoice.InvoiceID, InvoiceNumber: invoice.InvoiceNumber, Type: "ACCREC",
        Contact: invoice.Contact, CurrencyCode: invoice.CurrencyCode } });
    this.rows.Payments.push(made);
    invoice.AmountPaid = number(cents(invoice.AmountPaid) + cents(Number(amount)));
    const { PaymentID, Date: on, Amount, Reference } = made;
    invoice.Payments.push({ PaymentID, Date: on, Amount, Reference });
    this.settle(invoice, cents(Number(amount)));
    return made;
  }

  ledger() {
    const money = (value) => text(cents(value));
    return { Invoices: this.rows.Invoices.map((row) => ({ id: row.InvoiceID, number: row.InvoiceNumber, status: row.Status,
      contact: row.Contact.Name,
      total: money(row.Total), tax: money(row.TotalTax), due: money(row.AmountDue), currency: row.CurrencyCode })),
    CreditNotes: this.rows.CreditNotes.map((row) => ({ id: row.CreditNoteID, number: row.CreditNoteNumber, status: row.Status,
      total: money(row.Total), tax: money(row.TotalTax), left: money(row.RemainingCredit) })),
    Contacts: this.rows.Contacts.map((row) => row.Name), Items: this.rows.Items.map((row) => row.Code), booked: this.booked,
    overwritten: this.overwritten };
  }
}
