-- Half a year of a small MSP, Harbor Point IT: called by generate.lua with its tools.
local t, types = ...
local random = t.generator(20260607)
local pick, between, chance = random.pick, random.between, random.chance

local FIRST, LAST = t.day_of(2026, 2, 1), t.day_of(2026, 6, 5)
local TICKETS, ENTRIES, CONTRACTS, CHARGES = 1500, 3000, 90, 180

local CITIES = {
  { "New York", "NY", "US", "America/New_York", "New York", "100%02d" },
  { "Buffalo", "NY", "US", "America/New_York", "New York", "142%02d" },
  { "Boston", "MA", "US", "America/New_York", "Massachusetts", "021%02d" },
  { "Austin", "TX", "US", "America/Chicago", "Texas", "787%02d" },
  { "Dallas", "TX", "US", "America/Chicago", "Texas", "752%02d" },
  { "Chicago", "IL", "US", "America/Chicago", "Illinois", "606%02d" },
  { "Tampa", "FL", "US", "America/New_York", "Florida", "336%02d" },
  { "Seattle", "WA", "US", "America/Los_Angeles", "Washington", "981%02d" },
  { "Oakland", "CA", "US", "America/Los_Angeles", "California", "946%02d" },
  { "Toronto", "ON", "CA", "America/Toronto", "Ontario HST", "M5V 2T%d" },
  { "Vancouver", "BC", "CA", "America/Vancouver", "GST", "V6B 1A%d" },
}
local NAMES = {
  "Alder & Finch Architects", "Amber Coast Fisheries", "Bayview Pediatrics", "Beacon Street Law", "Bellweather Books",
  "Birch Hill Dental", "Blue Heron Logistics", "Brightwater Brewing", "Caldwell Insurance Agency", "Cedar Ridge Veterinary",
  "Clearfield Accounting", "Copper Kettle Catering", "Crestline Roofing", "Dunmore Textiles", "Eastgate Credit Union",
  "Elm & Oak Furniture", "Fairmont Property Group", "Foxglove Florists", "Granite Peak Engineering", "Greenway Landscapes",
  "Halden Machine Works", "Hollis Family Trust", "Ironbridge Construction", "Juniper Health Clinic", "Kestrel Air Charter",
  "Lakeshore Montessori", "Lindqvist Design Studio", "Maple Grove Senior Living", "Marlow Freight Brokers", "Meridian Staffing",
  "Northfield Community Theatre", "Old Mill Bakery", "Pinecrest Physiotherapy", "Quarterdeck Marine Supply",
  "Redwood Title Company", "Saint-Laurent Imports", "Silverline Transit", "Tamarack Outfitters", "Westbrook Public Library",
}
local STREETS = {
  "Main St", "Harbor Rd", "Elm St", "2nd Ave", "Park Ave", "Mill Ln", "King St W", "Lake Shore Dr", "Market St", "Union Sq",
}
local TECHNICIANS = { "Ana Ruiz", "Ben Okafor", "Chloe Martin", "Dev Patel", "Erin Walsh", "Farid Haddad", "Grace Kim" }
local TITLES = {
  "Outlook keeps asking for a password", "Printer on the second floor is offline", "New starter: laptop and accounts",
  "VPN drops every few minutes", "Shared drive is full", "Backup job failed overnight", "Phishing mail reported",
  "Cannot join the video meeting", "Firewall firmware update", "Wi-Fi is slow in the meeting room", "Leaver: close accounts",
  "Accounting software will not start", "Replace a failed disk", "Move two desks", "Domain certificate expires soon",
  "Scanner sends blank pages", "Second monitor flickers", "Restore a deleted folder", "Server room too warm",
  "Phone system has no dial tone", "Multi-factor sign-in reset", "Laptop battery swells", "Website form sends no mail",
  "Quarterly patch window",
}
local NOTES = {
  "Remote session, fixed with the user", "On the phone with the vendor", "Replaced the part and tested", "Reset and confirmed",
  "Drove out, checked cabling", "Cleared the queue, watched it run", "Rolled back the update", "Wrote up steps for the user",
  "Rebuilt the profile", "Found the cause in the logs",
}
local PRODUCTS = {
  { "USB-C dock", 18900, "DOCK-C" }, { "Patch cable 3 m", 899, "CAB-3" }, { "24-port switch", 31250, "SW-24" },
  { "SSD 1 TB", 10995, "SSD-1T" }, { "UPS battery", 7450, "UPS-B" }, { "Wireless access point", 16900, "WAP-6" },
  { "Toner cartridge", 8325, "TON-B" }, { "Headset", 6499, "HS-1" },
}
local EXPENSES = { { "Mileage", 67 }, { "Parking", 1400 }, { "Courier", 2350 }, { "Toll", 685 } }

