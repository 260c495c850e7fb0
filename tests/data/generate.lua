-- Makes sample data as CSV files, the same bytes on every machine: generate.lua demo FOLDER, or bench N FOLDER (N time entries).
local mode, a, b = arg[1], arg[2], arg[3]

-- ---- Tools shared by both kinds of data.

-- Random integers: xorshift64*, seeded by a constant.
local function generator(seed)
  local state = seed
  local random = {}
  function random.below(n)  -- 0 … n - 1
    state = state ~ (state >> 12)
    state = state ~ (state << 25)
    state = state ~ (state >> 27)
    return ((state * 0x2545F4914F6CDD1D) >> 33) % n
  end
  function random.pick(list) return list[random.below(#list) + 1] end
  function random.between(low, high) return low + random.below(high - low + 1) end
  function random.chance(percent) return random.below(100) < percent end
  return random
end

-- Civil dates as days since 1970-01-01.
local function day_of(year, month, day)
  if month <= 2 then year, month = year - 1, month + 12 end
  local era = year // 400
  local of_era = year - era * 400
  local of_year = (153 * (month - 3) + 2) // 5 + day - 1
  return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

local function date_text(day)
  local z = day + 719468
  local era = z // 146097
  local of_era = z - era * 146097
  local year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * year + year // 4 - year // 100)
  local shifted = (5 * of_year + 2) // 153
  local month = shifted < 10 and shifted + 3 or shifted - 9
  return ("%04d-%02d-%02d"):format(year + era * 400 + (month <= 2 and 1 or 0), month, of_year - (153 * shifted + 2) // 5 + 1)
end

local function weekday(day) return (day + 3) % 7 end  -- 0 is Monday

local function cents(n) return ("%d.%02d"):format(n // 100, n % 100) end

local function cell(value)
  if value == nil then return "" end
  local text = tostring(value)
  if text:find('[",\r\n]') then return '"' .. text:gsub('"', '""') .. '"' end
  return text
end

-- A CSV file that is written in large pieces. Rows are lists in the order of the columns, or named.
local function table_file(folder, name, columns)
  local file = assert(io.open(folder .. "/" .. name .. ".csv", "wb"))
  local pieces, count = { table.concat(columns, ","), "\n" }, 2
  local self = {}
  function self.line(text)  -- a whole row that needs no quotes
    pieces[count + 1], pieces[count + 2] = text, "\n"
    count = count + 2
    if count > 8192 then
      file:write(table.concat(pieces, "", 1, count))
      count = 0
    end
  end
  function self.row(named)
    local cells = {}
    for i, column in ipairs(columns) do cells[i] = cell(named[column]) end
    self.line(table.concat(cells, ","))
  end
  function self.close()
    file:write(table.concat(pieces, "", 1, count))
    assert(file:close())
  end
  return self
end

local tools = {
  generator = generator, day_of = day_of, date_text = date_text, weekday = weekday, cents = cents, table_file = table_file,
}

local here = (arg[0] or ""):match("^(.*)/[^/]*$")
local function part(name, ...)
  for _, folder in ipairs { here or ".", "tests/data" } do
    local chunk = loadfile(folder .. "/" .. name .. ".lua", "t")
    if chunk then return chunk(tools, ...) end
  end
  error("cannot read " .. name .. ".lua: run this from the top of the source, or by its path", 0)
end

if mode == "demo" and a then
  part("generate_demo", part("demo_types"))(a)
elseif mode == "bench" and math.tointeger(tonumber(a)) and b then
  part("generate_bench")(math.tointeger(tonumber(a)), b)
else
  error("usage: generate.lua demo FOLDER | bench N FOLDER", 0)
end
