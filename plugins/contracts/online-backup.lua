-- Online Backup: gigabytes in the backup × a rate.

local meters = {
  pc_backup_gb     = { "PC backup", "pc_backup_gb" },
  server_backup_gb = { "Server backup", "server_backup_gb" },
  total_gb         = { "Backup", { "pc_backup_gb", "server_backup_gb" } },
}

local function count(c, period, bill)
  local what = meters[c.count_by]
  local number, over = period:count(what[2], c.measure)
  if c.round_up then number, over = number:ceiling(over), 1 end
  bill:line { what[1], quantity = number, over = over, price = c.rate, unit = "GB", count = number, whole = c.measure == "device-days" }
end

-- What is known as a period opens bills then; what only its end tells, at its close.
local function known_at_opening(c) return not c.contract.advance or c.measure == "start" end

return contract {
  name = "online-backup", api = 1, version = "1.0.0", title = "Online Backup",
  doc = "Bills the gigabytes of each period × the rate.",

  params = {
    count_by = choice { "pc_backup_gb", "server_backup_gb", "total_gb", doc = "whose backups" },
    rate     = money  { doc = "price of a gigabyte each period", raise = true },
    measure  = choice { "start", "end", "peak", "average", "device-days",
      doc = "which amount of the period; in advance, its start bills as it opens, else its close", default = "end" },
    round_up = flag   { doc = "to whole gigabytes", default = false },
  },

  opens = function(c, period, bill)
    if known_at_opening(c) then count(c, period, bill) end
  end,

  closes = function(c, period, bill)
    if not known_at_opening(c) then count(c, period, bill) end
  end,
}
