-- DATEV: a Buchungsstapel (EXTF 700, format version 13), which a tax adviser's program imports; Windows-1252. Each line of an invoice is
-- an entry with its tax in it, as DATEV books them: the debtor against an account that knows its tax rate, or against any account with
-- a key. A credit note is booked the other way round. Void invoices are left out.
--
-- Names come from the table maps: `customer`: the debtor's account; `account` of a SKU or a category, else one of SKR03 by the rate;
-- `receivable`: the debtor of all others; `rounding`; `tax`: the key (BU-Schlüssel) of a line's taxes, joined by " + "; and of what the
-- header says `account` of `consultant`, `client` and `year`: on which day the fiscal year begins, MM-DD.

local booking = require "booking"

local columns = { "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz", "WKZ Basis-Umsatz",
  "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext",
  "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", "Beleglink" }
local function add(names) for _, name in ipairs(names) do columns[#columns + 1] = name end end
for i = 1, 8 do add { "Beleginfo - Art " .. i, "Beleginfo - Inhalt " .. i } end
add { "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)", "EU-Steuersatz (Bestimmung)",
  "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L", "BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer",
  "BU 49 Funktionsergänzung" }
for i = 1, 20 do add { "Zusatzinformation - Art " .. i, "Zusatzinformation- Inhalt " .. i } end
add { "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp", "Auftragsnummer",
  "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)", "Sachverhalt L+L (Anzahlungen)",
  "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz", "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz",
  "Skontosperre", "Gesellschaftername", "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis",
  "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum", "Datum Zuord. Steuerperiode",
  "Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position", "EU-Land u. UStID (Ursprung)",
  "EU-Steuersatz (Ursprung)", "Abw. Skontokonto" }

local at = {}
for i, name in ipairs(columns) do at[name] = i end
local texts = {}  -- columns that are quoted, by number
for _, span in ipairs { { 2, 3 }, { 6 }, { 9 }, { 11, 12 }, { 14 }, { 16 }, { 20, 38 }, { 40 }, { 42 }, { 48, 87 }, { 91 }, { 95, 96 },
  { 98 }, { 102, 103 }, { 105 }, { 107 }, { 109, 110 }, { 112 }, { 118 }, { 120, 121 }, { 123 } } do
  for i = span[1], span[2] or span[1] do texts[i] = true end
end

local sales = { ["19%"] = "8400", ["7%"] = "8300" }  -- of SKR03: they take the tax out by themselves

-- What the header needs of all entries, which come after it.
local rows, first, last, digits, shortened

local function refuse(...) error(string.format(...), 0) end

local function quoted(text) return '"' .. text:gsub("%c", " "):gsub('"', '""') .. '"' end

-- A text that a spreadsheet would run as a formula gets an apostrophe in front.
local function words(text, most)
  if text:find("^[=+%-@]") then text = "'" .. text end
  if utf8.len(text) <= most then return text end
  shortened = shortened + 1
  return text:sub(1, utf8.offset(text, most + 1) - 1)
end

-- Belegfeld 1 takes few characters, and 36 of them.
local function document(number)
  local text = number:gsub("[^%w$&%%*+/-]", "-")
  if #text > 36 then refuse("%s: DATEV takes numbers of at most 36 characters", number) end
  return text
end

-- Without its sign, with two decimals whatever the currency has.
local function amount(minor, currency)
  local whole, part = money.format(math.abs(minor), currency):match("^(%d+)%.?(%d*)$")
  if #part > 2 and part:sub(3) ~= "0" then refuse("DATEV takes two decimals: %s.%s %s has more", whole, part, currency) end
  return ("%s,%s"):format(whole, (part .. "00"):sub(1, 2))
end

local function day(text) return text and text:sub(9, 10) .. text:sub(6, 7) .. text:sub(1, 4) end

-- An account of so many digits, one more for debtors: all of a batch are of one length.
local function account(number, longer)
  if not number:find("^%d+$") or #number - longer < 4 or #number - longer > 8 then
    refuse('"%s" is no account of DATEV: 4 to 8 digits, of debtors one more', number)
  end
  digits = digits or #number - longer
  if #number - longer ~= digits then refuse("the account %s has not the length of the others (%d digits)", number, digits + longer) end
  return number
end

-- Where a line is earned, and the key that its tax needs there.
local function earned_on(line, invoice, t)
  local all, rate = booking.taxes(line), line.taxes[1] and (line.taxes[2] and "" or line.taxes[1].rate) or "0%"
  local key = line.taxes[1] and t.map("tax", all) or nil
  local own = t.map("account", line.sku) or t.map("account", line.category)
  if line.kind == "rounding" then return t.map("account", "rounding", "8200"), "" end
  if own or key then return own or t.map("account", "income", "8200"), key or "" end
  if decimal(line.tax) == decimal "0" then return t.map("account", "income", "8200"), "" end
  if not sales[rate] then
    refuse("%s: DATEV has no account for %s %s: map tax %s to a key, or account %s to an account that knows it", invoice.invoice, all,
      rate, all, line.category)
  end
  return sales[rate], ""
end

local function gross_of(line, currency) return money.parse(line.amount, currency) + money.parse(line.tax, currency) end

-- Of what is not in the book's currency: what each line comes to in it. The largest takes what rounding leaves.
local function at_home(invoice, t)
  if invoice.currency == t.currency then return nil end
  local fx = invoice.fx
  if not fx then refuse("%s is in %s, and there is no rate of its day: import one (table fx)", invoice.invoice, invoice.currency) end
  local parts, left, largest = {}, money.parse(invoice.total_home, t.currency), 1
  for i, line in ipairs(invoice.lines) do
    parts[i] = money.amount(money.format(gross_of(line, invoice.currency), invoice.currency), fx.rate, t.currency)
    left = left - parts[i]
    if math.abs(parts[i]) > math.abs(parts[largest]) then largest = i end
  end
  parts[largest] = parts[largest] + left
  return parts
end

-- Units of the currency for one of the book's, with 6 decimals.
local function course(rate)
  local millionths = tostring(money.muldiv(1000000, 1000000000, decimal(rate):minor(9)))
  millionths = ("0"):rep(7 - #millionths) .. millionths
  return millionths:sub(1, -7) .. "," .. millionths:sub(-6)
end

local function entry(values)
  local cells = {}
  for i = 1, #columns do
    local value = values[i]
    if texts[i] then cells[i] = quoted(value or "") else cells[i] = value or "" end
  end
  return table.concat(cells, ";") .. "\r\n"
end

local function line_entry(line, invoice, debtor, home, t)
  local gross = gross_of(line, invoice.currency)
  if gross == 0 then return end
  local to, values = invoice.bill_to, {}
  local function put(name, value) values[at[name]] = value end
  local other, key = earned_on(line, invoice, t)
  put("Umsatz (ohne Soll/Haben-Kz)", amount(gross, invoice.currency))
  put("Soll/Haben-Kennzeichen", gross > 0 and "S" or "H")
  if home then
    put("WKZ Umsatz", invoice.currency)
    put("Kurs", course(invoice.fx.rate))
    put("Basis-Umsatz", amount(home, t.currency))
    put("WKZ Basis-Umsatz", t.currency)
  end
  put("Konto", debtor)
  put("Gegenkonto (ohne BU-Schlüssel)", account(other, 0))
  put("BU-Schlüssel", key)
  put("Belegdatum", day(invoice.date):sub(1, 4))
  put("Belegfeld 1", document(invoice.invoice))
  put("Buchungstext", words(line.description, 60))
  if to.tax_id and to.tax_id:find("^%u%u%w+$") and #to.tax_id <= 15 then put("EU-Land u. UStID (Bestimmung)", to.tax_id) end
  put("Festschreibung", "0")
  put("Leistungsdatum", day(line.period and line.period["end"] or line.date))
  put("Fälligkeit", day(invoice.due_date))
  rows[#rows + 1] = entry(values)
end

-- The day on which the fiscal year of a date begins.
local function year_of(date, t)
  local begins = t.map("account", "year", "01-01")
  local year = math.tointeger(tonumber(date:sub(1, 4))) - (date:sub(6) < begins and 1 or 0)
  return ("%04d-%s"):format(year, begins)
end

local function header(t)
  local function plain(date) return (date:gsub("-", "")) end
  local year = year_of(first, t)
  if year_of(last, t) ~= year then refuse("%s and %s are of two fiscal years: DATEV takes one in a file; use --invoice", first, last) end
  local fields = { '"EXTF"', "700", "21", '"Buchungsstapel"', "13", plain(last) .. "000000000", "", '""', '"billet"', '""',
    t.map("account", "consultant", "1001"), t.map("account", "client", "1"), plain(year), tostring(digits or 4), plain(first), plain(last),
    '"billet"', '""', "1", "0", "0", quoted(t.currency), "", '""', "", "", '""', "", "", '""', '""' }
  return table.concat(fields, ";") .. "\r\n" .. table.concat(columns, ";") .. "\r\n"
end

return exporter {
  name = "datev", api = 1, version = "1.0.0", title = "DATEV Buchungsstapel", extension = "csv", encoding = "windows-1252",
  doc = "Entries for a tax adviser's program: EXTF 700, each line with its tax in it.",

  begins = function() rows, first, last, digits, shortened = {}, nil, nil, nil, 0 end,

  invoice = function(invoice, t)
    if invoice.state == "void" then return nil end
    local debtor = account(booking.owed(invoice, t, "10000"), 1)
    local home = at_home(invoice, t)
    for i, line in ipairs(invoice.lines) do line_entry(line, invoice, debtor, home and home[i], t) end
    if not first or invoice.date < first then first = invoice.date end
    if not last or invoice.date > last then last = invoice.date end
  end,

  ends = function(t)
    if shortened > 0 then t.warn(("texts are cut at 60 characters, which is all that DATEV takes: %d"):format(shortened)) end
    return first and header(t) .. table.concat(rows)
  end,
}
