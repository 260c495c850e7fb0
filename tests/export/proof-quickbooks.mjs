// Clients that other people wrote for QuickBooks Online, node-quickbooks and Intuit's intuit-oauth, speak to the server that billet's tests
// take for it: what they build is accepted, what they expect comes back, and what Intuit's error lists refuse is refused.
import { ends, holds, same } from "./checks.mjs";
import { load } from "./double.mjs";
import { client, company, quickbooks } from "./fake-quickbooks.mjs";

const OAuthClient = load("intuit-oauth"), Client = load("node-quickbooks");
const { target, server } = quickbooks();
const at = `http://127.0.0.1:${await server.listen()}`;
const redirect = "http://localhost:8765/callback";

// ---- Signing in with intuit-oauth.
OAuthClient.authorizeEndpoint = `${at}/connect/oauth2`;
OAuthClient.tokenEndpoint = `${at}/oauth2/v1/tokens/bearer`;
OAuthClient.revokeEndpoint = `${at}/v2/oauth2/tokens/revoke`;
const oauth = new OAuthClient({ clientId: client.id, clientSecret: client.secret, environment: "sandbox", redirectUri: redirect });
const agreed = async (state) => (await fetch(oauth.authorizeUri({ scope: [OAuthClient.scopes.Accounting], state }), { redirect: "manual" }))
  .headers.get("location");
const back = await agreed("state-1");
holds("the redirect names state and company", new URL(back).searchParams.get("state") === "state-1" &&
  new URL(back).searchParams.get("realmId") === company);
const first = (await oauth.createToken(back)).getToken();
same("seconds of the tokens", [3600, 8726400], [first.expires_in, first.x_refresh_token_expires_in]);
const twice = await oauth.createToken(back).catch((error) => error.error ?? error.message);
holds("a code works once", JSON.stringify(twice).includes("invalid_grant"));
const second = (await oauth.refreshUsingToken(first.refresh_token)).getToken();
holds("a refresh token rotates", second.refresh_token !== first.refresh_token);

// ---- Documents with node-quickbooks.
Client.TOKEN_URL = OAuthClient.tokenEndpoint;
const qbo = new Client(client.id, client.secret, second.access_token, false, company, true, false, null, "2.0", second.refresh_token);
qbo.endpoint = `${at}/v3/company/`;
const call = (name, ...words) => new Promise((done) => qbo[name](...words, (error, found) => done(error ? { error: error.Fault ? error
  : error.response?.data ?? error } : found)));
const code = (answer) => (answer?.error?.Fault ?? answer?.error?.fault)?.Error?.[0]?.code;

const customer = await call("createCustomer", { DisplayName: "Bob's & Söhne", PrimaryEmailAddr: { Address: "bob@example.com" } });
same("a customer is made", ["Bob's & Söhne", "0"], [customer.DisplayName, customer.SyncToken]);
const found = await call("findCustomers", [{ field: "DisplayName", value: "Bob's & Söhne", operator: "=" }]);
same("and found by a name with an apostrophe", [customer.Id], found.QueryResponse.Customer?.map((c) => c.Id));
same("a name exists once", "6240", code(await call("createCustomer", { DisplayName: "bob's & söhne" })));
const accounts = await call("findAccounts", [{ field: "AccountType", value: "Income", operator: "=" }, { field: "limit", value: 5 }]);
const item = await call("createItem", { Name: "Help desk", Type: "Service",
  IncomeAccountRef: { value: accounts.QueryResponse.Account[0].Id } });
const line = (amount, more = {}) => ({ DetailType: "SalesItemLineDetail", Amount: amount,
  SalesItemLineDetail: { ItemRef: { value: item.Id }, TaxCodeRef: { value: "TAX" }, ...more } });
const bill = (number, more = {}) => ({ DocNumber: number, CustomerRef: { value: customer.Id }, CurrencyRef: { value: "USD" },
  Line: [line(100.10, { Qty: 2, UnitPrice: 50.05 })], ...more });
const invoice = await call("createInvoice", { ...bill("1001", { TxnTaxDetail: { TotalTax: 7.26 } }), requestId: "key-1" });
same("its totals are the server's own", [107.36, 7.26, 107.36], [invoice.TotalAmt, invoice.TxnTaxDetail.TotalTax, invoice.Balance]);
same("the same key gives the first answer", invoice.Id, (await call("createInvoice", { ...bill("1001"), requestId: "key-1" })).Id);
same("a number exists once", "6140", code(await call("createInvoice", bill("1001"))));
same("an amount that is not what it multiplies out to", "6070",
  code(await call("createInvoice", bill("2", { Line: [line(1, { Qty: 3, UnitPrice: 0.5 })] }))));
same("a tax code of another country", "6100", code(await call("createInvoice", bill("3",
  { Line: [line(1, { TaxCodeRef: { value: "5" } })] }))));
