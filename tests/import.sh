#!/usr/bin/env bash
# Files as spreadsheets and PSAs write them: taken where the meaning is certain, else refused with what to do.
. "$(dirname "$0")/shell/book.sh"

file() { printf '%b' "$2" >"$1"; } # NAME TEXT, with \n, \t and \x
takes() { file "$1" "$2"; does import "$1"; rm -f "$1"; }
refuses() { # NAME TEXT MESSAGE [ARGUMENTS]
  local name=$1 text=$2 message=$3
  shift 3
  file "$name" "$text"; run import "$name" "$@"; exits "$name" 1; says "$name" err "$message"; rm -f "$name"
}
customers() { # WHAT: standard input is all customers and their names
  run tables --output "dump$((dumps += 1))"; grep -oE '^[a-z]+,("[^"]*"|[^,]*)' "dump$dumps/customers.csv" | tail -n +2 >out; is "$1"
}
dumps=0

does init --zone America/New_York

takes customers.csv 'id,name,,\na,A,,\n,,,\nb,B,,\n,\n \n'
takes customers.csv 'id;name\nc;"C, D; E"\n'
takes customers.csv 'id\tname\nd\tD\n'
takes customers.csv 'sep=;\r\nid;name\r\ne;E\r\n'
takes customers.csv '\xef\xbb\xbfID,Name,PO Number,X.Site,x.Floor\nf,F,77,North,2\n'
takes Customers.CSV 'ID ,NAME\ng,G\n'
takes CUSTOMERS.csv 'Id,name,Tax-Exempt\nh,H,TRUE\n'
customers "certain files" <<'END'
a,A
b,B
c,"C, D; E"
d,D
e,E
f,F
g,G
h,H
END
run tables --output own; says "own columns keep their letters" own/customers.csv 'x.Floor,x.Site'
says "a heading with a blank" own/customers.csv '77'

refuses customers.csv 'id,name,\na,A,x\n' 'customers.csv:2: has "x" in column 3, which has no heading'
refuses customers.csv 'id,name\na,A,x\n' 'customers.csv:2: has 3 fields, the header 2: a text with the separator in it needs quotes'
refuses customers.csv 'id,name,email\na,A\n' 'customers.csv:2: has 2 fields, the header 3'
refuses customers.csv 'id,Name,name\na,A,A\n' 'the column "name" is there twice'
refuses customers.csv ',\na,A\n' 'the column "id" is missing'
refuses customers.csv '\xff\xfei\0d\0' 'UTF-16 text: save the file as UTF-8: in a spreadsheet, as "CSV UTF-8"'
refuses customers.csv 'id,name\nz,M\xfcller\n' 'customers.csv:2: not UTF-8 text, or a NUL inside: save the file as UTF-8'
refuses customers.csv 'PK\x03\x04\x14' 'a workbook, not CSV: save each sheet as "CSV UTF-8"'
refuses customers.xlsx 'PK' 'is neither a directory nor a .csv or .json file'
refuses week.csv 'id,name\n' 'week.csv: there is no such table: a file is named after its table'
refuses customer.csv 'id,name\n' 'customer.csv: there is no such table: did you mean customers.csv?'
refuses charges.csv 'id;customer;date;description;quantity;unit_price\nc;a;2026-01-05;X;1;12,50\n' \
  'unit_price: "12,50" is not a number such as 12.50'
refuses charges.csv 'id,customer,date,description,quantity,unit_price\nc,a,05.01.2026,X,1,12.50\n' \
  'date: "05.01.2026" is not a date such as 2026-04-07'
refuses data.json '{"charges":[{"id":"c","unit_price":12.5}]}' 'data.json:1:36: charges:1: unit_price: a number with a fraction'

mkdir both hidden
file both/customers.csv 'id,name\n'; file both/Customers.CSV 'id,name\n'
run import both; exits "two files of one table" 1; says "two files of one table" err 'are both for customers: keep one'
file hidden/Customers.CSV 'id,name\ni,I\n'; file hidden/._Customers.CSV '\x00\x05'
does import hidden

