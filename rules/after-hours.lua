-- After-hours work costs a multiple: evenings, weekends and holidays. An entry that crosses an edge is split at the minute.

local names = { mon = 0, tue = 1, wed = 2, thu = 3, fri = 4, sat = 5, sun = 6 }

-- "mon-fri,sun" as the set of its days, 0 … 6 from Monday; nil where it is not one.
local function days_of(text)
  local days = {}
  for part in (text .. ","):gmatch("([^,]*),") do
    local first, last = part:match("^(%a%a%a)%-(%a%a%a)$")
    first, last = names[first or part], names[last or part]
    if not first or not last then return nil end
    for d = first, first + (last - first) % 7 do days[d % 7] = true end
  end
  return days
end

-- "08:00-18:00" as two minutes of the day; nil where it is not one. The end may be 24:00, or before the start: a night.
local function hours_of(text)
  local h1, m1, h2, m2 = text:match("^(%d%d):(%d%d)%-(%d%d):(%d%d)$")
  if not h1 or tonumber(m1) > 59 or tonumber(m2) > 59 then return nil end
  local from, to = tonumber(h1) * 60 + tonumber(m1), tonumber(h2) * 60 + tonumber(m2)
  if from >= 1440 or to > 1440 or from == to then return nil end
  return from, to
end

local compiled = {}

local function compile(rule)
  local from, to = hours_of(rule.business_hours)
  local terms = { from = from, to = to, days = days_of(rule.business_days), holidays = {}, calendar = rule.calendar or {} }
  for _, day in ipairs(rule.holidays) do terms.holidays[day] = true end
  terms.numerator = rule.multiplier:minor(9)
  compiled[rule] = terms
  return terms
end

-- 1970-01-01 was a Thursday.
local function business_day(terms, day)
  return terms.days[(day + 3) % 7] and not terms.holidays[day] and not terms.calendar[day]
end

local function in_hours(terms, at)
  local day, minute = at // 1440, at % 1440
  if terms.from < terms.to then return business_day(terms, day) and minute >= terms.from and minute < terms.to end
  return business_day(terms, day) and minute >= terms.from or business_day(terms, day - 1) and minute < terms.to
end

-- Minutes to the next start or end of the hours, or midnight.
local function to_edge(terms, at)
  local minute, edge = at % 1440, 1440
  if terms.from > minute and terms.from < edge then edge = terms.from end
  if terms.to > minute and terms.to < edge then edge = terms.to end
  return edge - minute
end

return price_rule {
  name = "after-hours", api = 1, version = "1.0.0", title = "After hours",
  doc = "Multiplies the price of work outside the business hours, on other days and on holidays, by the customer's clock.",

  params = {
    multiplier     = quantity { doc = "what an hour outside costs, in hours inside", min = "0" },
    business_hours = text     { doc = "from-to, such as 08:00-18:00 or, at night, 22:00-06:00", default = "08:00-18:00" },
    business_days  = text     { doc = "such as mon-fri or mon,wed,fri", default = "mon-fri" },
    holidays       = list     { of = date {}, doc = "days that are outside whole", default = {} },
    calendar       = calendar { doc = "a calendar whose days are holidays too", optional = true },
  },

  check = function(rule)
    if not hours_of(rule.business_hours) then return "business_hours: must be from-to, such as \"08:00-18:00\"" end
    if not days_of(rule.business_days) then return "business_days: must be days, such as \"mon-fri\" or \"mon,wed,fri\"" end
  end,

  stage = "price",

  split = function(rule, start, minutes)
    local terms = compiled[rule] or compile(rule)
    local here, past = in_hours(terms, start), to_edge(terms, start)
    while past < minutes and in_hours(terms, start + past) == here do past = past + to_edge(terms, start + past) end
    return past
  end,

  apply = function(rule, price, _, start)
    local terms = compiled[rule] or compile(rule)
    if in_hours(terms, start) then return price end
    return money.muldiv(price, terms.numerator, 1000000000, "half-up")
  end,
}
