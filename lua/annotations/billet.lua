---@meta
-- The plugin API for editors (LuaLS): what a plugin file may use.

---@class decimal An exact number. Compare and add it with decimals and integers; `==` takes decimals only.
---@field floor fun(self: decimal): integer
---@field ceiling fun(self: decimal): integer
---@field minor fun(self: decimal, decimals: integer): integer an amount in minor units, rounded half away from zero
---@field minutes fun(self: decimal): integer minutes of a quantity of hours; an error where they are not whole
---@operator add(decimal|integer): decimal
---@operator sub(decimal|integer): decimal
---@operator mul(decimal|integer): decimal
---@operator unm: decimal
---@param text string|integer|decimal
---@return decimal
function decimal(text) end

---@alias day integer days since 1970-01-01
---@alias rounding "half-up"|"half-down"|"half-even"|"up"|"down"|"ceiling"|"floor"
---@alias cadence "weekly"|"biweekly"|"monthly"|"quarterly"|"half-yearly"|"yearly"|{ unit: "day"|"week"|"month"|"year", count: integer }

---@class param What a constructor makes: one param of a plugin, or what a list or a record holds.
---@class param_terms
---@field doc? string one line of help
---@field default? any a value as JSON would hold it, or same_as "other"
---@field optional? boolean may be left out without a default
---@class number_terms: param_terms
---@field min? string|integer
---@field max? string|integer
---@class list_terms: param_terms
---@field of param of each entry
---@class record_terms: param_terms
---@field fields? table<string, param>
---@field open? boolean any other field as well

---@param terms? number_terms
---@return param a contract writes text, "8.25%"; the plugin gets a decimal, 0.0825
function percent(terms) end
---@param terms? number_terms
---@return param text, "12.5"; a decimal
function quantity(terms) end
---@param terms? number_terms
---@return param an integer
function count(terms) end
---@param terms? param_terms
---@return param text; a string
function text(terms) end
---@param terms? param_terms
---@return param true or false
function flag(terms) end
-- One of the words that stand first in terms; a string.
---@param terms param_terms
---@return param
function choice(terms) end
---@param terms list_terms
---@return param a list; a table, in order
function list(terms) end
-- An object; a table.
---@param terms record_terms
---@return param
function record(terms) end
-- What one of the params that stand first in terms takes.
---@param terms param_terms
---@return param
function either(terms) end
-- The name of a calendar; a table of its days, { [day] = true }.
---@param terms? param_terms
---@return param
function calendar(terms) end
---@param name string
function same_as(name) end

---@class money_module
---@overload fun(terms?: number_terms): param A contract writes text, "120.00"; the plugin gets a decimal.
money = {}
---@param text string
---@param currency string
---@return integer minor
function money.parse(text, currency) end
---@param minor integer
---@param currency string
---@return string
function money.format(minor, currency) end
---@param num integer
---@param den integer
---@param mode? rounding
---@return integer
function money.round(num, den, mode) end
---@param a integer
---@param b integer
---@param c integer
---@param mode? rounding
---@return integer
function money.muldiv(a, b, c, mode) end
---@param amount integer
---@param weights integer[]
---@return integer[]
function money.split(amount, weights) end
---@param quantity string|decimal|integer
---@param price string|decimal|integer
---@param currency string
---@param mode? rounding
---@return integer minor
function money.amount(quantity, price, currency, mode) end

---@class date_module
---@overload fun(terms?: number_terms): param A contract writes text, "2026-04-07"; the plugin gets a day.
date = {}
---@param text string
---@return day
function date.parse(text) end
---@param d day
---@return string
function date.format(d) end
---@param d day
---@return integer year, integer month, integer day
function date.ymd(d) end
---@param d day
---@return integer weekday 1 = Monday … 7 = Sunday
function date.weekday(d) end
---@param d day
---@param n integer
---@param anchor_day? integer
---@return day
function date.add_months(d, n, anchor_day) end

