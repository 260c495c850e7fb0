-- *
if type(bill) == "userdata" then bill:line { "x", price = math.maxinteger + 1 } end
if true then return math.maxinteger + 1 end
