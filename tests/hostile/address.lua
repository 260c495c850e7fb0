-- not allowed in plugins
local _ = ("%p"):format({})
