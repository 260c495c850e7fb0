-- Per user: users of several kinds, each counted by a meter and priced.

-- In advance with daily proration, each change of the count is a line from its day on: the next bill catches up on what came later.
local function count(c, period, bill)
  for _, line in ipairs(c.lines) do
    for _, users in ipairs(period:levels(line.meter, { measure = c.measure })) do
      bill:line { line.description, quantity = users.count, over = users.over, price = line.unit_price, unit = "user", count = users.count,
        first = users.first, last = users.last, whole = c.measure == "device-days" }
    end
  end
end

return contract {
  name = "per-user", api = 1, version = "1.0.0", title = "Per user",
  doc = "Bills users × price for each period, a line for each kind of user.",

  params = {
    lines = list { of = record { fields = {
      meter       = text  { doc = "the meter that counts them, such as users" },
      description = text  { doc = "what the invoice calls them" },
      unit_price  = money { doc = "price of one user each period", raise = true },
    } }, doc = "the kinds of users" },
    measure = choice { "start", "end", "peak", "average", "device-days",
      doc = "which count of the period; none: its end, in advance its start", optional = true },
  },

  check = function(c)
    if #c.lines == 0 then return "lines: at least one kind of user is needed" end
  end,

  opens = count, closes = count,  -- each bills what it can know
}
