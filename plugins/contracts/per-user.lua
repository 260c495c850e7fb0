-- Per user: users of several kinds, each counted by a meter and priced.

local function measure(c) return c.measure or (c.contract.advance and "start" or "end") end

-- In advance with daily proration, each change of the count is a line from its day on: the next bill catches up on what came later.
local function count(c, period, bill)
  for _, line in ipairs(c.lines) do
    if c.contract.advance and c.contract.prorates and measure(c) == "start" then
      for _, step in ipairs(period:steps(line.meter)) do
        bill:line { line.description, quantity = step.count, price = line.unit_price, unit = "user", count = step.count,
          first = step.first, last = step.last }
      end
    else
      local number, over = period:count(line.meter, measure(c))
      bill:line { line.description, quantity = number, over = over, price = line.unit_price, unit = "user", count = number,
        whole = measure(c) == "device-days" }
    end
  end
end

local function known_at_opening(c) return not c.contract.advance or measure(c) == "start" end

return contract {
  name = "per-user", api = 1, version = "1.0.0", title = "Per user",
  doc = "Bills users × price for each period, a line for each kind of user.",

  params = {
    lines = list { of = record { fields = {
      meter       = text  { doc = "the meter that counts them, such as users" },
      description = text  { doc = "what the invoice calls them" },
      unit_price  = money { doc = "price of one user each period" },
    } }, doc = "the kinds of users" },
    measure = choice { "start", "end", "peak", "average", "device-days",
      doc = "which count of the period; none: its end, in advance its start", optional = true },
  },

  check = function(c)
    if #c.lines == 0 then return "lines: at least one kind of user is needed" end
  end,

  opens = function(c, period, bill)
    if known_at_opening(c) then count(c, period, bill) end
  end,

  closes = function(c, period, bill)
    if not known_at_opening(c) then count(c, period, bill) end
  end,
}
