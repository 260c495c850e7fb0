-- load: nest deeper than 16
if record then
  local t = text {}
  for _ = 1, 40 do t = record { fields = { a = t, b = t } } end
  return contract { name = "deep-schema-load", api = 1, params = { p = t }, opens = function() end }
end
