-- The library of plugins, rules and `billet eval`: what each function answers, and what it refuses in which words.
local passed, failed = 0, 0

local function shown(v)
  if type(v) ~= "table" then return tostring(v) end
  local parts = {}
  for i, item in ipairs(v) do parts[i] = shown(item) end
  return "{" .. table.concat(parts, " ") .. "}"
end

local function note(fine, code, got)
  if fine then passed = passed + 1 else failed = failed + 1 end
  if not fine then print("not ok " .. code .. "\n  got " .. got) end
end

local function run(code) return pcall(assert(load("local d = date.parse return " .. code, "=test"))) end

local function is(code, ...)
  local got = table.pack(run(code))
  local parts, want = {}, {}
  for i = 2, got.n do parts[i - 1] = shown(got[i]) end
  for i, v in ipairs { ... } do want[i] = shown(v) end
  note(got[1] and table.concat(parts, ", ") == table.concat(want, ", "), code, table.concat(parts, ", "))
end

local function refuses(code, words)
  local fine, why = run(code)
  note(not fine and tostring(why):find(words, 1, true) ~= nil, code, tostring(why))
end

-- money
is('money.parse("12.34", "USD")', 1234)
is('money.parse("-0.5", "USD")', -50)
is('money.parse("5", "JPY"), money.parse("1.234", "KWD")', 5, 1234)
refuses('money.parse("12.345", "USD")', 'no amount with at most 2 decimals')
refuses('money.parse("1,234.50", "USD")', "no amount")
refuses('money.parse("1e3", "USD")', "no amount")
refuses('money.parse(12, "USD")', "text expected")
refuses('money.parse("1", "XXQ")', '"XXQ" is no currency')
is('money.format(-5, "USD"), money.format(123450, "USD"), money.format(7, "JPY"), money.format(-1234, "KWD")',
  "-0.05", "1234.50", "7", "-1.234")
refuses('money.format(1.5, "USD")', "integer expected, got a float")
refuses('money.format(math.mininteger, "USD")', "past the largest")
is("money.round(5, 2), money.round(-5, 2), money.round(5, -2)", 3, -3, -3)
is('money.round(5, 2, "half-down"), money.round(5, 2, "half-even"), money.round(7, 2, "half-even")', 2, 2, 4)
is('money.round(1, 3, "up"), money.round(-1, 3, "up"), money.round(5, 3, "down"), money.round(-5, 3, "down")', 1, -1, 1, -1)
is('money.round(-1, 3, "ceiling"), money.round(-1, 3, "floor")', 0, -1)
refuses("money.round(5, 0)", "division by zero")
refuses("money.round(math.mininteger, -1)", "overflows")
refuses('money.round(5, 2, "bankers")', "not a rounding mode: half-up")
is("money.muldiv(math.maxinteger, math.maxinteger, math.maxinteger)", math.maxinteger)
is('money.muldiv(100, 1, 3, "up"), money.muldiv(-7, 1, 2)', 34, -4)
refuses("money.muldiv(math.maxinteger, 2, 1)", "overflows")
is("money.split(100, { 1, 1, 1 }), money.split(-100, { 1, 1, 1 }), money.split(100, { 0, 3, 0, 1 })",
  { 34, 33, 33 }, { -34, -33, -33 }, { 0, 75, 0, 25 })
refuses("money.split(100, { 0, 0 })", "weights")
refuses("money.split(100, { -1, 2 })", "weights")
refuses("money.split(10, { 1.5, 2 })", "weight 1 is not an integer")
is('money.amount("0.6167", "120.00", "USD"), money.amount("1.5", "0.35", "JPY"), money.amount(2, "10.005", "USD")', 7400, 1, 2001)
is('money.amount("1", "0.0005", "KWD", "half-even"), money.amount("0.1", "0.1", "USD", "ceiling")', 0, 1)
refuses('money.amount("999999999999999", "999999999999999", "USD")', "past the largest")
refuses('money.amount(1.5, "1", "USD")', "a decimal")

