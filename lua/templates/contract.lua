-- @title@: a fee each period that includes some work; other work bills by the hour.
--
-- A contract type. Its file's name is its name, and a contract with type = "@name@" is billed by it. Loading it does nothing:
-- billet calls `opens` and `closes` when it rates a period. Both only answer what they are given: no clock, no files, no chance.
return contract {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@",
  doc = "Bills a fee for each period. Work of the types that it covers is included, other work bills by the hour.",

  -- What a contract of this type may say. Each param has a type, one line of help, and a default unless a contract has to give it.
  -- Types: money, quantity, percent, count, date, text, flag, choice, list, record.
  params = {
    fee    = money { doc = "price of each period", min = "0" },
    rate   = money { doc = "price of an hour of work that the fee does not include", min = "0" },
    covers = list  { of = text {}, doc = "work types that the fee includes; none named: all", default = {} },
  },

  -- What a period costs when it opens. `c` holds the params, `period` its days (the library is `periods`), `bill` takes the lines.
  opens = function(c, period, bill)
    bill:line { "@title@", price = c.fee }
  end,

  -- What it costs once it has closed: its work is a set, which is parted and priced; no entry is billed twice or forgotten.
  closes = function(c, period, bill)
    local included, other = period:work():covered(c)
    bill:include(included)
    bill:rates(other, c.rate)
  end,

  -- Examples are the help and the tests: `data` is imported into an empty book, everything due on `as_of` is billed, and the invoices
  -- are held against `invoices`, which names what matters. billet adds tests of its own: other orders of rows, billing period by period.
  examples = {
    {
      title = "a month costs its fee",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Care", type = "@name@", start = "2026-04-01",
          params = { fee = "300.00", rate = "90.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "300.00", lines = { { amount = "300.00", period = { "2026-04-01", "2026-04-30" } } } } },
    },
    {
      title = "work that the fee covers is included, other work bills by the hour",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Care", type = "@name@", start = "2026-04-01",
          params = { fee = "300.00", rate = "90.00", covers = { "support" } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, work_type = "support" },
          { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 90, work_type = "project" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "435.00", lines = {
        { amount = "300.00" },
        { quantity = "1.5", unit_price = "90.00", amount = "135.00", ticket = "T1" },
      } } },
    },
    {
      title = "a ticket that is still open waits",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Care", type = "@name@", start = "2026-04-01",
          params = { fee = "300.00", rate = "90.00", covers = { "support" } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "open" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-11T09:00", minutes = 90, work_type = "project" } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "300.00", lines = { { amount = "300.00" } } } },
    },
    {
      title = "a first period that is half a month costs half the fee",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Care", type = "@name@", start = "2026-04-16", bill_day = 1,
          params = { fee = "300.00", rate = "90.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "150.00", lines = { { amount = "150.00", period = { "2026-04-16", "2026-04-30" } } } } },
    },
    {
      -- A story of several batches: each step either imports rows or bills everything that is due.
      title = "in advance: the fee as a month opens, its work once it has closed",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Care", type = "@name@", start = "2026-04-01", timing = "advance",
          params = { fee = "300.00", rate = "90.00", covers = { "support" } } } },
      },
      steps = {
        { as_of = "2026-04-01", invoices = { { total = "300.00" } } },
        { import = {
          tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
          time_entries = { { id = "e1", ticket = "T1", start = "2026-04-11T09:00", minutes = 60, work_type = "project" } },
        } },
        { as_of = "2026-05-01", invoices = { { total = "390.00", lines = { { amount = "300.00" }, { amount = "90.00" } } } } },
      },
    },
  },
}