---@alias proration { price: integer, from: day, to: day, anchor: day, anchor_day?: integer, cadence: cadence, mode?: rounding }
---@class period_module
---@field boundary fun(terms: { anchor: day, anchor_day?: integer, cadence: cadence, n: integer }): day
---@field index fun(terms: { anchor: day, anchor_day?: integer, cadence: cadence, day: day }): integer
---@field prorate fun(terms: proration): integer
period = {}

---@class zone_module
---@field to_utc fun(local_text: string, name: string): integer utc
---@field to_local fun(utc: integer, name: string): string
zone = {}

---@class payment_module Accounts and the codes that banks' programs read. What is nothing of the kind is nil; a code says why.
---@field iban fun(text: string): string? in groups of four
---@field reference fun(iban: string, number: string): string? of a Swiss account, made of a document's number alone
---@field epc fun(terms: payment_terms): string?, string? EPC069-12
---@field swiss fun(terms: payment_terms): string?, string? Swiss QR-bill
payment = {}
---@alias payment_terms { iban: string, bic?: string, amount: string, currency: string, number: string, creditor: party, debtor?: party }

---@class work A set of work; it lives as long as the call.
---@field minutes integer to bill
---@field tickets integer each counted once
---@field covered fun(self: work, terms: { covers?: string[], excludes?: string[] }): work, work in and out
---@field where fun(self: work, takes: fun(minutes: integer, start: integer, work_type: string?, ticket: string,
---x: own): boolean): work, work
---@field x fun(self: work, position: integer): own of the entry at a position that each() gave
---@field each fun(self: work): fun(): integer, integer, integer, string?, string?