-- date
is('d "2026-02-28", d "1969-12-31", date.format(20512), date.format(-1)', 20512, -1, "2026-02-28", "1969-12-31")
is("date.ymd(20512)", 2026, 2, 28)
is('date.weekday(d "2026-04-06"), date.weekday(d "2026-04-12")', 1, 7)
is('date.falls_on(d "2026-04-06", "mon-fri"), date.falls_on(d "2026-04-12", "mon-fri")', true, false)
is('date.falls_on(d "2026-04-12", "sat-mon,wed"), date.falls_on(d "2026-04-07", "sat-mon,wed")', true, false)
is('date.falls_on(d "2026-04-08", "sat-mon,wed"), date.falls_on(d "2026-04-06", "mon-sun")', true, true)
for _, text in ipairs { "", "mon,", "mon-", "-fri", "Mon", "monday", "mon-fri-sun", "mon fri" } do
  is(('tostring((date.falls_on(0, "%s")))'):format(text), "nil")
end
is('date.hours "08:00-18:00"', 480, 1080)
is('date.hours "22:00-06:00"', 1320, 1800)
is('date.hours "00:00-24:00"', 0, 1440)
for _, text in ipairs { "", "8:00-18:00", "08:00-18:60", "24:00-06:00", "00:00-24:01", "09:00-09:00", "08.00-18:00", "08:00-18:00 " } do
  is(('tostring((date.hours "%s"))'):format(text), "nil")
end
refuses('d "2026-02-29"', "is not a date")
refuses('d "2026-2-8"', "is not a date")
refuses("date.format(1.5)", "integer expected, got a float")
is('date.format(date.add_months(d "2026-01-31", 1)), date.format(date.add_months(d "2026-01-31", 2))', "2026-02-28", "2026-03-31")
is('date.format(date.add_months(d "2026-02-28", 1)), date.format(date.add_months(d "2026-02-28", 1, 31))', "2026-03-28", "2026-03-31")
is('date.format(date.add_months(d "2026-01-31", -2))', "2025-11-30")
refuses('date.add_months(d "2026-01-31", 1, 32)', "1 to 31")
refuses('date.add_months(d "9999-12-31", 1)', "past the range of dates")

-- period
is('periods.index == period.index', true)
is('date.format(period.boundary { anchor = d "2026-01-31", cadence = "monthly", n = 1 })', "2026-02-28")
is('date.format(period.boundary { anchor = d "2026-01-31", cadence = "monthly", n = 2 })', "2026-03-31")
is('date.format(period.boundary { anchor = d "2026-01-31", cadence = "monthly", n = -2 })', "2025-11-30")
is('date.format(period.boundary { anchor = d "2024-02-29", cadence = "yearly", n = 4 })', "2028-02-29")
is('date.format(period.boundary { anchor = d "2026-08-31", cadence = "quarterly", n = 2 })', "2027-02-28")
is('date.format(period.boundary { anchor = d "2026-01-31", cadence = { unit = "day", count = 10 }, n = -1 })', "2026-01-21")
is('date.format(period.boundary { anchor = d "2026-01-31", cadence = "biweekly", n = 1 })', "2026-02-14")
is('period.index { anchor = d "2026-01-31", cadence = "monthly", day = d "2026-02-27" }', 0)
is('period.index { anchor = d "2026-01-31", cadence = "monthly", day = d "2026-02-28" }', 1)
is('period.index { anchor = d "2026-01-31", cadence = "monthly", day = d "2026-01-30" }', -1)
is('period.prorate { price = 30000, from = d "2026-04-16", to = d "2026-06-16", anchor = d "2026-04-01", cadence = "monthly" }', 60000)
is('period.prorate { price = 10000, from = d "2026-05-01", to = d "2026-05-01", anchor = d "2026-04-01", cadence = "monthly" }', 0)
refuses('period.prorate { price = 1, from = d "2026-05-02", to = d "2026-05-01", anchor = d "2026-04-01", cadence = "monthly" }',
  "to is before from")
