-- One customer of the demo with a contract of every type, and the meters, devices and grants that they count.
local ID = "zephyr-offices"
local rows = {}

rows.customers = { { id = ID, name = "Zephyr Managed Offices", tax = "Metro", terms_days = "30", email = "accounts@zephyr-offices.example",
  address1 = "1 Gale Street", city = "Tampa", region = "FL", postal_code = "33601", country = "US" } }

local function contract(id, name, type, params, more)
  local row = { id = "zephyr-" .. id, customer = ID, name = name, type = type, start = "2026-03-01", params = params }
  for key, value in pairs(more or {}) do row[key] = value end
  return row
end

rows.contracts = {
  contract("block", "Block of hours", "block-hours",
    '{"hours":"10","rate":"100.00","overage_rate":"130.00","rollover":true,"rollover_periods":2}',
    { default = "yes", rules = '[{"rule":"round-time","increment":15},{"rule":"after-hours","multiplier":"1.5"}]' }),
  contract("money", "Prepaid money", "block-money", '{"amount":"1500.00","rate":"140.00","rollover":true,"cover_charges":true}',
    { taxable = "yes" }),
  contract("monitoring", "Monitoring", "remote-monitoring", '{"count_by":[{"meter":"server_agents","unit_price":"40.00"},'
    .. '{"meter":"pc_agents","unit_price":"9.00"}],"measure":"start"}', { timing = "advance", proration = "daily" }),
  contract("phones", "Phones", "remote-monitoring", '{"count_by":[{"meter":"phones"}],"tiers":[{"up_to":"10","unit_price":"8.00"},'
    .. '{"up_to":"25","unit_price":"7.00"},{"unit_price":"6.50"}],"committed":"12","measure":"average"}', { taxable = "yes" }),
  contract("backup", "Backup", "online-backup", '{"count_by":"total_gb","rate":"0.35","measure":"peak"}'),
  contract("users", "Users", "per-user", '{"lines":[{"meter":"office_users","description":"Office user","unit_price":"22.00"},'
    .. '{"meter":"kiosks","description":"Kiosk","unit_price":"7.50"}]}', { timing = "advance", proration = "daily" }),
  contract("pack", "Ticket pack", "per-ticket", '{"pack":"3","pack_price":"180.00","extra_price":"75.00"}'),
  contract("move", "Office move", "project-fee", '{"amount":"6000.00","milestones":[{"name":"Plan","amount":"1500.00","due":"2026-04-01",'
    .. '"ready":true},{"name":"Move","due":"2026-05-15","ready":true},{"name":"Handover","due":"2026-07-01"}]}',
    { ["end"] = "2026-07-31" }),
  contract("cloud", "Cloud project", "project-hourly", '{"rate":"150.00","not_to_exceed":"1000.00","progress":true}',
    { ["end"] = "2026-08-31" }),
  contract("agreement", "Managed services", "agreement", '{"lines":[{"id":"fee","type":"retainer","params":{"price":"450.00",'
    .. '"covers":["remote"]}},{"id":"visits","type":"hourly","params":{"rate":"125.00"}},{"id":"printers","type":"remote-monitoring",'
    .. '"params":{"count_by":"other_devices","rate":"5.00"}}]}',
    { rules = '[{"rule":"cap","amount":"400.00"},{"rule":"discount","percent":"5%","category":"service"}]', taxable = "yes" }),
}

rows.grants = { { id = "zephyr-goodwill", contract = "zephyr-block", date = "2026-04-10", quantity = "2", expires = "2026-06-30",
  description = "Goodwill after the outage" },
  { id = "zephyr-extra", contract = "zephyr-block", date = "2026-05-20", quantity = "5", price = "95.00",
    description = "Five extra hours" } }

