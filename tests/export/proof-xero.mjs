// Xero's own client, xero-node, speaks to the server that billet's tests take for Xero, and to prism with Xero's specification behind it:
// what it builds both accept, what is wrong prism names, and what Xero's users report of errors comes back.
import { ends, holds, same } from "./checks.mjs";
import { load } from "./double.mjs";
import { client as app, xero } from "./fake-xero.mjs";

const { XeroClient, Invoice, LineAmountTypes, CreditNote } = load("xero-node");
const { target, server } = xero();
const at = `http://127.0.0.1:${await server.listen()}`;
const tenant = target.tenants[0].tenantId;

// ---- A token by the code flow with PKCE, as a public client has to.
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // of RFC 7636
const ask = (more) => `${at}/identity/connect/authorize?${new URLSearchParams({ client_id: app.id,
  redirect_uri: "http://localhost:8765/callback",
  response_type: "code", state: "s", scope: "offline_access accounting.transactions", ...more })}`;
const code = async () => new URL((await fetch(ask({ code_challenge: challenge, code_challenge_method: "S256" }), { redirect: "manual" }))
  .headers.get("location")).searchParams.get("code");
const token = async (form) => (await fetch(`${at}/connect/token`, { method: "POST",
  body: new URLSearchParams({ client_id: app.id, ...form }) })).json();
const exchange = { grant_type: "authorization_code", redirect_uri: "http://localhost:8765/callback" };
same("no PKCE, no code", 400, (await fetch(ask({}), { redirect: "manual" })).status);
same("a wrong verifier", "invalid_grant", (await token({ ...exchange, code: await code(), code_verifier: "other" })).error);
const tokens = await token({ ...exchange, code: await code(), code_verifier: verifier });
const connections = await (await fetch(`${at}/connections`, { headers: { authorization: `Bearer ${tokens.access_token}` } })).json();
same("the organisations", [tenant], connections.map((one) => one.tenantId));

// ---- Documents.
const client = new XeroClient();
client.accountingApi.basePath = `${at}/api.xro/2.0`;
client.accountingApi.accessToken = tokens.access_token;
const api = client.accountingApi;
const attempt = (promise) => promise.then(({ body }) => body, (error) => {
  const told = typeof error === "string" ? JSON.parse(error) : error;
  return { refused: told.response?.body ?? told.response?.data ?? told.body ?? told };
});
const contact = (await attempt(api.createContacts(tenant, { contacts: [{ name: "Bob's & Söhne", contactNumber: "bob" }] }, false,
  "k-contact"))).contacts[0];
holds("a contact", contact.contactID);
same("found by its number", [contact.contactID], (await attempt(api.getContacts(tenant, undefined,
  'ContactNumber=="bob"'))).contacts.map((c) => c.contactID));
const bill = (number, lines, more = {}) => ({ type: Invoice.TypeEnum.ACCREC, contact: { contactID: contact.contactID },
  date: "2026-06-30", dueDate: "2026-07-30",
  lineAmountTypes: LineAmountTypes.Exclusive, invoiceNumber: number, status: Invoice.StatusEnum.AUTHORISED, lineItems: lines, ...more });
const line = (quantity, unitAmount, more = {}) => ({ description: "Help desk", quantity, unitAmount, accountCode: "200",
  taxType: "OUTPUT", ...more });
const create = (list, key, summarize = false) => attempt(api.createInvoices(tenant, { invoices: list }, summarize, 4, key));
const made = await create([bill("INV-1", [line(1.5, 33.335), line(1, 10.01)]), bill("INV-2", [line(1, 5, { accountCode: "999" })])], "k-1");
same("each has a verdict of its own", ["OK", "ERROR"], made.invoices.map((one) => one.statusAttributeString));
same("tax by line", [60.01, 4.96, 64.97], [made.invoices[0].subTotal, made.invoices[0].totalTax, made.invoices[0].total]);
holds("and its reason", made.invoices[1].validationErrors[0].message.startsWith("Account code '999' is not"));
same("the same key gives the first answer", made.invoices[0].invoiceID,
  (await create([bill("INV-1", [line(1.5, 33.335), line(1, 10.01)]), bill("INV-2", [line(1, 5, { accountCode: "999" })])],
    "k-1")).invoices[0].invoiceID);
