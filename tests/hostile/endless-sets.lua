-- closes,rest: 32 MiB or took too long
while type(bill) == "userdata" do period:work() end