# Notes: what is no fault and most likely not meant.
notes() { grep '^note: ' out | sed 's/^note: //' >told; mv told out; is "$1"; } # WHAT: standard input is all notes
export BILLET_DB=$folder/notes.db
does init --zone America/New_York
takes taxes.csv 'name,rule,params\nvat,percent,"{""rate"":""20%""}"\n'
takes customers.csv 'id,name,tax,tax_exempt\na,A,,\nb,B,vat,\nc,C,vat,yes\n'
takes contracts.csv 'id,customer,name,type,start,default,taxable,tax,params\n'\
'a1,a,Desk,hourly,2026-01-01,yes,,,"{""rate"":""100""}"\nb1,b,Desk,hourly,2026-01-01,,,,"{""rate"":""100""}"\n'\
'b2,b,Desk,hourly,2026-01-01,,yes,,"{""rate"":""100""}"\nb3,b,Desk,hourly,2026-01-01,,no,vat,"{""rate"":""100""}"\n'\
'c1,c,Desk,hourly,2026-01-01,,,,"{""rate"":""100""}"\n'
notes "untaxed contracts" <<'END'
contracts.csv:3: contract b1 bills no tax: it is not taxable (taxable is no where tax is not given), and b has the tax vat
contracts.csv:5: contract b3 bills no tax: it is not taxable, and b has the tax vat
END
run why b1; says "why of an untaxed contract" out 'it bills no tax: it is not taxable, though the tax vat is set for it or its customer'
run why b2; if grep -q 'bills no tax' out; then bad "why of a taxed contract"; else ok; fi
takes customers.csv 'id,tax\na,vat\nb,vat\n'
notes "a customer's new tax" <<'END'
customers.csv:2: contract a1 bills no tax: it is not taxable (taxable is no where tax is not given), and a has the tax vat
END
takes rates.csv 'code,unit_price\nsenior,90\n'
takes tickets.csv 'id,customer,status,closed_at\n1,a,Closed,2026-01-10\n2,a,Closed,2026-01-10\n3,a,Open,\n'
takes time_entries.csv 'id,ticket,start,minutes,rate,work_type\n1,1,2026-01-05T09:00,960,senior,remote\n'\
'2,1,2026-01-06T09:00,961,snr,rmote\n3,1,2026-01-06T09:00,961,snr,remote\n4,2,2026-01-06T09:00,961,senor,remote\n'
notes "entries" <<'END'
time_entries.csv:3: 2: lasts 16 h 1 min, more than 16 hours
time_entries.csv:4: 3: lasts 16 h 1 min, more than 16 hours
time_entries.csv:4: 3: like 2 in ticket, start and minutes
time_entries.csv:5: 4: lasts 16 h 1 min, more than 16 hours
time_entries.csv:3: rate: "snr": there is no such rate code in rates: its work is held until there is
time_entries.csv:5: rate: "senor": there is no such rate code in rates: its work is held until there is; did you mean "senior"?
END
takes contracts.csv 'id,customer,name,type,start,params\na2,a,Fee,retainer,2026-01-01,"{""price"":""15"",""covers"":[""remote""]}"\n'
takes time_entries.csv 'id,ticket,start,minutes,rate,work_type\n2,1,2026-01-06T09:00,60,,remote\n'\
'3,1,2026-01-06T09:00,60,,rmote\n5,2,2026-01-05T09:00,60,,\n6,1,2026-01-05T09:00,960,,remote\n'\
'4,2,2026-01-06T09:00,60,,\n'
notes "entries again" <<'END'
time_entries.csv:3: 3: like 2 in ticket, start and minutes
time_entries.csv:5: 6: like 1 in ticket, start and minutes
time_entries.csv:3: work_type: "rmote": no contract names this work type; did you mean "remote"?
END
takes readings.csv 'customer,meter,at,value\na,pc_agent,2026-01-10,20\na,users,2026-01-10,3\n'
says "a meter nobody counts" out 'readings.csv:2: meter: "pc_agent": no contract counts this meter; did you mean "pc_agents"?'
if grep -q '"users"' out; then bad "a known meter"; else ok; fi
takes contracts.csv 'id,param.rate\na1,110\n'; notes "params of what was not billed" </dev/null
does batch new --as-of 2026-02-01; does batch select a1; does batch run --name one; does batch generate
takes contracts.csv 'id,param.rate\na1,120\nb1,120\n'
notes "params of what was billed" <<'END'
contracts.csv:2: params: hold for what is not billed yet (it was billed by invoice 1): a dated row of changes says from when a price holds
END
file time_entries.csv 'id,ticket,start,minutes\n2,1,2026-01-06T09:00,60\n'
does import time_entries.csv --replace time_entries --since 2026-01-06
notes "a billed row that left" <<'END'
not in time_entries any more, kept: 3: billed by invoice 1
not in time_entries any more, kept: 4: billed by invoice 1
END
file tickets.csv 'id,customer\n1,a\n'
does import tickets.csv --replace tickets --since 2026-01-01 --keep-billed
notes "a billed ticket that left" <<'END'
not in tickets any more, kept: 2: billed by invoice 1
removed from tickets: 3
END

