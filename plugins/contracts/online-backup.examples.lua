-- Examples of online-backup: its help and its tests.
return {
  {
    title = "PCs, servers, and both",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.50" } },
        { id = "k2", customer = "cool", name = "K2", type = "online-backup", start = "2026-04-01",
          params = { count_by = "server_backup_gb", rate = "0.50" } },
        { id = "k3", customer = "cool", name = "K3", type = "online-backup", start = "2026-04-01", params = { count_by = "total_gb",
          rate = "0.50" } },
      },
      readings = {
        { customer = "cool", meter = "server_backup_gb", at = "2026-04-01", value = "120" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "80" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "40.00", lines = { { quantity = "80", description = "PC backup" } } }, { subtotal = "60.00",
      lines = { { quantity = "120", description = "Server backup" } } }, { subtotal = "100.00", lines = { { quantity = "200",
      unit_price = "0.50", description = "Backup" } } } },
  },
  {
    title = "start, end, peak, average and days",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "start" } },
        { id = "k2", customer = "cool", name = "K2", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "end" } },
        { id = "k3", customer = "cool", name = "K3", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "peak" } },
        { id = "k4", customer = "cool", name = "K4", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "average" } },
        { id = "k5", customer = "cool", name = "K5", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "device-days" } },
        { id = "k6", customer = "cool", name = "K6", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35" } },
      },
      readings = {
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "100" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-11", value = "160" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-26", value = "130" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "35.00" }, { subtotal = "45.50", lines = { { contract = "k2" } } }, { subtotal = "56.00" },
      { subtotal = "47.25", lines = { { quantity = "135", contract = "k4" } } }, { subtotal = "47.25", lines = { { quantity = "135",
      contract = "k5" } } }, { subtotal = "45.50", lines = { { contract = "k6" } } } },
  },
  {
    title = "a fraction of a gigabyte costs its fraction",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35" } },
      },
      readings = { { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "123.456" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "43.21", lines = { { quantity = "123.456", unit_price = "0.35", amount = "43.21" } } } },
  },
  {
    title = "or a whole one, also of an average",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", round_up = true } },
        { id = "k2", customer = "cool", name = "K2", type = "online-backup", start = "2026-04-01",
          params = { count_by = "pc_backup_gb", rate = "0.35", round_up = true, measure = "average" } },
        { id = "k3", customer = "cool", name = "K3", type = "online-backup", start = "2026-04-01",
          params = { count_by = "server_backup_gb", rate = "0.35", round_up = true } },
      },
      readings = {
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "123.456" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-16", value = "124" },
        { customer = "cool", meter = "server_backup_gb", at = "2026-04-01", value = "50" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "43.40", lines = { { quantity = "124", contract = "k1" } } }, { subtotal = "43.40",
      lines = { { quantity = "124", contract = "k2" } } }, { subtotal = "17.50", lines = { { quantity = "50" } } } },
  },
  {
    title = "in advance the start bills as the period opens",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-01", timing = "advance",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "start" } },
      },
      readings = {
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "100" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-11", value = "160" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-26", value = "130" },
      },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "35.00", lines = { { quantity = "100", period = { "2026-04-01", "2026-04-30" } } } } },
  },
  {
    title = "in advance, what only the end tells bills at the close",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-01", timing = "advance",
          params = { count_by = "pc_backup_gb", rate = "0.35", measure = "peak" } },
        { id = "k2", customer = "cool", name = "K2", type = "online-backup", start = "2026-04-01", timing = "advance",
          params = { count_by = "pc_backup_gb", rate = "0.35" } },
      },
      readings = {
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "100" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-11", value = "160" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-26", value = "130" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "56.00", lines = { { quantity = "160", period = { "2026-04-01", "2026-04-30" } } } },
      { subtotal = "45.50", lines = { { quantity = "130", period = { "2026-04-01", "2026-04-30" } } } } },
  },
  {
    title = "half a month costs half, days count themselves",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "online-backup", start = "2026-04-16", bill_day = 1,
          params = { count_by = "pc_backup_gb", rate = "0.50" } },
        { id = "k2", customer = "cool", name = "K2", type = "online-backup", start = "2026-04-16", bill_day = 1,
          params = { count_by = "pc_backup_gb", rate = "0.50", measure = "device-days" } },
      },
      readings = { { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "100" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "25.00", lines = { { contract = "k1", amount = "25.00" } } }, { subtotal = "25.00",
      lines = { { contract = "k2", quantity = "50" } } } },
  },
}
