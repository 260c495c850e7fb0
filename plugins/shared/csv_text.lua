-- CSV (RFC 4180) as text.
local csv = {}

-- A text that a spreadsheet would run as a formula gets an apostrophe in front; `number`: it is one, whatever it begins with.
function csv.cell(value, number)
  local text = value == nil and "" or tostring(value)
  if not number and text:find("^[=+%-@\t\r]") then text = "'" .. text end
  if text:find('[",\r\n]') then text = '"' .. text:gsub('"', '""') .. '"' end
  return text
end

function csv.row(cells) return table.concat(cells, ",") .. "\r\n" end

return csv