---@alias meters string|string[] one meter, or several as one count
---@alias measure "start"|"end"|"peak"|"average"|"device-days"
---@class meter_step
---@field first day
---@field last day
---@field count decimal
---@class billing_period
---@field first day
---@field last? day
---@field days? integer
---@field whole_days? integer
---@field index integer
---@field number integer periods of the contract before it
---@field left? integer periods of the contract from it on; nil: no end
---@field key? string
---@field work fun(self: billing_period): work in `closes` and `rest` only
---@field count fun(self: billing_period, meters: meters, measure?: measure): decimal, integer the first over the second, exactly
---@field steps fun(self: billing_period, meters: meters): meter_step[] the count as it changed
---@class line
---@field [1] string its text; lines of one text are one line, whatever part of the period each covers
---@field price decimal|integer|string
---@field quantity? decimal|integer|string
---@field over? integer the quantity is quantity / over, and the count
---@field count? decimal|integer|string how many it bills: documents compare it with the last invoice's
---@field days? integer of a line that shares out its price by itself, with days_of: of so many in the whole period
---@field days_of? integer
---@field unit? string
---@field category? string
---@field sku? string
---@field whole? boolean never prorated
---@field once? boolean once in the contract's life
---@field first? day the part of the period that it covers
---@field last? day
---@class grant
---@field [1] "hours"|"money"|"tickets"|"limit"
---@field [2] decimal|integer|string how many
---@field pool? integer so many periods share what they grant, counted from the contract's start; nil: none
---@field periods? integer usable in so many periods after this one, or after its pool; nil: for ever
---@field cap? decimal|integer|string the most that is carried in from before
---@field once? boolean once in the contract's life
---@field with_tax? boolean of money: the tax on it on top
---@class draw_how
---@field weighted? boolean an hour that a price rule multiplies draws as many hours
---@field own_period? boolean late work draws on its own period, not on the next that is not billed
---@field renew? line billed, and granted by its quantity, as often as the balance is used up
---@class money_how
---@field with_tax? boolean draws hold their tax
---@field budget? boolean what is past the balance is free
---@class paid_elsewhere
---@field amount integer what lapses of it, over the same number
---@field price string what one unit cost
---@class bill
---@field line fun(self: bill, line: line)
---@field work fun(self: bill, set: work, price: decimal|integer|string) each entry at this price an hour
---@field rates fun(self: bill, set: work, price?: decimal|integer|string) each entry at its rate code's price
---@field include fun(self: bill, set: work) for nothing
---@field grant fun(self: bill, grant: grant) prepaid units; what expires soonest is drawn first, then the oldest
---@field draw fun(self: bill, unit: "hours"|"tickets", set: work, how?: draw_how): work, work covered and past it
---@field draw_money fun(self: bill, set: work, price?: decimal|integer|string, how?: money_how) like rates, less what the balance pays
---@field draw_charges fun(self: bill, how?: money_how) the period's charges draw on the balance of money as well
---@field tickets fun(self: bill, set: work, price: decimal|integer|string) each ticket at a price, its time included
---@field unused fun(self: bill, unit: "hours"|"money"|"tickets"): integer, integer, paid_elsewhere[] what lapses, over the second
---@class contract_facts
---@field id string
---@field name string
---@field customer string
---@field customer_name string
---@field currency string
---@field decimals integer
---@field start day
---@field last? day
---@field advance boolean
---@field prorates boolean by days
---@field x table<string, string>
---@field customer_x table<string, string>
---@class contract_params What a contract gives, by the names in `params`; what is optional and was not given is nil.
---@field contract contract_facts
---@field [string] any
---@class schedule_period
---@field key string names it for ever
---@field first day
---@field last? day nil: no end
---@field ready_on? day nil: not ready yet
---@field waits? string what it waits for until it is ready, in words
---@field once? boolean work that comes after it was billed is never due
---@class contract_part
---@field type string a contract type
---@field id? string names it for ever; the type where it is left out
---@field params? table
---@class settings
---@field currency? string
---@field zone? string
---@class example_step Either `import`, or `as_of` and `invoices`.
---@field import? table<string, table[]> rows, as in `billet import`
---@field as_of? string everything due on this day is billed
---@field invoices? table[] what matters of the invoices of that day
---@class example An example is help and test. It has `as_of` and `invoices`, or `steps`, or `refused`.
---@field title string
---@field settings? settings of the database; without it USD, America/New_York
---@field data? table<string, table[]> rows, as in `billet import`
---@field as_of? string
---@field invoices? table[] what matters; none may be left over
---@field steps? example_step[]|false several batches; false: it need not come to the same period by period (with `reason`)
---@field empty? false a period without work may cost something as it closes (with `reason`)
---@field tiles? false the periods of its schedule need not hold every day once (with `reason`)
---@field reason? string
---@field refused? string part of the words with which the data is refused or its contract held
---@field text? string|string[] an exporter's whole text, or what it holds; of an invoice template what its documents hold
---@field params? table<string, any> of an invoice template
---@field language? string of an invoice template: the customer's
---@field part? "mail"|"statement" of an invoice template: what `text` is of, instead of the document

---@class plugin_terms
---@field name string the file's name
---@field api 1
---@field version? string
---@field title? string
---@field doc? string
---@field params? table<string, param>
---@field check? fun(c: table): string? what is wrong with params together
---@field examples? example[]

---@class contract_terms: plugin_terms
---@field opens? fun(c: contract_params, period: billing_period, bill: bill) what a period costs as it opens
---@field closes? fun(c: contract_params, period: billing_period, bill: bill) what it costs once it has closed
---@field rest? fun(c: contract_params, period: billing_period, bill: bill) work that no line of the contract took in closes
---@field schedule? fun(c: contract_params): schedule_period[]? periods of its own; nil: the contract's
---@field parts? fun(c: contract_params): contract_part[]
---@param terms contract_terms
function contract(terms) end
---@class own The MSP's own columns (x.NAME).
---@field entry table<string, string>
---@field ticket table<string, string>
---@field contract table<string, string>
---@field customer table<string, string>

