---@meta
-- The plugin API for editors (LuaLS): weekdays and hours of the module date.

---@class date_module
---@field falls_on fun(d: day, weekdays: string): boolean? "mon-fri,sun"; nil: the text is nothing of the kind
---@field hours fun(text: string): integer?, integer? "22:00-06:00" as minutes of the day, 1320 and 1800; nil: nothing of the kind
