-- After-hours work costs a multiple: evenings, weekends and holidays. An entry that crosses an edge is split at the minute.

local weekdays, own_hours = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }, {}
for _, name in ipairs(weekdays) do
  own_hours[name] = text { doc = "the hours of this day, such as 09:00-12:00; \"\": none", optional = true }
end

-- When the business hours of a day begin and end, in minutes since 1970; nil where all of it is outside.
local function hours_of(rule, day)
  if rule.calendar and rule.calendar[day] then return nil end
  for _, holiday in ipairs(rule.holidays) do
    if day == holiday then return nil end
  end
  local own = rule.hours and rule.hours[weekdays[date.weekday(day)]]
  local from, to = date.hours(own or date.falls_on(day, rule.business_days) and rule.business_hours or "")
  if from then return day * 1440 + from, day * 1440 + to end
end

-- Whether a minute is inside the business hours, and the next one at which that may change. A night is yesterday's as well.
local function inside(rule, at)
  local today = at // 1440
  local change = (today + 1) * 1440
  for day = today - 1, today do
    local from, to = hours_of(rule, day)
    if from and at >= from and at < to then return true, to end
    if from and at < from then change = from end
  end
  return false, change
end

return price_rule {
  name = "after-hours", api = 1, version = "1.0.0", title = "After hours",
  doc = "Multiplies the price of work outside the business hours, on other days and on holidays, by the customer's clock.",

  params = {
    multiplier     = quantity { doc = "what an hour outside costs, in hours inside", min = "0" },
    business_hours = text     { doc = "from-to, such as 08:00-18:00 or, at night, 22:00-06:00", default = "08:00-18:00" },
    business_days  = text     { doc = "such as mon-fri or mon,wed,fri", default = "mon-fri" },
    hours          = record   { fields = own_hours, doc = "days that have hours of their own", optional = true },
    holidays       = list     { of = date {}, doc = "days that are outside whole", default = {} },
    calendar       = calendar { doc = "a calendar whose days are holidays too", optional = true },
  },

  check = function(rule)
    if not date.hours(rule.business_hours) then return "business_hours: must be from-to, such as \"08:00-18:00\"" end
    if date.falls_on(0, rule.business_days) == nil then return "business_days: must be days, such as \"mon-fri\" or \"mon,wed,fri\"" end
    for _, name in ipairs(weekdays) do
      local own = rule.hours and rule.hours[name] or ""
      if own ~= "" and not date.hours(own) then return "hours." .. name .. ": must be from-to, such as \"08:00-18:00\", or \"\"" end
    end
  end,

  stage = "price",

  split = function(rule, start, minutes)
    local here, edge = inside(rule, start)
    while edge < start + minutes do
      local there, next = inside(rule, edge)
      if there ~= here then break end
      edge = next
    end
    return edge - start
  end,

  apply = function(rule, price, _, start)
    if inside(rule, start) then return price end
    return money.muldiv(price, rule.multiplier:minor(9), 1000000000, "half-up")
  end,
}
