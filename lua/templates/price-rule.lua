-- @title@: work that starts on certain weekdays costs more.
--
-- A price rule. A contract lists it in its rules, [{"rule": "@name@", "percent": 150}]; site.lua does for all contracts.
return price_rule {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@",
  doc = "Multiplies the price of an hour on the weekdays that it names.",

  -- What a contract may say beside the rule's name; each with a type, one line of help, and a default unless it is required.
  params = {
    percent = count { doc = "percent of the price, such as 150", min = 0 },
    from    = count { doc = "first weekday, 1 = Monday … 7 = Sunday", default = 6, min = 1, max = 7 },
    to      = count { doc = "last weekday", default = 7, min = 1, max = 7 },
  },

  -- stage: what `apply` is given and answers: "minutes", "price" (billionths of the price of an hour) or "amount" (minor units).
  -- scope: what it works on: "entry", "ticket", "day" or "period". billet groups the work.
  stage = "price", scope = "entry",

  -- start: the local minute on which the work begins, since 1970; start // 1440 is its day. Integers in, an integer out.
  apply = function(rule, price, minutes, start)
    local weekday = date.weekday(start // 1440)
    if weekday < rule.from or weekday > rule.to then return price end
    return money.muldiv(price, rule.percent, 100)
  end,

  -- Examples are the help and the tests: `data` is imported into an empty book, everything due on `as_of` is billed.
  examples = {
    {
      title = "an hour on a Saturday costs half as much again",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "100.00" }, rules = { { rule = "@name@", percent = 150 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-11T09:00", minutes = 60 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "150.00" } },
    },
    {
      title = "an hour on the Friday before costs what it costs",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "100.00" }, rules = { { rule = "@name@", percent = 150 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T23:59", minutes = 60 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "100.00" } },
    },
    {
      title = "Sunday alone",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "100.00" }, rules = { { rule = "@name@", percent = 200, from = 7 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-11T09:00", minutes = 60 },
          { id = "e2", ticket = "T1", start = "2026-04-12T09:00", minutes = 60 },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "300.00", lines = {
        { unit_price = "100.00", amount = "100.00" },
        { unit_price = "200.00", amount = "200.00" },
      } } },
    },
    {
      title = "Monday to Wednesday",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "100.00" }, rules = { { rule = "@name@", percent = 120, from = 1, to = 3 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-13T09:00", minutes = 60 },
          { id = "e2", ticket = "T1", start = "2026-04-16T09:00", minutes = 60 },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "220.00" } },
    },
    {
      title = "free on Sundays",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "100.00" }, rules = { { rule = "@name@", percent = 0, from = 7, to = 7 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-12T09:00", minutes = 60 },
          { id = "e2", ticket = "T1", start = "2026-04-14T09:00", minutes = 60 },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "100.00" } },
    },
  },
}
