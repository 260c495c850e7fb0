---@meta
-- The plugin API for editors (LuaLS): what documents billed of a period.

---@class billed_of
---@field contracts? string[] ids of other contracts of the customer; none named: all of them
---@field categories? string[] none named: all
---@class billing_period
---@field billed fun(self: billing_period, of?: billed_of): decimal net, of numbered documents, less credit notes; in `closes` only
