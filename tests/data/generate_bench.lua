-- One month of a large MSP, in the order of time: called by generate.lua with its tools.
local t = ...

local TAXES, STEP_MINUTES = 16, 31 * 24 * 60
local VERBS = { "Reset", "Replace", "Check", "Update", "Restore", "Install", "Repair", "Move" }
local THINGS = { "mailbox", "printer", "firewall", "laptop", "backup job", "VPN client", "monitor", "switch port" }
local PLACES = { "in the office", "for reception", "at the branch", "on floor two", "for accounts", "in the lab", "at the depot",
  "for sales" }
local DOINGS = { "Called user and fixed", "Remote session held", "Swapped and tested", "Patched and rebooted", "Waited for vendor",
  "Checked the logs" }

-- A hash of two integers: what belongs to a ticket can be told from its number alone, so that nothing needs to be remembered.
local function hash(n, salt)
  local h = (n + salt * 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9
  h = (h ~ (h >> 31)) * 0x94D049BB133111EB
  return (h ~ (h >> 29)) >> 1
end

local function pick(list, n, salt) return list[hash(n, salt) % #list + 1] end

-- Of ten contracts three are retainers (3, 6, 9), one is a block of hours (1), one counts devices in tiers (4), the others are hourly; of
-- a pair whose work is priced the second rounds its time.
local TYPES = { [1] = "block-hours", [3] = "retainer", [4] = "remote-monitoring", [6] = "retainer", [9] = "retainer" }
local function type_of(k) return TYPES[k % 10] or "hourly" end
local function rounds(k) return (k // 10 + k) % 2 == 0 and (type_of(k) == "hourly" or type_of(k) == "block-hours") end

-- The contract of a ticket: monitoring takes none.
local function contract_of(ticket, contracts)
  local k = hash(ticket, 9) % contracts
  return type_of(k) == "remote-monitoring" and k - 1 or k
end

local function price(k, salt, least, range) return ("%d.%02d"):format(least + hash(k, salt) % range, 25 * (hash(k, salt + 100) % 4)) end

local PARAMS = {
  hourly = function(k) return ('{"rate":"%s"}'):format(price(k, 2, 90, 60)) end,
  retainer = function(k) return ('{"price":"%d.00","covers":["included"]}'):format(200 + hash(k, 1) % 1800) end,
  ["block-hours"] = function(k)
    return ('{"hours":"%d","rate":"%s","overage_rate":"%s","rollover":true}'):format(20 + hash(k, 15) % 20, price(k, 16, 80, 20),
      price(k, 17, 110, 40))
  end,
  ["remote-monitoring"] = function(k)
    return ('{"count_by":"pc_agents","tiers":[{"up_to":"10","unit_price":"%s"},{"up_to":"40","unit_price":"%s"},{"unit_price":"%s"}]}')
      :format(price(k, 18, 8, 4), price(k, 19, 6, 2), price(k, 20, 4, 2))
  end,
}

local function quoted(text) return text == "" and "" or '"' .. text:gsub('"', '""') .. '"' end

local function write_parties(folder, customers, contracts)
  local taxes = t.table_file(folder, "taxes", { "name", "rule", "params" })
  for n = 1, TAXES do
    taxes.line(('tax%02d,percent,"{""rate"":""%d.%02d%%""}"'):format(n, 4 + n % 6, 25 * (n % 4)))
  end
  taxes.close()

  local rates = t.table_file(folder, "rates", { "code", "unit_price" })
  rates.line("after-hours,187.50")
  rates.line("onsite,145.00")
  rates.close()

  local people = t.table_file(folder, "customers", { "id", "name" })
  for c = 0, customers - 1 do people.line(("c%06d,Customer %06d"):format(c, c)) end
  people.close()

  local terms = t.table_file(folder, "contracts", { "id", "customer", "name", "type", "start", "taxable", "tax", "invoice_detail",
    "params", "rules" })
  for k = 0, contracts - 1 do
    local taxed = k % 5 < 3
    local rule = rounds(k) and '[{"rule":"round-time","increment":15,"per":"entry"}]' or ""
    terms.line(("k%06d,c%06d,Contract %06d,%s,2026-05-01,%s,%s,entry,%s,%s"):format(k, k % customers, k, type_of(k),
      taxed and "true" or "false", taxed and ("tax%02d"):format(k % TAXES + 1) or "", quoted(PARAMS[type_of(k)](k)), quoted(rule)))
  end
  terms.close()
end

-- Of a monitoring contract: some devices go in the month, some come.
local function write_devices(folder, contracts, customers)
  local devices = t.table_file(folder, "devices", { "id", "customer", "meter", "from", "to", "contract" })
  local first = t.day_of(2026, 5, 1)
  for k = 4, contracts - 1, 10 do
    for n = 1, 5 + hash(k, 21) % 60 do
      local dice = hash(k * 100 + n, 22)
      local from, gone = first + dice % 60 - 45, dice % 7 == 0
      devices.line(("d%06d-%02d,c%06d,pc_agents,%s,%s,k%06d"):format(k, n, k % customers, t.date_text(from),
        gone and t.date_text(from + dice // 64 % 40) or "", k))
    end
  end
  devices.close()
end

local function write_charges(folder, contracts, customers)
  local charges = t.table_file(folder, "charges", { "id", "customer", "date", "description", "quantity", "unit_price", "contract" })
  local first = t.day_of(2026, 5, 1)
  for n = 0, (contracts + 1) // 2 - 1 do
    local k = n * 2
    charges.line(("p%06d,c%06d,%s,%s,%d,%d.%02d,k%06d"):format(n, k % customers, t.date_text(first + hash(n, 4) % 31),
      pick(THINGS, n, 5):gsub("^%l", string.upper), 1 + hash(n, 6) % 4, 5 + hash(n, 7) % 300, hash(n, 8) % 100, k))
  end
  charges.close()
end

local function write_tickets(folder, count, contracts, customers)
  local tickets = t.table_file(folder, "tickets", { "id", "customer", "contract", "title", "status", "closed_at" })
  for n = 0, count - 1 do
    local k = contract_of(n, contracts)
    local open = hash(n, 10) % 100 < 5
    local title = pick(VERBS, n, 11) .. " " .. pick(THINGS, n, 12) .. " " .. pick(PLACES, n, 13)
    tickets.line(("t%07d,c%06d,k%06d,%s,%s,%s"):format(n, k % customers, k, title, open and "open" or "closed",
      open and "" or "2026-05-31T23:59"))
  end
  tickets.close()
end

-- Entry i starts at the i-th of N even steps through the month; a ticket's two entries lie about a day apart.
local function write_entries(folder, count, tickets, contracts)
  local entries = t.table_file(folder, "time_entries", { "id", "ticket", "start", "minutes", "rate", "work_type", "billable",
    "technician", "note" })
  local first = t.day_of(2026, 5, 1)
  local dates = {}
  for d = 0, 30 do dates[d] = t.date_text(first + d) end
  local apart = count // 31
  for i = 0, count - 1 do
    local minute = i * STEP_MINUTES // count
    local place = i // 2 + (i % 2 == 1 and -(apart // 2) or 0)  -- of two entries in a row the second belongs to an earlier ticket
    local ticket = place % tickets
    local k = contract_of(ticket, contracts)
    local dice = hash(i, 14)
    local coded = dice % 100 < 10
    local retained = type_of(k) == "retainer"
    local rate = coded and (dice % 2 == 0 and "after-hours" or "onsite") or ""
    local kind = coded and "extra" or retained and "included" or "support"
    entries.line(("e%08d,t%07d,%sT%02d:%02d,%d,%s,%s,%s,tech%02d,%s"):format(i, ticket, dates[minute // 1440], minute // 60 % 24,
      minute % 60, 3 + (dice >> 8) % 118, rate, kind, (dice >> 16) % 100 < 3 and "no" or "yes", (dice >> 24) % 40,
      DOINGS[(dice >> 32) % #DOINGS + 1]))
  end
  entries.close()
end

return function(count, folder)
  assert(count > 0, "the number of time entries must be above zero")
  local customers, contracts, tickets = math.max(1, count // 100), math.max(1, count // 50), math.max(1, count // 2)
  local seller = t.table_file(folder, "seller", { "name" })
  seller.line("Bench IT")
  seller.close()
  write_parties(folder, customers, contracts)
  write_charges(folder, contracts, customers)
  write_devices(folder, contracts, customers)
  write_tickets(folder, tickets, contracts, customers)
  write_entries(folder, count, tickets, contracts)
end
