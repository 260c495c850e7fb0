-- opens,closes: more than 10000 grants or 32 MiB or took too long
while type(bill) == "userdata" do bill:grant { "hours", 10 } end