# A billed ticket: its customer stays, its new contract takes the rest.
file tickets.csv 'id,customer\n1,b\n'
run import tickets.csv; exits "a billed ticket's customer" 1; 
  says "a billed ticket's customer" err 'customer: a cannot become b: the row was billed by invoice 1'
does import tickets.csv --keep-billed
notes "a billed ticket's customer, kept" <<'END'
tickets.csv:2: customer: kept a, not b: the row was billed by invoice 1
END
takes tickets.csv 'id,contract\n1,a2\n'
notes "a billed ticket's contract" <<'END'
tickets.csv:2: contract: takes the work that is not billed; the rest of the ticket was billed by invoice 1
END
takes contracts.csv 'id,customer,name,type,start,default,params\na1,a,Desk,hourly,2026-01-01,no,"{""rate"":""120""}"\n'\
'a3,a,New,hourly,2026-01-01,yes,"{""rate"":""100""}"\n'
notes "a default contract that moves" <<'END'
contracts.csv:3: contract a3 bills no tax: it is not taxable (taxable is no where tax is not given), and a has the tax vat
END
does verify

# The example of help runs.
file time_entries.csv 'id,ticket,start,minutes\n'
run help import; grep -o 'import time_entries.*' out >example; read -ra words <example; does "${words[@]}"

# For those who fill the tables.
run help tables; says "help tables" out 'time_entries'; says "required columns" out 'id* customer* name* type* start* end'
for table in $(grep -oE '^[a-z_]+$' out); do
  run help table "$table"
  if grep -qE '^      $|example: $' out; then bad "help table $table: a column without its words"; else ok; fi
done
run help table contracts; says "help table" out '  period
      how long a billing period is
      one of: on-demand weekly biweekly monthly quarterly half-yearly yearly whole-contract; default: monthly; example: monthly'
run help table contract; exits "a table that is none" 1; says "a table that is none" err 'did you mean "contracts"?'
run --json help table changes; says "help as JSON" out '"required":true'
BILLET_DB=$folder/none.db run import --template empty; exits "templates without a book" 0
export BILLET_DB=$folder/fresh.db
does init; does import empty
run import --template empty; exits "a template that is there" 1; says "a template that is there" err 'is there already'
run import --template more empty; exits "a template and a path" 2
run import; exits "no path" 2
BILLET_DB=$folder/none.db run import empty; exits "no book" 1; says "no book" err 'billet init'

# Many rows that an import brought go together, or none of them: what names one keeps it.
export BILLET_DB=$folder/many.db
does init
{ echo id,name; for i in {1..150}; do echo "c$i,C$i"; done; } >customers.csv
{ echo id,customer,name,type,start,param.rate; for i in {1..150}; do echo "k$i,c$i,Desk,hourly,2026-01-01,90"; done; } >contracts.csv
does tables --output none; does import .; does verify
does undo --dry-run; does undo; does tables --output again
diff -r none again >out; is "many rows are taken back" </dev/null
printf 'redo\nundo\nredo\n' >again.txt; does source again.txt; does verify

file tickets.csv 'id,customer,contract\n1,c150,k150\n'; does import tickets.csv; does tables --output back
does undo; does undo; does redo; does redo
does tables --output forth; diff -r back forth >out; is "back and forth" </dev/null

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