same("no customer", "2020", code(await call("createInvoice", bill("4", { CustomerRef: undefined }))));
same("an unknown customer", "2500", code(await call("createInvoice", bill("5", { CustomerRef: { value: "99999" } }))));
same("an unknown field", "2010", code(await call("createInvoice", bill("6", { DocNo: "6" }))));
same("a negative total", "6000", code(await call("createInvoice", bill("7", { Line: [line(-5)] }))));
same("a number too long", "2050", code(await call("createInvoice", bill("8".repeat(22)))));
same("violations of the schema are remembered", 1, target.books.violations.length);
same("by Id in a list, by pages", ["1001"], (await call("findInvoices", [{ field: "Id", value: [invoice.Id, "77"], operator: "IN" },
  { field: "offset", value: 1 }, { field: "limit", value: 10 }])).QueryResponse.Invoice.map((i) => i.DocNumber));
const read = await call("getInvoice", invoice.Id);
same("an update needs the version", "5010", code(await call("updateInvoice", { ...read, SyncToken: "9" })));
same("an update", "1", (await call("updateInvoice", { Id: read.Id, SyncToken: "0", sparse: true, PrivateNote: "seen" })).SyncToken);

// ---- A credit memo, its application, a payment, a void; changes since.
const memo = await call("createCreditMemo", bill("1002", { Line: [line(40)] }));
same("a credit memo", [40, 40], [memo.TotalAmt, memo.RemainingCredit]);
const link = (type, id, amount) => ({ Amount: amount, LinkedTxn: [{ TxnId: id, TxnType: type }] });
const applied = await call("createPayment", { CustomerRef: { value: customer.Id }, TotalAmt: 0,
  Line: [link("Invoice", invoice.Id, 40), link("CreditMemo", memo.Id, 40)] });
same("a payment of nothing applies the credit", [0, 67.36, 0], [applied.TotalAmt, (await call("getInvoice", invoice.Id)).Balance,
  (await call("getCreditMemo", memo.Id)).RemainingCredit]);
same("more than is open", "6000", code(await call("createPayment", { CustomerRef: { value: customer.Id }, TotalAmt: 100,
  Line: [link("Invoice", invoice.Id, 100)] })));
const other = await call("createInvoice", bill("1003"));
same("a void has no amount", [0, true], [(await call("voidInvoice", other.Id)).Invoice.TotalAmt, target.ledger().Invoice[1].voided]);
same("what was applied to is not voided", "6000", code(await call("voidInvoice", invoice.Id)));
const batch = await call("batch", [{ bId: "1", operation: "create", Invoice: bill("1004") }, { bId: "2", operation: "create",
  Invoice: bill("1001") },
  { bId: "3", Query: "select * from Item where Name = 'Help desk'" }]);
const items = Object.fromEntries(batch.BatchItemResponse.map((one) => [one.bId, one]));
same("a batch by its ids", ["1004", "6140", item.Id], [items[1].Invoice.DocNumber, items[2].Fault.Error[0].code,
  items[3].QueryResponse.Item[0].Id]);
const changes = await call("changeDataCapture", ["Invoice", "Payment"], new Date(Date.now() - 60000));
same("what changed", [3, 1], changes.CDCResponse[0].QueryResponse.map((one) => (one.Invoice ?? one.Payment).length));
same("the company", "Sandbox Company_US_1", (await call("getCompanyInfo", company)).CompanyName);
same("preferences", true, (await call("getPreferences")).SalesFormsPrefs.CustomTxnNumbers);
same("a query that is none", "4000", code(await call("findInvoices", "where DocNumber = '1' or DocNumber = '2'")));

// ---- Tokens that end.
target.byHand({ expire: true });
holds("an expired token is refused as Intuit does", (await call("getInvoice", invoice.Id)).error.fault?.error[0].code === "3200");
const renewed = await new Promise((done) => qbo.refreshAccessToken((error, answer) => done(answer)));
holds("node-quickbooks renews it", renewed.access_token && (await call("getInvoice", invoice.Id)).Id === invoice.Id);
holds("a refresh token that is used twice kills the grant", await oauth.refreshUsingToken(second.refresh_token).then(() => false, () =>
  true));
holds("for whoever holds the new one", await oauth.refreshUsingToken(renewed.refresh_token).then(() => false, () => true));

// ---- Where QuickBooks computes the tax, and outside of the US.
const ast = quickbooks({ compute_tax: true, rate: 0.0825 }), abroad = quickbooks({ country: "GB", currency: "GBP" });
const made = (one, more = {}) => {
  const { books } = one.target, who = books.create("Customer", { DisplayName: "A" });
  const thing = books.create("Item", { Name: "B", IncomeAccountRef: { value: books.rows.Account[0].Id } });
  return books.create("Invoice", { DocNumber: "1", CustomerRef: { value: who.Id }, Line: [{ DetailType: "SalesItemLineDetail", Amount: 10.5,
    SalesItemLineDetail: { ItemRef: { value: thing.Id }, TaxCodeRef: { value: more.code ?? "TAX" } } }], ...more.with });
};
same("automated tax is the server's", [0.87, 11.37], (({ TxnTaxDetail, TotalAmt }) => [TxnTaxDetail.TotalTax, TotalAmt])(
  made(ast, { with: { TxnTaxDetail: { TotalTax: 1 } } })));
const standard = abroad.target.books.rows.TaxCode[0].Id;
same("abroad by the code", 2.1, made(abroad, { code: standard, with: { GlobalTaxCalculation: "TaxExcluded" } }).TxnTaxDetail.TotalTax);
ends();
