-- Examples of after-hours: its help and its tests.
return {
  {
    title = "half past eight in the evening costs half as much again",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5" }  } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-08T10:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-08T20:30", minutes = 30 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "210.00", lines = {
      { amount = "120.00", ticket = "T1" },
      { unit_price = "180.00", amount = "90.00", ticket = "T2" },
    } } },
  },
  {
    title = "work from 17:00 to 19:00 is split at 18:00",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-08T17:00", minutes = 120 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "300.00", lines = {
      { quantity = "1", unit_price = "120.00", amount = "120.00" },
      { quantity = "1", unit_price = "180.00", amount = "180.00" },
    } } },
  },
  {
    title = "the hours begin at 08:00 and end at 18:00, to the minute",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-08T07:59", minutes = 1 },
        { id = "e2", ticket = "T2", start = "2026-04-08T08:00", minutes = 600 },
        { id = "e3", ticket = "T3", start = "2026-04-08T18:00", minutes = 1 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "1206.00", lines = {
      { amount = "3.00", ticket = "T1" },
      { amount = "1200.00", ticket = "T2" },
      { amount = "3.00", ticket = "T3" },
    } } },
  },
  {
    title = "Saturday is outside, unless business_days says otherwise",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5", business_days = "mon-wed,sat" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
        { id = "T4", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-11T10:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-10T10:00", minutes = 60 },
        { id = "e3", ticket = "T3", start = "2026-04-08T10:00", minutes = 60 },
        { id = "e4", ticket = "T4", start = "2026-04-06T10:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "540.00", lines = {
      { amount = "120.00", ticket = "T1" },
      { amount = "180.00", ticket = "T2" },
      { amount = "120.00", ticket = "T3" },
      { amount = "120.00", ticket = "T4" },
    } } },
  },
  {
    title = "days may run over the weekend",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5", business_days = "sat-mon" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-12T10:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-14T10:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "300.00", lines = { { amount = "120.00", ticket = "T1" }, { amount = "180.00", ticket = "T2" } } } },
  },
  {
    title = "a holiday is outside whole, by list and by calendar",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5", holidays = { "2026-04-03" }, calendar = "us" } } } },
      calendars = { { name = "us", date = "2026-04-06" } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-03T10:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-06T10:00", minutes = 60 },
        { id = "e3", ticket = "T3", start = "2026-04-07T10:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "480.00", lines = {
      { amount = "180.00", ticket = "T1" },
      { amount = "180.00", ticket = "T2" },
      { amount = "120.00", ticket = "T3" },
    } } },
  },
  {
    title = "a night from 22:00 to 06:00 belongs to the day on which it begins",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5", business_hours = "22:00-06:00", business_days = "fri" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T21:00", minutes = 120 },
        { id = "e2", ticket = "T2", start = "2026-04-11T05:00", minutes = 120 },
        { id = "e3", ticket = "T3", start = "2026-04-10T05:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "780.00", lines = {
      { amount = "180.00", ticket = "T1" },
      { amount = "120.00", ticket = "T1" },
      { amount = "120.00", ticket = "T2" },
      { amount = "180.00", ticket = "T2" },
      { amount = "180.00", ticket = "T3" },
    } } },
  },
  {
    title = "an entry over several days is split at every edge, not at midnight between two evenings",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-08T17:00", minutes = 960 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "2760.00", lines = {
      { quantity = "2", amount = "240.00" },
      { quantity = "14", unit_price = "180.00", amount = "2520.00" },
    } } },
  },
  {
    title = "a multiplier of 1.333 is exact to the cent",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "100.00" },
        rules = { { rule = "after-hours", multiplier = "1.333" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-08T20:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "133.30", lines = { { unit_price = "133.30", amount = "133.30" } } } },
  },
  {
    title = "midnight to midnight",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5", business_hours = "00:00-24:00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-08T23:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-10T23:00", minutes = 120 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "420.00", lines = {
      { amount = "120.00", ticket = "T1" },
      { amount = "120.00", ticket = "T2" },
      { amount = "180.00", ticket = "T2" },
    } } },
  },
  {
    title = "days with hours of their own: Saturday morning, none on Wednesday, a night from Friday on",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "hourly", start = "2026-04-01", params = { rate = "100.00" },
          rules = { { rule = "after-hours", multiplier = "1.5", hours = { wed = "", fri = "18:00-02:00", sat = "09:00-12:00" } } } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
        { id = "T4", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-04-07T17:00", minutes = 120 },
        { id = "T2.1", ticket = "T2", start = "2026-04-08T10:00", minutes = 60 },
        { id = "T3.1", ticket = "T3", start = "2026-04-10T17:00", minutes = 600 },
        { id = "T4.1", ticket = "T4", start = "2026-04-11T08:00", minutes = 300 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "2100.00", lines = {
      { ticket = "T1", quantity = "1", unit_price = "100.00" }, { ticket = "T1", quantity = "1", unit_price = "150.00" },
      { ticket = "T2", quantity = "1", unit_price = "150.00" },
      { ticket = "T3", quantity = "8", unit_price = "100.00" }, { ticket = "T3", quantity = "2", unit_price = "150.00" },
      { ticket = "T4", quantity = "3", unit_price = "100.00" }, { ticket = "T4", quantity = "2", unit_price = "150.00" },
    } } },
  },
  {
    title = "a day's own hours are from-to as well",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "hourly", start = "2026-04-01", params = { rate = "100.00" },
          rules = { { rule = "after-hours", multiplier = "1.5", hours = { mon = "09:00-17:00", sat = "9-12" } } } },
      },
    },
    refused = "hours.sat: must be from-to",
  },
  {
    title = "each day by its name, half the price past 17:59",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "0.5", business_days = "tue,thu,sun", business_hours = "09:59-17:59" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
        { id = "T4", customer = "cool", contract = "k1", status = "closed" },
        { id = "T5", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-07T10:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-08T10:00", minutes = 60 },
        { id = "e3", ticket = "T3", start = "2026-04-09T10:00", minutes = 60 },
        { id = "e4", ticket = "T4", start = "2026-04-12T17:29", minutes = 60 },
        { id = "e5", ticket = "T5", start = "2026-04-07T09:58", minutes = 1 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "391.00", lines = {
      { amount = "120.00", ticket = "T1" },
      { amount = "60.00", ticket = "T2" },
      { amount = "120.00", ticket = "T3" },
      { amount = "60.00", ticket = "T4" },
      { amount = "30.00", ticket = "T4" },
      { amount = "1.00", ticket = "T5" },
    } } },
  },
  {
    title = "a day and a stretch of days, from midnight on",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "60.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_days = "wed,sat-mon", business_hours = "00:00-08:00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-07T23:30", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-09T07:00", minutes = 60 },
        { id = "e3", ticket = "T3", start = "2026-04-13T07:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "270.00", lines = {
      { quantity = "0.5", amount = "60.00", ticket = "T1" },
      { quantity = "0.5", amount = "30.00", ticket = "T1" },
      { amount = "120.00", ticket = "T2" },
      { amount = "60.00", ticket = "T3" },
    } } },
  },
  {
    title = "through the night into the morning: midnight parts nothing",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01", invoice_detail = "entry",
        params = { rate = "120.00" },
        rules = { { rule = "after-hours", multiplier = "1.5" } } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-08T20:00", minutes = 840 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "2400.00", lines = {
      { quantity = "12", unit_price = "180.00", amount = "2160.00" },
      { quantity = "2", unit_price = "120.00", amount = "240.00" },
    } } },
  },
  {
    title = "hours end by midnight",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_hours = "08:00-24:01" } } } },
    },
    refused = "business_hours: must be from-to",
  },
  {
    title = "and begin before it",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_hours = "24:00-08:00" } } } },
    },
    refused = "business_hours: must be from-to",
  },
  {
    title = "they have sixty minutes",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_hours = "08:60-18:00" } } } },
    },
    refused = "business_hours: must be from-to",
  },
  {
    title = "at both ends",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_hours = "08:00-17:60" } } } },
    },
    refused = "business_hours: must be from-to",
  },
  {
    title = "and last",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_hours = "08:00-08:00" } } } },
    },
    refused = "business_hours: must be from-to",
  },
  {
    title = "days have names",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "after-hours", multiplier = "2", business_days = "mon-fry" } } } },
    },
    refused = "business_days: must be days",
  },
}
