-- load: more than 4096 params
if record then
  local t = text {}
  for _ = 1, 4 do
    local fields = {}
    for i = 1, 60 do fields["f" .. i] = t end
    t = record { fields = fields }
  end
  return contract { name = "wide-schema-load", api = 1, params = { p = t }, opens = function() end }
end