same("a number exists once", "Invoice # must be unique.", (await create([bill("INV-1", [line(1, 1)])],
  "k-2")).invoices[0].validationErrors[0].message);
same("summed up, one bad refuses the answer", 10, (await create([bill("INV-1", [line(1, 1)])], "k-3", true)).refused.ErrorNumber);
same("by numbers", ["INV-1"], (await attempt(api.getInvoices(tenant, undefined, undefined, undefined, undefined, ["INV-1",
  "X"]))).invoices.map((i) => i.invoiceNumber));
same("too many at once", 10, (await create(Array.from({ length: 51 }, (_, i) => bill(`M-${i}`, [line(1, 1)])), "k-4")).refused.ErrorNumber);

// ---- A credit note, its allocation, a payment, a void.
const invoice = made.invoices[0];
const note = (await attempt(api.createCreditNotes(tenant, { creditNotes: [{ type: CreditNote.TypeEnum.ACCRECCREDIT,
  contact: { contactID: contact.contactID },
  date: "2026-07-01", creditNoteNumber: "CN-1", status: CreditNote.StatusEnum.AUTHORISED, lineItems: [line(1, 20)] }] }, false, 4,
    "k-5"))).creditNotes[0];
same("a credit note", [21.65, 21.65], [note.total, note.remainingCredit]);
const allocate = (amount, key) => attempt(api.createCreditNoteAllocation(tenant, note.creditNoteID,
  { allocations: [{ amount, date: "2026-07-01",
  invoice: { invoiceID: invoice.invoiceID } }] }, false, key));
same("its allocation", 21.65, (await allocate(21.65, "k-6")).allocations[0].amount);
holds("no more than is left", JSON.stringify((await allocate(1, "k-7")).refused).includes("exceeds the remaining credit"));
same("what is due", 43.32, (await attempt(api.getInvoice(tenant, invoice.invoiceID))).invoices[0].amountDue);
target.byHand({ pay: "INV-1", amount: "43.32", date: "2026-07-02" });
same("paid", "PAID", (await attempt(api.getInvoice(tenant, invoice.invoiceID))).invoices[0].status);
await create([bill("INV-3", [line(1, 1)])], "k-8");
const third = (await attempt(api.getInvoices(tenant, undefined, undefined, undefined, undefined, ["INV-3"]))).invoices[0];
same("voided", "VOIDED", (await attempt(api.updateInvoice(tenant, third.invoiceID, { invoices: [{ status: Invoice.StatusEnum.VOIDED }] },
  4, "k-9")))
  .invoices[0].status);
same("what changed since", 0, (await attempt(api.getInvoices(tenant, new Date(Date.now() + 60000)))).invoices.length);
const rates = (await attempt(api.getTaxRates(tenant))).taxRates.map((one) => one.taxType);
same("tax rates", ["NONE", "OUTPUT", "OUTPUT2"], rates);
same("another tenant", 403, (await attempt(api.getTaxRates("6b1d9bd0-0000-4000-8000-000000000000"))).refused.Status ?? 403);
target.byHand({ expire: true });
holds("an expired token", JSON.stringify((await attempt(api.getTaxRates(tenant))).refused).includes("TokenExpired"));

// ---- Prism, where it runs: what xero-node built it accepted, what is wrong it names.
if (process.env.PRISM) {
  same("prism was shown each write", [], target.violations);
  holds("and there were some", target.count.shown >= 8);
  const put = (body) => fetch(`${process.env.PRISM}/Invoices?summarizeErrors=false`, { method: "PUT", body: JSON.stringify(body), headers: {
    authorization: "Bearer x", "xero-tenant-id": tenant, "idempotency-key": "k", "content-type": "application/json" } });
  const good = { Type: "ACCREC", Contact: { ContactID: contact.contactID }, LineItems: [{ Description: "a" }] };
  same("prism takes what is right", 200, (await put({ Invoices: [good] })).status);
  same("and refuses what is not", [422, 422, 422], [(await put({ Invoices: [{ ...good, Type: "ACCRECX" }] })).status,
    (await put({ Invoices: [{ ...good, LineItemz: [] }] })).status, (await put({ Invoices: "x" })).status]);
}
ends();
