-- Examples of per-user: its help and its tests.
return {
  {
    title = "two kinds of users",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" },
          { meter = "executive_users", description = "Executive user", unit_price = "50.00" } } } },
      },
      readings = {
        { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
        { customer = "cool", meter = "executive_users", at = "2026-04-01", value = "2" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "340.00", lines = { { description = "Standard user", quantity = "8", unit_price = "30.00",
      amount = "240.00", unit = "user" }, { description = "Executive user", quantity = "2", amount = "100.00" } } } },
  },
  {
    title = "start, end, peak, average and days",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "start" } },
        { id = "k2", customer = "cool", name = "K2", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "end" } },
        { id = "k3", customer = "cool", name = "K3", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "peak" } },
        { id = "k4", customer = "cool", name = "K4", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "average" } },
        { id = "k5", customer = "cool", name = "K5", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "device-days" } },
        { id = "k6", customer = "cool", name = "K6", type = "per-user", start = "2026-04-01",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } } } },
      },
      readings = {
        { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
        { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
        { customer = "cool", meter = "standard_users", at = "2026-04-21", value = "9" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "240.00" }, { subtotal = "270.00", lines = { { contract = "k2" } } }, { subtotal = "300.00" },
      { subtotal = "260.00", lines = { { quantity = "8.6667", count = "8.6667", contract = "k4" } } }, { subtotal = "260.00",
      lines = { { contract = "k5" } } }, { subtotal = "270.00", lines = { { contract = "k6" } } } },
  },
  {
    title = "in advance the users at the start bill as the period opens",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", timing = "advance",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } } } },
      },
      readings = {
        { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
        { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
        { customer = "cool", meter = "standard_users", at = "2026-04-21", value = "9" },
      },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "240.00", lines = { { quantity = "8", period = { "2026-04-01", "2026-04-30" } } } } },
  },
  {
    title = "in advance, what only the end tells bills at the close",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", timing = "advance",
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "peak" } },
      },
      readings = {
        { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
        { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
        { customer = "cool", meter = "standard_users", at = "2026-04-21", value = "9" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "300.00", lines = { { quantity = "10", period = { "2026-04-01", "2026-04-30" } } } } },
  },
  {
    title = "in advance with daily proration the next bill catches up on each change",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", timing = "advance",
          proration = "daily", params = { lines = { { meter = "standard_users", description = "Standard user",
          unit_price = "30.00" } } } },
      },
      readings = { { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" } },
    },
    steps = {
      { as_of = "2026-04-01", invoices = { { subtotal = "240.00" } } },
      { import = {
        readings = {
          { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
          { customer = "cool", meter = "standard_users", at = "2026-04-22", value = "9" },
        },
      } },
      { as_of = "2026-05-01", invoices = { { subtotal = "291.00", lines = { { amount = "12.00", count = "2", days = 6, days_of = 30,
        period = { "2026-04-16", "2026-04-21" } }, { amount = "9.00", period = { "2026-04-22", "2026-04-30" } }, { quantity = "9",
        amount = "270.00" } } } } },
    },
  },
  {
    title = "in advance and in arrears half a month costs half, days count themselves",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-16", bill_day = 1,
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } } } },
        { id = "k2", customer = "cool", name = "K2", type = "per-user", start = "2026-04-16", bill_day = 1,
          params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
          measure = "device-days" } },
      },
      readings = { { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "120.00", lines = { { contract = "k1", amount = "120.00" } } }, { subtotal = "120.00",
      lines = { { contract = "k2", quantity = "4" } } } },
  },
  {
    title = "somebody must be counted",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", params = { lines = {} } },
      },
    },
    refused = "at least one kind of user",
  },
}
