-- *
if type(bill) == "userdata" then bill:line { "x", price = 0 / 0 } end
if true then return 0 / 0 end