local TAXES = {
  { "Metro", '{"rate":"10%"}' },
  { "New York", '{"rate":"8.875%","categories":[{"category":"labor","rate":"0%"}]}' },
  { "Massachusetts", '{"rate":"6.25%","categories":[{"category":"labor","rate":"0%"},{"category":"service","rate":"0%"}]}' },
  { "Texas", '{"rate":"8.25%"}' },
  { "Illinois", '{"rate":"10.25%","categories":[{"category":"labor","rate":"0%"}]}' },
  { "Florida", '{"rate":"7.5%"}' },
  { "Washington", '{"rate":"10.35%","rounding":"document"}' },
  { "California", '{"rate":"9.25%","categories":[{"category":"labor","rate":"0%"},{"category":"service","rate":"0%"}]}' },
  { "Ontario HST", '{"rate":"13%"}' },
  { "GST", '{"rate":"5%"}' },
}

local function slug(name) return (name:lower():gsub("&", "and"):gsub("[^a-z0-9]+", "-")) end

local function clock(day, minute) return ("%sT%02d:%02d"):format(t.date_text(day), minute // 60, minute % 60) end

local function workday(low, high)
  local day = between(low, high)
  if t.weekday(day) >= 5 and not chance(12) then day = day - (t.weekday(day) - 4) end
  return math.max(low, day)
end

-- ---- Customers

local function make_customers()
  local customers = {}
  local function add(id, name, city, more)
    local c = {
      id = id, name = name, city = city[1], region = city[2], country = city[3], zone = city[4], tax = city[5], terms_days = pick { 0, 14,
        30, 30 },
      currency = city[3] == "CA" and "CAD" or "USD", email = "accounts@" .. id .. ".example",
      postal_code = city[6]:find("%%02d") and city[6]:format(between(1, 40)) or city[6]:format(between(1, 9)),
      address1 = between(2, 980) .. " " .. pick(STREETS), phone = ("+1 555 01%02d"):format(between(0, 99)),
    }
    for key, value in pairs(more) do c[key] = value end
    customers[#customers + 1] = c
  end
  add("coolrealty", "CoolRealty", CITIES[7], { terms_days = 30, tax = "Metro" })
  for i, name in ipairs(NAMES) do
    local city = CITIES[(i * 7) % #CITIES + 1]
    add(slug(name), name, city, {
      invoice_per = i % 5 == 0 and "customer" or i == 17 and "po" or nil, po_number = i == 17 and "PO-2026-031" or nil,
        tax_exempt = i == 39 and "yes" or nil,
    })
  end
  return customers
end

-- ---- Contracts: how the n-th one is billed

local ROUNDING = '[{"rule":"round-time","increment":15,"minimum":30,"per":"ticket"}]'
local QUARTERS = '[{"rule":"round-time","increment":15,"per":"entry"}]'

local function hourly_terms(n)
  local c = { name = pick { "Help desk", "Support by the hour", "Break/fix", "Time and materials" }, type = "hourly" }
  c.params = ('{"rate":"%s"}'):format(t.cents(between(36, 62) * 250))
  if n % 4 == 0 then c.period = "on-demand" elseif n % 11 == 0 then c.period = "weekly" end
  if n % 3 == 0 then c.rules = ROUNDING elseif n % 5 == 0 then c.rules = QUARTERS end
  c.invoice_detail = n % 7 == 0 and "entry" or n % 9 == 0 and "contract" or nil
  return c
end

local function retainer_terms(n)
  local c = { name = pick { "Flat fee", "Managed services, flat fee", "Retainer", "Mailboxes, flat fee" }, type = "retainer" }
  c.covers = n % 3 == 0 and { "remote", "onsite" } or { "remote" }
  local fee, count = between(12, 120) * 2500, nil
  if c.name:find("Mailboxes") then fee, count = between(14, 32) * 50, between(5, 60) end
  local quantity = count and ('"quantity":"%d",'):format(count) or ""
  c.params = ('{"price":"%s",%s"covers":["%s"]}'):format(t.cents(fee), quantity, table.concat(c.covers, '","'))
  if n % 6 == 0 then c.period = "quarterly" elseif n % 13 == 0 then c.period = "weekly" end
  if n % 4 == 1 then c.timing = "advance" end
  if c.period == nil and n % 3 == 1 then c.bill_day, c.proration = 1, "daily" end
  return c
end

local function add_dates(c, n)
  c.from = n % 2 == 0 and FIRST or FIRST + between(1, 45)
  if n % 15 == 7 then c.from, c.bill_from = t.day_of(2025, 2, 1), "2026-02-01" end
  if n % 20 == 9 then c.to = t.day_of(2026, 4, 15) + between(0, 30) end
  if n == 49 then c.active = "no" end
  c.start, c["end"] = t.date_text(c.from), c.to and t.date_text(c.to) or nil
  if c.to and not c.proration then c.proration = "daily" end
end

local function make_contracts(customers)
  local contracts, has_default = {}, {}
  local function add(c, customer, n)
    c.customer, c.owner = customer.id, customer
    c.id = c.id or ("%s-%d"):format(customer.id, n)
    contracts[#contracts + 1] = c
  end
  add({ id = "cool-retainer", name = "Retainer", type = "retainer", start = "2026-03-07", from = t.day_of(2026, 3, 7), taxable = "yes",
    tax = "Metro", params = '{"price":"500.00","covers":["remote"]}', covers = { "remote" } }, customers[1])
  add({ id = "cool-desk", name = "Help desk", type = "hourly", start = "2026-03-07", from = t.day_of(2026, 3, 7),
    params = '{"rate":"120.00"}', rules = ROUNDING, default = "yes" }, customers[1])
  has_default.coolrealty = contracts[2]
  local count = {}
  for n = 1, CONTRACTS - 2 do
    local customer = customers[(n - 1) % (#customers - 1) + 2]
    count[customer.id] = (count[customer.id] or 0) + 1
    local c = n % 5 < 2 and hourly_terms(n) or retainer_terms(n)
    add_dates(c, n)
    c.taxable = n % 10 < 6 and "yes" or "no"
    if c.type == "hourly" and not c.to and not has_default[customer.id] then c.default, has_default[customer.id] = "yes", c end
    add(c, customer, count[customer.id])
  end
  return contracts
end

-- ---- Work

local function make_tickets(contracts)
  local tickets = {}
  for n = 1, TICKETS do
    local contract = contracts[between(2, #contracts)]  -- CoolRealty's retainer stays a plain fee
    local low, high = math.max(contract.from, FIRST), math.min(contract.to or LAST, LAST)
    tickets[n] = { contract = contract, opened = workday(low, high), until_day = high, order = n, count = ENTRIES // TICKETS,
      title = pick(TITLES) }
  end
  for _ = 1, TICKETS do  -- move entries from one ticket to another: the sum stays
    local from, to = tickets[between(1, TICKETS)], tickets[between(1, TICKETS)]
    if from.count > 1 and to.count < 6 then from.count, to.count = from.count - 1, to.count + 1 end
  end
  table.sort(tickets, function(x, y)
    if x.opened ~= y.opened then return x.opened < y.opened end
    return x.order < y.order
  end)
  for n, ticket in ipairs(tickets) do ticket.id = ("T-%d"):format(1000 + n) end
  return tickets
end

local function covered(contract, kind)
  for _, word in ipairs(contract.covers or {}) do if word == kind then return true end end
  return false
end

local function make_entries(tickets)
  local entries = {}
  for _, ticket in ipairs(tickets) do
    local day, minute = ticket.opened, between(8 * 12, 15 * 12) * 5
    for _ = 1, ticket.count do
      local late = chance(8)
      local kind = chance(68) and "remote" or chance(80) and "onsite" or "project"
      local e = { ticket = ticket, day = day, minute = late and between(18 * 12, 21 * 12) * 5 or minute, minutes = pick { 5, 8, 12, 15,
        20, 25, 30, 40, 45, 60, 75, 90, 120, 150 } }
      e.work_type = kind
      if ticket.contract.type == "hourly" then
        e.rate = late and "after-hours" or kind == "project" and "senior" or chance(10) and "std" or nil
      elseif not covered(ticket.contract, kind) then
        e.rate = late and "after-hours" or kind == "project" and "senior" or "std"
      end
      e.billable = chance(5) and "no" or nil
      e.technician, e.note, e.order = pick(TECHNICIANS), pick(NOTES), #entries
      entries[#entries + 1] = e
      ticket.last_day, ticket.last_minute = day, math.min(math.max(ticket.last_day == day and ticket.last_minute or 0,
        e.minute + e.minutes), 1439)
      minute = minute + e.minutes + between(1, 6) * 5
      if minute > 17 * 60 or chance(35) then
        day, minute = math.min(day + between(1, 4), ticket.until_day), between(8 * 12, 15 * 12) * 5
      end
    end
  end
  table.sort(entries, function(x, y)
    if x.day ~= y.day then return x.day < y.day end
    if x.minute ~= y.minute then return x.minute < y.minute end
    return x.order < y.order
  end)
  return entries
end

-- Most tickets close with their last entry, some weeks later, a few not yet.
local function close_tickets(tickets)
  for _, ticket in ipairs(tickets) do
    local day = ticket.last_day + (chance(10) and between(18, 45) or chance(30) and between(1, 3) or 0)
    local open = chance(3) or (ticket.last_day > LAST - 10 and chance(20)) or day > LAST
    if open then
      ticket.status = pick { "Open", "In progress", "Waiting on customer" }
    else
      ticket.status = chance(80) and "Closed" or "Resolved"
      ticket.closed_at = clock(day, day == ticket.last_day and ticket.last_minute or between(9 * 60, 17 * 60))
    end
  end
end

-- ---- Files

local function write(folder, name, columns, rows)
  local file = t.table_file(folder, name, columns)
  for _, row in ipairs(rows) do file.row(row) end
  file.close()
end

local function tax_rows()
  local rows = {}
  for i, tax in ipairs(TAXES) do rows[i] = { name = tax[1], rule = "percent", params = tax[2] } end
  return rows
end

local function rate_rows(customers)
  local rows = {
    { code = "std", unit_price = "125.00", description = "Standard hour" },
    { code = "after-hours", unit_price = "187.50", description = "Hour after 18:00" },
    { code = "senior", unit_price = "160.00", description = "Senior engineer" },
    { code = "senior", unit_price = "168.00", from = "2026-04-15", description = "Senior engineer" },
  }
  for _, c in ipairs(customers) do
    if c.currency == "CAD" then
      for i = 1, 4 do
        local base = rows[i]
        local price = ({ "160.00", "240.00", "205.00", "215.00" })[i]
        rows[#rows + 1] = { code = base.code, customer = c.id, from = base.from, unit_price = price, currency = "CAD",
          description = base.description }
      end
    end
  end
  return rows
end

local function ticket_rows(tickets)
  local rows = {}
  for i, ticket in ipairs(tickets) do
    local contract = ticket.contract
    local named = not (contract.default and chance(40))  -- the others are left to the customer's default contract
    rows[i] = { id = ticket.id, customer = contract.customer, contract = named and contract.id or nil, title = ticket.title,
      status = ticket.status,
      closed_at = ticket.closed_at }
  end
  return rows
end

local function entry_rows(entries)
  local rows = {}
  for i, e in ipairs(entries) do
    rows[i] = { id = ("E-%05d"):format(i), ticket = e.ticket.id, start = clock(e.day, e.minute), minutes = e.minutes, rate = e.rate,
      work_type = e.work_type,
      billable = e.billable, technician = e.technician, note = e.note }
  end
  return rows
end

local function charge_rows(tickets)
  local rows = {}
  for n = 1, CHARGES do
    local ticket = tickets[(n * TICKETS) // (CHARGES + 1)]
    local product = chance(70)
    local thing = product and pick(PRODUCTS) or pick(EXPENSES)
    rows[n] = {
      id = ("C-%04d"):format(n), customer = ticket.contract.customer, contract = ticket.contract.id, ticket = chance(50) and ticket.id
        or nil,
      date = t.date_text(ticket.opened), description = thing[1], sku = thing[3], unit_price = t.cents(thing[2]), kind = product
        and "product" or "expense",
      quantity = thing[1] == "Mileage" and ("%d.%d"):format(between(4, 60), between(0, 9)) or tostring(product and between(1, 4) or 1),
      discount = product and chance(15) and pick { "10%", "5%", "5.00" } or nil,
    }
  end
  rows[#rows + 1] = { id = "C-RET1", customer = rows[40].customer, contract = rows[40].contract, date = rows[40].date,
    description = "Returned, unopened",
    quantity = "-1", unit_price = "64.99", kind = "product" }
  return rows
end

local function change_rows(contracts)
  local rows = {}
  for n, c in ipairs(contracts) do
    if c.type == "retainer" and n % 16 == 0 and not c.to and not c.params:find("quantity") then
      local price = t.cents(between(60, 130) * 2500)
      rows[#rows + 1] = { contract = c.id, from = n % 32 == 0 and "2026-04-16" or "2026-05-01",
        params = ('{"price":"%s"}'):format(price) }
    end
  end
  return rows
end

-- The rows made by chance, then those of the customer that has a contract of every type.
local function with(own, more)
  for _, row in ipairs(more or {}) do own[#own + 1] = row end
  return own
end

return function(folder)
  local customers = make_customers()
  local contracts = make_contracts(customers)
  local tickets = make_tickets(contracts)
  local entries = make_entries(tickets)
  close_tickets(tickets)
  write(folder, "seller", { "name", "address1", "city", "region", "postal_code", "country", "tax_id", "email", "phone", "bank",
    "footer" }, { {
    name = "Harbor Point IT", address1 = "48 Wharf Street", city = "Portland", region = "ME", postal_code = "04101", country = "US",
      tax_id = "01-5550142",
    email = "billing@harborpoint.example", phone = "+1 555 0142", bank = "Casco Bay Bank, routing 000000000, account 00012345",
      footer = "Thank you for your business.",
  } })
  write(folder, "customers", { "id", "name", "currency", "zone", "tax", "tax_exempt", "terms_days", "invoice_per", "po_number", "email",
    "phone", "address1",
    "city", "region", "postal_code", "country" }, with(customers, types.customers))
  write(folder, "contracts", { "id", "customer", "name", "type", "start", "end", "bill_from", "active", "default", "period", "bill_day",
    "timing", "proration",
    "taxable", "tax", "invoice_detail", "params", "rules" }, with(contracts, types.contracts))
  write(folder, "changes", { "contract", "from", "params" }, change_rows(contracts))
  write(folder, "taxes", { "name", "rule", "params" }, tax_rows())
  write(folder, "rates", { "code", "customer", "from", "unit_price", "currency", "description" }, rate_rows(customers))
  write(folder, "tickets", { "id", "customer", "contract", "title", "status", "closed_at" }, with(ticket_rows(tickets), types.tickets))
  write(folder, "time_entries", { "id", "ticket", "start", "minutes", "rate", "work_type", "billable", "technician", "note" },
    with(entry_rows(entries), types.time_entries))
  write(folder, "charges", { "id", "customer", "date", "description", "quantity", "unit_price", "contract", "ticket", "kind", "sku",
    "discount" }, with(charge_rows(tickets), types.charges))
  write(folder, "readings", { "customer", "meter", "at", "value" }, types.readings)
  write(folder, "devices", { "id", "customer", "meter", "from", "to", "name" }, types.devices)
  write(folder, "grants", { "id", "contract", "date", "quantity", "price", "expires", "description" }, types.grants)
end
