-- XML as text: elements made of texts or of other elements. What is empty is left out, for no rule of an invoice takes an empty element.
local names = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

-- XML 1.0 has no control characters but tab and line ends: blanks stand for them.
local function escape(value)
  return (value:gsub("[%z\1-\8\11\12\14-\31\127]", " "):gsub('[&<>"]', names))
end

local xml = { first = '<?xml version="1.0" encoding="UTF-8"?>\n' }

-- An element that holds a text (nil, "": none), with one attribute where that has a value.
function xml.text(name, value, attribute, of)
  if value == nil or value == "" then return "" end
  local own = of and (' %s="%s"'):format(attribute, escape(of)) or ""
  return ("<%s%s>%s</%s>\n"):format(name, own, escape(value), name)
end

-- An element that holds the elements of a list (none: it is left out); `own`: its attributes, as they are written.
function xml.element(name, children, own)
  local inner = table.concat(children)
  return inner == "" and "" or ("<%s%s>\n%s</%s>\n"):format(name, own or "", inner, name)
end

-- One for each of a list.
function xml.each(list, make)
  local out = {}
  for i, one in ipairs(list) do out[i] = make(one) end
  return table.concat(out)
end

return xml