rows.readings, rows.devices, rows.tickets, rows.time_entries, rows.charges = {}, {}, {}, {}, {}
for _, r in ipairs {
  { "server_agents", "2026-03-01", "3" }, { "pc_agents", "2026-03-01", "24" }, { "pc_agents", "2026-04-14", "26" },
  { "phones", "2026-02-20", "14" }, { "phones", "2026-05-10", "31" }, { "pc_backup_gb", "2026-03-01", "210.5" },
  { "pc_backup_gb", "2026-05-03", "240.25" }, { "server_backup_gb", "2026-03-01", "812" }, { "office_users", "2026-03-01", "26" },
  { "office_users", "2026-05-12", "29" }, { "kiosks", "2026-03-01", "2" }, { "other_devices", "2026-03-01", "6" },
} do rows.readings[#rows.readings + 1] = { customer = ID, meter = r[1], at = r[2], value = r[3] } end
rows.devices = { { id = "zephyr-srv-4", customer = ID, meter = "server_agents", from = "2026-04-20", name = "File server" },
  { id = "zephyr-nas", customer = ID, meter = "server_agents", from = "2026-03-01", to = "2026-05-09", name = "Old storage" } }

-- Tickets: contract, title, closed on, then entries: start, minutes, work type.
local function ticket(contract_id, title, closed_at, ...)
  local id = ("Z-%03d"):format(#rows.tickets + 1)
  rows.tickets[#rows.tickets + 1] = { id = id, customer = ID, contract = "zephyr-" .. contract_id, title = title,
    status = closed_at and "Closed" or "Open", closed_at = closed_at }
  for _, e in ipairs { ... } do
    rows.time_entries[#rows.time_entries + 1] = { id = ("ZE-%03d"):format(#rows.time_entries + 1), ticket = id, start = e[1],
      minutes = tostring(e[2]), work_type = e[3], technician = "Grace Kim" }
  end
end

ticket("block", "Mail migration", "2026-03-13T17:00", { "2026-03-10T09:00", 190, "remote" }, { "2026-03-12T16:40", 130, "remote" })
ticket("block", "Server room", "2026-04-25T12:00", { "2026-04-22T17:20", 335, "onsite" }, { "2026-04-24T08:00", 480, "onsite" })
ticket("block", "Wi-Fi survey", "2026-05-08T12:00", { "2026-05-06T09:00", 540, "onsite" }, { "2026-05-07T09:00", 415, "onsite" })
ticket("block", "Printer queue", nil, { "2026-05-28T10:00", 50, "remote" })
ticket("money", "Firewall rules", "2026-03-20T10:00", { "2026-03-18T09:00", 420, "remote" })
ticket("money", "Branch office", "2026-05-22T10:00", { "2026-05-18T09:00", 900, "onsite" }, { "2026-05-20T09:00", 870, "onsite" })
for n = 1, 5 do ticket("pack", "Small request " .. n, ("2026-05-%02dT15:00"):format(n * 3), { ("2026-05-%02dT11:00"):format(n * 3),
    20 + n }) end
ticket("pack", "Late request", "2026-06-02T09:00", { "2026-05-29T11:00", 25 })
ticket("move", "Cabling", "2026-05-10T10:00", { "2026-05-05T09:00", 300, "onsite" })
ticket("cloud", "Tenant", "2026-04-16T10:00", { "2026-04-14T09:00", 250, "remote" })
ticket("cloud", "Data", "2026-05-16T10:00", { "2026-05-11T09:00", 260, "remote" })
ticket("agreement", "Monthly check", "2026-05-11T10:00", { "2026-05-08T10:00", 95, "remote" })
ticket("agreement", "Desk moves", "2026-05-19T10:00", { "2026-05-18T09:00", 150, "onsite" }, { "2026-05-19T09:00", 100, "onsite" })

rows.charges = { { id = "ZC-1", customer = ID, contract = "zephyr-money", date = "2026-05-19", description = "Access switch",
    quantity = "2",
  unit_price = "189.00", kind = "product", sku = "SW-8" } }

return rows
