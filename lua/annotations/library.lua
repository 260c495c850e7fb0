---@meta
-- The plugin API for editors (LuaLS): the library, which is there in every plugin.

---@class money_module
---@overload fun(terms?: money_terms): param A contract writes text, "120.00"; the plugin gets a decimal.
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
---The same by the name that no handler's argument hides.
periods = period

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
