-- @title@: delivers invoices and credit notes to another program.
--
-- A delivering exporter. `billet export login @name@` signs in, `billet export @name@` delivers what is not there yet. The plugin speaks
-- to nobody: it answers requests as data and reads what came back; billet sends, waits, asks again and keeps. A body is a table: decimals
-- become numbers. Put the addresses of the program's API below, and its names of fields into the functions.

-- t.key is the request's for ever: a program that knows it books nothing twice.
local function post(path, body, t)
  return { method = "POST", path = path, body = body, headers = { ["Idempotency-Key"] = t.key } }
end

return exporter {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@",
  doc = "Delivers invoices and credit notes; customers are found by name, or made.",

  delivers = {
    authorize_url = "https://accounts.example.com/authorize", token_url = "https://accounts.example.com/token",
    scopes = "invoices", pkce = true, redirect_uri = "http://localhost:8765/callback",
    api_url = "https://api.example.com/v1/",
  },

  -- Whose books they are: a list, from which one is chosen.
  company = function() return { method = "GET", path = "companies" } end,

  -- What has to be there before: it is looked for, made once, and then t.id knows it. Without `make` the user is told `missing`.
  needs = function(invoice, t)
    local name = t.map("customer", invoice.customer, invoice.customer_name)
    return { { kind = "customer", key = invoice.customer, name = name,
      find = { method = "GET", path = "customers", query = { name = name } },
      make = post("customers", { name = name, email = invoice.bill_to.email }, t) } }
  end,

  create = function(invoice, t)
    local lines = {}
    for i, line in ipairs(invoice.lines) do
      lines[i] = { text = line.description, net = decimal(line.amount), tax = decimal(line.tax) }
    end
    return post("invoices", { number = invoice.invoice, date = invoice.date, due = invoice.due_date, currency = invoice.currency,
      customer = t.id("customer", invoice.customer), lines = lines, note = "billet " .. t.key }, t)
  end,

  -- Whether it is there: asked when nobody knows what became of a request.
  find = function(document) return { method = "GET", path = "invoices", query = { number = document.number } } end,

  void = function(document, t) return post("invoices/" .. document.id .. "/void", { version = document.version }, t) end,

  -- What an answer to any of these says; nil: what it is about is not there. `ours`: false where another document has the number.
  confirm = function(document, answer)
    local body = answer.body
    if document.kind == "company" then return body.companies end
    local row = body.id and body or (body.invoices or body.customers or {})[1]
    if not row then return nil end
    if document.kind == "customer" then return { id = row.id, name = row.name } end
    return { id = row.id, number = row.number, total = row.total, tax = row.tax, version = row.version, voided = row.voided,
      ours = document.kind == "void" or row.note == "billet " .. document.key }
  end,

  -- What an answer means that is no success. billet knows 401, 404, 429 and 5xx by itself.
  refused = function(_, answer)
    local problem = type(answer.body) == "table" and answer.body.error
    if not problem then return nil end
    return { as = problem.code == "number_taken" and "there" or "refused", code = problem.code, message = problem.message }
  end,

  -- Examples are the help and the tests: what is billed is delivered to the answers of `sends`. Fields that are left out are not compared.
  examples = {
    {
      title = "a customer is made, then the invoice",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      sends = {
        { ask = "GET customers", query = { name = "CoolRealty" }, answer = { customers = {} } },
        { ask = "POST customers", body = { name = "CoolRealty" }, answer = { id = "c7", name = "CoolRealty" } },
        { ask = "POST invoices", body = { number = "1", customer = "c7", lines = { { text = "Retainer fee", net = "500" } } },
          answer = { id = "i9", number = "1", total = "500.00", tax = "0.00" } },
      },
      delivered = { { invoice = "1", state = "delivered" } },
    },
    {
      title = "a total that is another there is told",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      sends = {
        { ask = "GET customers", answer = { customers = { { id = "c7", name = "CoolRealty" } } } },
        { ask = "POST invoices", answer = { id = "i9", number = "1", total = "500.01", tax = "0.00" } },
      },
      delivered = { { invoice = "1", state = "different", difference = "total is 500.01 there and 500.00 here" } },
    },
    {
      title = "a number that another document has is refused",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      sends = {
        { ask = "GET customers", answer = { customers = { { id = "c7", name = "CoolRealty" } } } },
        { ask = "POST invoices", status = 409, answer = { error = { code = "number_taken", message = "the number is taken" } } },
        { ask = "GET invoices", query = { number = "1" },
          answer = { invoices = { { id = "i3", number = "1", total = "12.00", note = "by hand" } } } },
      },
      delivered = { { invoice = "1", state = "refused" } },
    },
    {
      title = "after an answer that says nothing the program is asked, and nothing is sent twice",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
        maps = { { target = "@name@", kind = "customer", key = "cool", value = "Cool Realty Ltd" } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      sends = {
        { ask = "GET customers", query = { name = "Cool Realty Ltd" }, answer = { customers = { { id = "c7", name = "Cool" } } } },
        { ask = "POST invoices", status = 502 },
        { ask = "GET invoices", answer = { invoices = {} } },
        { ask = "GET invoices", answer = { invoices = {} } },
        { ask = "POST invoices", answer = { id = "i9", number = "1", total = "500.00", tax = "0.00" } },
      },
      delivered = { { invoice = "1", state = "delivered" } },
    },
    {
      title = "what the program refuses is told in its words",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      refused = "the books of May are closed",
      sends = {
        { ask = "GET customers", answer = { customers = { { id = "c7", name = "CoolRealty" } } } },
        { ask = "POST invoices", status = 422, answer = { error = { code = "closed", message = "the books of May are closed" } } },
      },
    },
  },
}
