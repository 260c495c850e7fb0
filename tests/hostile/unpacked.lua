-- too many results
local _ = table.unpack({}, 1, 1 << 28)
