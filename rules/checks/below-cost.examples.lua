-- Examples of below-cost: its help and its tests.
local function book(rows)
  rows.customers = { { id = "cool", name = "CoolRealty" } }
  rows.contracts = { rows.contract or { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
    default = true, params = { rate = "50.00" } } }
  rows.contract = nil
  return rows
end
local function charge(price, cost, quantity)
  return book { charges = { { id = "c1", customer = "cool", date = "2026-04-10", description = "Switch", quantity = quantity or "2",
    unit_price = price, cost = cost } } }
end
local function work(entry, rows)
  rows = rows or {}
  entry.id, entry.ticket, entry.start = "e1", "T1", "2026-04-10T09:00"
  rows.tickets = { { id = "T1", customer = "cool", status = "closed" } }
  rows.time_entries = { entry }
  rows.technicians = { { id = "kim", name = "Kim", cost = "60.00" }, { id = "lee", name = "Lee" } }
  rows.rates = { { code = "day", unit_price = "70.00", cost = "65.00" }, { code = "night", unit_price = "70.00", cost = "80.00" } }
  return book(rows)
end
local function beside(rows, entry)
  entry.id, entry.ticket, entry.start = "e2", "T1", "2026-04-11T09:00"
  rows.time_entries[2] = entry
  return rows
end
local retainer = { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01", default = true,
  params = { price = "100.00" } }
local block = { id = "k1", customer = "cool", name = "Block", type = "block-hours", start = "2026-04-01", default = true,
  params = { hours = "1", rate = "70.00" } }
local function paid_by_money()
  local rows = charge("10.00", "12.00", "1")
  rows.contracts[1].type, rows.contracts[1].params = "block-money", { amount = "100.00", rate = "50.00", cover_charges = true }
  return rows
end
return {
  { title = "a product sold for less than it cost", data = charge("10.00", "12.345"), as_of = "2026-05-01",
    findings = { { row = "k1:charge:c1", text = "brings 20.00 USD and costs 24.69 USD",
      mend = "billet batch adjust k1:charge:c1 --amount 24.69 --note TEXT" } } },
  { title = "one sold at its cost", data = charge("12.00", "12.00"), as_of = "2026-05-01", findings = {} },
  { title = "one whose cost nobody knows", data = charge("0.01"), as_of = "2026-05-01", findings = {} },
  { title = "one that comes back", data = charge("12.00", "10.00", "-1"), as_of = "2026-05-01", findings = {} },
  { title = "an hour of somebody who costs more", data = work { minutes = 60, technician = "kim" }, as_of = "2026-05-01",
    findings = { { row = "k1:T1:2026-04-01", text = "brings 50.00 USD and costs 60.00 USD" } } },
  { title = "of somebody whose cost is not known", data = work { minutes = 60, technician = "lee" }, as_of = "2026-05-01", findings = {} },
  { title = "then the rate's cost counts", data = work { minutes = 60, technician = "lee", rate = "night" }, as_of = "2026-05-01",
    findings = { { row = "k1:T1:2026-04-01", text = "brings 70.00 USD and costs 80.00 USD" } } },
  { title = "work that nobody can price is held", data = work { minutes = 60, technician = "kim", rate = "unknown" },
    as_of = "2026-05-01", findings = {} },
  { title = "what is not billed costs whoever gives it", as_of = "2026-05-01", findings = {},
    data = beside(work { minutes = 60, technician = "lee", rate = "day" }, { minutes = 60, technician = "kim", billable = false }) },
  { title = "work that a fee pays", data = work({ minutes = 60, technician = "kim" }, { contract = retainer }), as_of = "2026-05-01",
    findings = {} },
  { title = "work of which a block pays a part", data = work({ minutes = 90, technician = "kim" }, { contract = block }),
    as_of = "2026-05-01", findings = {} },
  { title = "a product that a balance pays", data = paid_by_money(), as_of = "2026-05-01", findings = {} },
  { title = "a screw sold for half of what it cost", data = charge("0.25", "0.50", "1"), as_of = "2026-05-01",
    findings = { { row = "k1:charge:c1" } } },
  { title = "a discount costs nothing", data = charge("5.00", "0.00", "-1"), as_of = "2026-05-01", findings = {} },
  { title = "whoever wants no more than the cost", params = { percent = "0%" }, data = charge("12.00", "12.00"), as_of = "2026-05-01",
    findings = {} },
  { title = "whoever wants a quarter more", params = { percent = "25%" }, data = charge("12.00", "10.00", "1"), as_of = "2026-05-01",
    findings = { { row = "k1:charge:c1", mend = "billet batch adjust k1:charge:c1 --amount 12.50 --note TEXT" } } },
}
