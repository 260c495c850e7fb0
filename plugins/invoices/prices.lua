-- The letter about prices that go up: what each contract of a customer costs today and will cost, and from when. Any template may have
-- `prices` of its own; this one is for those that have none. A file of yours with the same name takes its place.
local known = { price = true, rate = true, overage_rate = true, pack_price = true, extra_price = true, unit_price = true }

-- lines[desk].params.rate is the "Rate" of "desk"; a param of a type of yours is called by its name.
local function name_of(t, param)
  local last, of = param:match "([^.]+)$", {}
  for member in param:gmatch "%[(.-)%]" do of[#of + 1] = member end
  local name = known[last] and t.word("param_" .. last) or last:gsub("_", " ")
  return #of > 0 and table.concat(of, ", ") .. ": " .. name or name
end

local function price_row(t, name, price, currency)
  return { cells = { name, t.money(price.before, currency), t.money(price.after, currency), t.date(price.from) } }
end

local function prices_table(t, letter)
  local rows = {}
  for _, contract in ipairs(letter.contracts) do
    rows[#rows + 1] = { kind = "group", cells = { contract.contract_name } }
    for _, price in ipairs(contract.prices) do
      rows[#rows + 1] = price_row(t, name_of(t, price.param), price, contract.currency)
    end
  end
  if #letter.rates > 0 then rows[#rows + 1] = { kind = "group", cells = { t.word "letter_work" } } end
  for _, rate in ipairs(letter.rates) do
    local name = rate.contract_name and rate.rate .. ", " .. rate.contract_name or rate.rate
    rows[#rows + 1] = price_row(t, name, rate, rate.currency)
  end
  return {
    kind = "table", rows = rows,
    columns = {
      { title = t.word "price_of", weight = 7 }, { title = t.word "price_before", align = "right", weight = 4 },
      { title = t.word "price_after", align = "right", weight = 4 }, { title = t.word "price_from", align = "right", weight = 5 },
    },
  }
end

return invoice_template {
  name = "prices", api = 1, version = "1.0.0", title = "Letter about prices",
  doc = "What a customer is told of prices that go up: what `billet price raise --letters` makes.",

  prices = function(letter, t)
    local title = letter.from and t.word("letter_title", { date = t.date(letter.from) }) or t.word "letter_title_soon"
    return {
      { kind = "heading", text = title },
      { kind = "facts", facts = { { label = t.word "date", text = t.date(letter.date) } } },
      { kind = "parties", parties = { { label = t.word "from", lines = t.address(letter.seller) },
        { label = t.word "letter_to", lines = t.address(letter.bill_to) } } },
      { kind = "note", text = t.word "mail_greeting" .. " " .. t.word "letter_text" },
      prices_table(t, letter),
      { kind = "note", text = t.word "letter_rest" },
      { kind = "note", text = t.word "mail_regards" .. ", " .. letter.seller.name },
    }
  end,
}