---@class price_rule_terms: plugin_terms
---@field stage "minutes"|"price"|"amount"
---@field scope? string|fun(rule: table): string "entry", "ticket" or "day"; of amounts "ticket" or "period"
---@field on? "work"|"all" of amounts: fees and charges as well
---@field category? fun(rule: table): string? of amounts: the only category that it works on
---@field percent_off? fun(rule: table): decimal? of amounts: a percentage that billet takes off each, in place of apply, before it rounds
---@field split? fun(rule: table, start: integer, minutes: integer): integer? minutes from a local minute to the next edge
---@field apply fun(rule: table, number: integer, minutes?: integer, start?: integer, category?: string, decimals?: integer,
---x?: own): integer
---@param terms price_rule_terms
function price_rule(terms) end

---@class tax_rate
---@field name? string what the invoice calls it
---@field rate string|decimal a percentage as text, or a fraction: 0.05
---@field compound? boolean on the net amount and the taxes before it
---@field jurisdiction? string who levies it, for reports
---@class tax_answer
---@field [integer] tax_rate
---@field inclusive? boolean amounts hold their tax
---@field rounding? "line"|"document"
---@field mode? "half-up"|"half-even"|"down" how it is rounded
---@field category? string the category that these rates are for alone
---@field code? string
---@field reason? string
---@class tax_rule_terms: plugin_terms
---@field rates fun(tax: table, category: string): tax_answer? nil: no tax
---@param terms tax_rule_terms
function tax_rule(terms) end
---@class span
---@field start string
---@field end? string
---@class place
---@field name string
---@field address1? string
---@field address2? string
---@field city? string
---@field region? string
---@field postal_code? string
---@field country? string
---@class site: place
---@field site string its id
---@field x? table<string, string> the MSP's own columns
---@class party: place
---@field id? string of the customer
---@field tax_id? string
---@field tax_number? string of the seller
---@field registration? string
---@field contact? string of the seller
---@field endpoint? string SCHEME:ID
---@field buyer_reference? string of the customer
---@field email? string
---@field email_to? string of the customer
---@field einvoice? "ubl"|"cii"|"peppol"|"xrechnung"|"factur-x" of the customer
---@field phone? string
---@field bank? string of the seller, with iban and bic its account for the invoice's currency
---@field iban? string
---@field bic? string
---@field logo? string of the seller
---@field footer? string of the seller
---@field x? table<string, string> the MSP's own columns
---@class invoice_tax Amounts are text.
---@field name string
---@field jurisdiction? string who levies it
---@field rate string "10%"
---@field category? string
---@field base string
---@field amount string
---@field rounding "line"|"document"
---@field code? string
---@field reason? string
---@class line_own
---@field ticket? table<string, string>
---@field contract? table<string, string>
---@class invoice_line Amounts, prices and quantities are text.
---@field line integer
---@field kind "period"|"ticket"|"charge"|"grant"|"rounding" `rounding`: of the invoice's total, of no contract
---@field contract? string
---@field contract_name? string
---@field period? span
---@field ticket? string
---@field date? string
---@field sku? string
---@field category string
---@field description string
---@field quantity string
---@field unit? string
---@field unit_price string
---@field discount? string
---@field amount string
---@field tax string
---@field tax_name? string
---@field taxes invoice_tax[] by component, without category and rounding: they sum to its tax
---@field unit_price_net string without a tax inside of it: quantity × this - discount_amount is the amount
---@field discount_amount string what came off, in the currency
---@field unit_code string of UN/ECE Recommendation 20, such as HUR
---@field count? string how many it bills; `count_before`: the last final invoice, in the line of this text from `month_before` on
---@field count_before? string
---@field month_before? string
---@field days? integer of a share of a period: its days, of `days_of` in the whole one
---@field days_of? integer
---@field x? line_own the MSP's own columns
---@field site? string where its contract serves
---@field site_name? string
---@class exchange
---@field rate string home currency for one unit
---@field date string
---@field currency string the home currency
---@class invoice What `billet invoice show N --json` shows. Amounts and dates are text; what there is not is nil.
---@field invoice string
---@field number? string
---@field state "draft"|"final"|"void"
---@field kind "invoice"|"credit"
---@field batch integer
---@field date? string
---@field due_date? string
---@field customer string
---@field customer_name string
---@field currency string
---@field subtotal string
---@field tax string
---@field total string
---@field credits? string
---@field credited_by string[] numbers of its credit notes
---@field statements? table[] of prepaid balances, where documents are made
---@field po_number? string
---@field buyer_reference? string
---@field fx? exchange in a foreign currency
---@field tax_home? string in the home currency
---@field total_home? string in the home currency
---@field sites? site[] those that its lines name
---@field note? string
---@field seller party
---@field bill_to party
---@field taxes invoice_tax[]
---@field lines invoice_line[]
---@class export_desk What an exporter can ask and tell while it makes its text.
---@field currency string the book's
---@field map fun(kind: "customer"|"item"|"account"|"tax", key?: string, default?: string): string? the target's name for it (table maps)
---@field json fun(): string the invoice, as `invoice show --json` answers it
---@field warn fun(text: string) tells the user what the text does not say
---@class exporter_terms: plugin_terms
---@field extension? string of the file
---@field encoding? "utf-8"|"windows-1252" of the file; texts of plugins are UTF-8 always
---@field each? boolean each invoice is a document of its own, and a file
---@field missing? fun(invoice: invoice, t: export_desk): string[]? what the target misses in it, a line each: nothing is written then
---@field begins? fun(t: export_desk): string?
---@field invoice fun(invoice: invoice, t: export_desk): string?
---@field ends? fun(t: export_desk): string?
---@param terms exporter_terms
function exporter(terms) end
---@class importer_terms: plugin_terms
---@field read fun(text: string): table
---@param terms importer_terms
function importer(terms) end
---@class fact
---@field label string
---@field text string
---@field strong? boolean
---@class document_party
---@field label string
---@field lines string[] name and address
---@class document_column
---@field title string
---@field align? "left"|"right"
---@field weight? integer share of the width, 1 to 100
---@class document_row
---@field kind? "plain"|"group"|"subtotal"
---@field cells string[] one for each column; a group may have its first alone
---@field note? string smaller, under the first cell
---@class qr What banks' programs read.
---@field kind "epc"|"swiss"
---@field text string
---@field alt? string what it is, in words
---@field slip? string[] of a Swiss payment part: "Receipt", "Acceptance point", "Separate before paying in", "Payable by (name/address)"
---@class block
---@field kind "heading"|"parties"|"facts"|"table"|"totals"|"note"|"payment"|"statement"|"page_break"
---@field level? integer of a heading: 1 the document, 2 a part
---@field title? string of a table, a note, a payment, a statement
---@field text? string of a heading, a note
---@field parties? document_party[]
---@field facts? fact[] of facts, a payment
---@field columns? document_column[] of a table, a statement
---@field rows? document_row[]|fact[] of a table, a statement; of totals
---@field qr? qr of a payment
---@class document_reader Words, numbers and dates as who reads the document has them. Amounts, quantities and dates are text.
---@field params table<string, any> the template's
---@field language string as BCP 47 writes it: "de-CH"
---@field word fun(name: string, values?: table<string, string|integer>): string values fill its {…}; `country`: whose word it is
---@field money fun(amount: string, currency?: string): string
---@field quantity fun(number: string): string
---@field percent fun(rate: string): string
---@field date fun(date: string): string
---@field month fun(date: string): string
---@field period fun(period: span): string
---@class invoice_template_terms: plugin_terms
---@field blocks? fun(invoice: invoice, t: document_reader): block[]
---@field mail? fun(invoice: invoice, t: document_reader): { subject: string, body: string } that brings the document
---@field statement? fun(account: table, t: document_reader): block[] what a customer owes
---@param terms invoice_template_terms
function invoice_template(terms) end
---@class country_words What a country says otherwise: words of the seller's, formats of the reader's.
---@field words? table<string, string>
---@field formats? table<string, string|string[]>
---@class language_terms: plugin_terms
---@field words? table<string, string> {…} is filled in
---@field formats? table<string, string|string[]> date, month, period, decimal, group, percent, money; months: a list of 12
---@field countries? table<string, country_words> by ISO 3166: DE, CH
---@param terms language_terms
function language(terms) end
