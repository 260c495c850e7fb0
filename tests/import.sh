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
refuses charges.csv 'id;customer;date;description;quantity;unit_price\nc;a;2026-01-05;X;1;12,50\n' 'unit_price: "12,50" is not a number such as 12.50'
refuses charges.csv 'id,customer,date,description,quantity,unit_price\nc,a,05.01.2026,X,1,12.50\n' 'date: "05.01.2026" is not a date such as 2026-04-07'
refuses data.json '{"charges":[{"id":"c","unit_price":12.5}]}' 'data.json:1:36: charges:1: unit_price: a number with a fraction'

mkdir both hidden
file both/customers.csv 'id,name\n'; file both/Customers.CSV 'id,name\n'
run import both; exits "two files of one table" 1; says "two files of one table" err 'are both for customers: keep one'
file hidden/Customers.CSV 'id,name\ni,I\n'; file hidden/._Customers.CSV '\x00\x05'
does import hidden

# The example of help runs.
file time_entries.csv 'id,ticket,start,minutes\n'
run help import; grep -o 'import time_entries.*' out >example; read -ra words <example; does "${words[@]}"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
