-- opens,closes: 32 MiB or took too long
local n = 0
while type(bill) == "userdata" do
  n = n + 1
  period:count(("m"):rep(190) .. n)
end
