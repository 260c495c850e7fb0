-- opens,closes: more than 10000 lines or 32 MiB or took too long
while type(bill) == "userdata" do bill:line { ("x"):rep(3000), price = 1 } end
