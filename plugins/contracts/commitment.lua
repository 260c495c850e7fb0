-- Commitment: what a customer undertakes to be billed each period; what its other contracts billed less is billed here.

local function shown(c, amount) return money.format(amount:minor(c.contract.decimals), c.contract.currency) end

return contract {
  name = "commitment", api = 1, version = "1.0.0", title = "Commitment",
  doc = "Bills what documents of a period billed less than its customer committed to; they count, and pay for nothing.",

  params = {
    amount     = money  { doc = "the least that is billed each period, before tax", min = "0" },
    every      = choice { "quarterly", "monthly", "half-yearly", "yearly", doc = "how long a period is", default = "quarterly" },
    settle     = count  { doc = "days after a period until it is settled: what it has to count is billed by then", min = 1, default = 15 },
    contracts  = list   { of = text {}, doc = "contracts of the customer that count; none named: all others", default = {} },
    categories = list   { of = text {}, doc = "categories that count; none named: all", default = {} },
  },

  schedule = function(c)
    local list, first, last = {}, c.contract.start, c.contract.last
    if not last then error("a commitment ends: give the contract an end") end
    while first <= last do
      local after = periods.boundary { anchor = c.contract.start, cadence = c.every, n = #list + 1 }
      local until_day = after - 1 < last and after - 1 or last
      local ready = until_day + 1 + c.settle
      list[#list + 1] = { key = date.format(first), first = first, last = until_day, ready_on = ready,
        waits = "the commitment from " .. date.format(first) .. " on is settled on " .. date.format(ready) }
      first = after
    end
    return list
  end,

  closes = function(c, period, bill)
    local billed = period:billed { contracts = c.contracts, categories = c.categories }
    if billed < c.amount then
      local text = "Commitment of " .. shown(c, c.amount) .. ", less " .. shown(c, billed) .. " billed"
      bill:line { text, price = c.amount - billed, whole = true }
    end
  end,
}
