-- *
if type(bill) == "userdata" then
  bill:line { "\27[31mred\27[0m \u{202e}olleh\u{202c} \u{9b}2J \r\n new " .. ("x"):rep(3000),
    price = 1, unit = "\27[2J", sku = "\27]0;t\7" }
end
if true then return end