refuses('period.boundary { anchor = 0, cadence = "fortnightly", n = 1 }', "cadence: weekly, biweekly, monthly")
refuses('period.boundary { anchor = 0, cadence = { unit = "month", count = 0 }, n = 1 }', "count at least 1")
refuses('period.boundary { anchor = 0, cadence = { unti = "month" }, n = 1 }', "cadence: unknown field 'unti'; did you mean 'unit'?")
refuses('period.boundary { anchor = 0, cadence = "monthly" }', "n: an integer expected, got nil")
refuses('period.boundary { anchr = 0, cadence = "monthly", n = 1 }',
  "period.boundary: unknown field 'anchr'; did you mean 'anchor'?")
refuses('period.boundary { anchor = "2026-01-31", cadence = "monthly", n = 1 }', 'anchor: a day expected, such as date.parse "2026-04-07"')
refuses('period.boundary { anchor = 0, cadence = "monthly", n = 1.0 }', "n: an integer expected, got a float")
refuses('period.boundary { anchor = 0, cadence = "monthly", n = 1 << 60 }', "past the range of dates")

-- zone
is('zone.to_utc("2026-04-07T09:00", "America/New_York"), zone.to_utc("2026-04-07 09:00:30", "UTC")', 1775566800, 1775552430)
is('zone.to_local(0, "Asia/Kolkata"), zone.to_local(1775566800, "America/New_York")',
  "1970-01-01T05:30:00+05:30", "2026-04-07T09:00:00-04:00")
refuses('zone.to_utc("2026-03-08T02:30", "America/New_York")', "the clock skipped that hour")
refuses('zone.to_utc("2026-11-01T01:30", "America/New_York")', "the clock repeated that hour")
refuses('zone.to_local(0, "Mars/Olympus")', 'there is no time zone "Mars/Olympus"')

-- decimal
is('decimal("1.5") * 2, decimal("12.5"):floor(), decimal("12.5"):ceiling(2), decimal("1.25"):minutes()', "3", 12, 7, 75)
is('decimal("80.00"):minor(2), decimal("80"):minor(0), decimal("-1.2345"):minor(3), decimal("0.005"):minor(2)', 8000, 80, -1235, 1)
refuses('decimal("1"):minor(10)', "0 to 9 decimals")
refuses('decimal("999999999999999"):minor(9)', "too large")
is('decimal "0.10" == decimal "0.1", decimal "2" > 1, -decimal "2" + 3', true, true, "1")
refuses('decimal("1.000000001") * decimal("1.1")', "more than 9 decimals")
refuses("decimal(1.5)", "the text of a decimal expected")

-- payment
is('payment.iban "de89370400440532013000", tostring(payment.iban "DE88 3704 0044 0532 0130 00")', "DE89 3704 0044 0532 0130 00", "nil")
is('payment.reference("CH44 3199 9123 0008 8901 2", "21000000000313947143000901")', "21 00000 00003 13947 14300 09017")
is('payment.reference("CH58 0079 1123 0008 8901 2", "539007547034"), tostring(payment.reference("DE89 3704 0044 0532 0130 00", "1"))',
  "RF18 5390 0754 7034", "nil")
is([[payment.epc { iban = "DE89370400440532013000", amount = "1.50", currency = "EUR", number = "7", creditor = { name = "B", x = {} } }]],
  "BCD\n002\n1\nSCT\n\nB\nDE89370400440532013000\nEUR1.50\n\n\n7")
is('select(2, payment.swiss { iban = "DE89370400440532013000", currency = "CHF" })',
  "a Swiss QR code is for accounts of Switzerland and Liechtenstein")
is('select(2, payment.epc {})', "the IBAN is none")
refuses('payment.epc { ibn = "DE" }', "payment.epc: unknown field 'ibn'; did you mean 'iban'?")
refuses('payment.epc { iban = 1 }', "iban: text expected, got number")
refuses('payment.epc { creditor = "Birch IT" }', "creditor: a table expected, got string")
refuses('payment.epc { creditor = { name = "a\\0b" } }', "name: must be text in UTF-8 without NUL")
refuses("payment.iban(1)", "text expected, got number")

print(passed .. " passed, " .. failed .. " failed")
if failed > 0 then os.exit(1) end
