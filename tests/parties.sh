#!/usr/bin/env bash
# Who bills whom, where, and to which account: what import takes and refuses, and that all tables come back as they were.
. "$(dirname "$0")/shell/book.sh"

does init --currency EUR --zone Europe/Berlin
cat >book.json <<'JSON'
{"seller": [{"name": "My MSP", "country": "DE", "tax_id": "DE123456789", "tax_number": "12/345/67890", "registration": "HRB 1",
   "contact": "Kim", "endpoint": "9930:DE123456789", "bank": "First bank", "iban": "de89 3704 0044 0532 0130 00", "bic": "cobadeff",
   "iban.CHF": "CH93 0076 2011 6238 5295 7", "bank.CHF": "Swiss bank", "x.team": "north"}],
 "taxes": [{"name": "vat", "rule": "percent", "params": {"rate": "19%"}}],
 "customers": [{"id": "c", "name": "Alpha", "country": "DE", "registration": "HRB 2", "endpoint": "EM:ap@alpha.example",
   "buyer_reference": " L-1 ", "exempt_reason": "none", "exempt_until": "2026-12-31", "email_to": "ap@alpha.example; cfo@alpha.example",
   "delivery": "email",
   "einvoice": "xrechnung"}, {"id": "d", "name": "Beta", "tax": "vat", "currency": "CHF"}],
 "sites": [{"id": "north", "customer": "c", "name": "North", "address1": "1 Quay", "address2": "2nd floor", "city": "Kiel", "region": "SH",
   "postal_code": "24103", "country": "DE", "tax": "vat", "po_number": "P-N", "buyer_reference": "L-N", "x.floor": "3"}],
 "contracts": [{"id": "k", "customer": "c", "name": "Desk", "type": "retainer", "start": "2026-01-01", "taxable": true, "site": "north",
   "params": {"price": "100.00"}},
  {"id": "f", "customer": "d", "name": "Francs", "type": "retainer", "start": "2026-01-01", "taxable": true,
   "params": {"price": "100.00"}}]}
JSON
does import book.json
does tables --output tables
says "accounts by currency" tables/seller.csv 'bank.CHF,iban.CHF,x.team'
says "numbers without blanks" tables/seller.csv 'DE89370400440532013000,COBADEFF,,,Swiss bank,CH9300762011623852957,north'
says "customers" tables/customers.csv 'HRB 2,EM:ap@alpha.example,L-1,none,2026-12-31,ap@alpha.example; cfo@alpha.example,,email,xrechnung'
says "sites" tables/sites.csv 'north,c,North,1 Quay,2nd floor,Kiel,SH,24103,DE,vat,P-N,L-N,3'
does import tables --json
for table in seller customers sites contracts; do
  says "$table came back as they were" out "\"table\":\"$table\",\"rows\":$(($(wc -l <tables/$table.csv) - 1)),\"added\":0,\"changed\":0"
done
BILLET_DB=again.db does init --currency EUR --zone Europe/Berlin
BILLET_DB=again.db does import tables
BILLET_DB=again.db does tables --output again
if diff -r tables again >out; then ok; else bad "a new book has the same tables"; fi

refuses() { # TABLE COLUMN VALUE MESSAGE: of the one row of the customer, the seller or the contract
  local key=
  [ "$1" = seller ] || key='"id": "'${1:0:1}'", '
  [ "$1" = contracts ] && key='"id": "k", '
  printf '{"%s": [{%s"%s": "%s"}]}' "$1" "$key" "$2" "$3" >bad.json
  run import bad.json; exits "$2 $3" 1; says "$2 $3" err "$1:1: $4"
}
refuses seller iban 'DE88 3704 0044 0532 0130 00' 'iban: "DE88 3704 0044 0532 0130 00" is not an IBAN'
refuses seller iban.CHF 'CH93' 'iban.CHF: "CH93" is not an IBAN'
refuses seller bic.CHF 'UBS' 'bic.CHF: "UBS" is not a BIC'
refuses seller bank.XYZ 'A bank' 'bank.XYZ: ends with no ISO 4217 currency'
refuses seller iban.EURO '' 'iban.EURO: ends with no ISO 4217 currency'
refuses seller bic 'COBADEF' 'bic: "COBADEF" is not a BIC'
refuses seller endpoint '9930' 'endpoint: "9930" is not SCHEME:ID'
refuses customers endpoint '123:4' 'endpoint: "123:4" is not SCHEME:ID'
refuses customers endpoint '0088:' 'endpoint: "0088:" is not SCHEME:ID'
refuses customers endpoint '0088:1 2' 'endpoint: "0088:1 2" is not SCHEME:ID'
refuses customers email_to ' ; ' 'email_to: there is no e-mail address in ";"'
refuses customers email_to 'ap@alpha.example cfo@alpha.example' 'email_to: "ap@alpha.example cfo@alpha.example" is no e-mail address'
refuses customers email_to 'alpha.example' 'email_to: "alpha.example" is no e-mail address'
refuses customers email_to 'ap@alpha.example\nBcc:x@y.example' 'email_to: "ap@alpha.example Bcc:x@y.example" is no e-mail address'
refuses customers delivery 'fax' 'delivery: "fax" is none of: none email print target'
refuses customers einvoice 'pdf' 'einvoice: "pdf" is none of: ubl cii peppol xrechnung factur-x'
refuses customers exempt_until 'soon' 'exempt_until: "soon" is not a date'
refuses contracts site 'south' 'site: there is no site "south"'
printf 'name,iban.XYZ\nMy MSP,\n' >seller.csv
run import seller.csv; exits "a heading" 1; says "a heading" err 'seller.csv:2: iban.xyz: ends with no ISO 4217 currency'
printf 'id,customer,name,tax\ns,nobody,S,none\n' >sites.csv
run import sites.csv; says "sites" err 'sites.csv:2: customer: there is no customer "nobody"'
says "sites" err 'sites.csv:2: tax: there is no tax "none" in taxes'

printf 'name,IBAN.chf,bic\nMy MSP,,\n' >seller.csv
does import seller.csv
does tables --output emptied
says "an empty cell goes back" emptied/seller.csv 'First bank,DE89370400440532013000,,,,Swiss bank,north'
does import tables
does tables --output back
if diff -r tables back >out; then ok; else bad "tables bring it back"; fi
does help table seller; says "accounts by currency are told" out 'bank.CUR, iban.CUR, bic.CUR'
for table in seller customers sites contracts; do
  does help table $table --json
  if grep -q '"meaning":"","' out; then bad "each column of $table says what it means"; else ok; fi
done

run import book.json; says "as it is" out 'contracts'
printf '{"contracts": [{"id": "k", "taxable": null}]}' >untaxed.json
does import untaxed.json
says "a site's tax that nobody bears" out 'contract k bills no tax: it is not taxable'; says "whose" out 'and north has the tax vat'
printf '{"taxes": [{"name": "low", "rule": "none"}], "sites": [{"id": "north", "tax": "low"}]}' >untaxed.json
does import untaxed.json; says "nor a new one" out 'sites:1: contract k bills no tax'

# What a document says of parties and places is kept with its number, and the rate of its day.
export BILLET_DB=$folder/kept.db BILLET_TODAY=2026-05-06
does init --currency EUR --zone Europe/Berlin
cat >kept.json <<'JSON'
{"seller": [{"name": "My MSP", "country": "DE", "tax_number": "12/345", "registration": "HRB 1", "contact": "Kim", "endpoint": "0088:1",
   "bank": "First bank", "iban": "DE89370400440532013000", "bic": "COBADEFF", "iban.CHF": "CH9300762011623852957"}],
 "fx": [{"date": "2026-04-30", "currency": "CHF", "rate": "1.05"}, {"date": "2026-05-05", "currency": "CHF", "rate": "1.0615"},
   {"date": "2026-05-07", "currency": "CHF", "rate": "9"}, {"date": "2026-05-05", "currency": "EUR", "rate": "2"}],
 "taxes": [{"name": "vat", "rule": "percent", "params": {"rate": "7.7%"}}],
 "customers": [{"id": "c", "name": "Alpha", "registration": "HRB 2", "endpoint": "EM:ap@alpha.example", "buyer_reference": "R-C",
   "tax": "vat", "email_to": "ap@alpha.example", "tax_id": "DE1", "invoice_per": "po"}],
 "sites": [{"id": "n", "customer": "c", "name": "North", "address1": "1 Quay", "city": "Kiel", "country": "DE", "buyer_reference": "R-N",
   "po_number": "P-N", "x.floor": "3"}, {"id": "s", "customer": "c", "name": "South", "po_number": "P-S", "buyer_reference": "A-S"}],
 "contracts": [
   {"id": "a", "customer": "c", "name": "A", "type": "retainer", "start": "2026-04-01", "currency": "CHF", "site": "n", "taxable": true,
    "params": {"price": "100.00"}},
   {"id": "b", "customer": "c", "name": "B", "type": "retainer", "start": "2026-04-01", "currency": "CHF", "site": "n", "taxable": true,
    "params": {"price": "1.00"}},
   {"id": "d", "customer": "c", "name": "D", "type": "retainer", "start": "2026-04-01", "site": "s", "params": {"price": "5.00"}},
   {"id": "e", "customer": "c", "name": "E", "type": "retainer", "start": "2026-04-01", "po_number": "P-S", "params": {"price": "6.00"}},
   {"id": "f", "customer": "c", "name": "F", "type": "retainer", "start": "2026-04-01", "currency": "USD", "params": {"price": "7.00"}}]}
JSON
does import kept.json
does batch new --as-of 2026-05-04; does batch select --all; does batch run --name April
run batch show
"$billet" invoice list --batch 1 --json >out
says "a draft has the rate that holds on the day of its batch" out '"fx":{"rate":"1.05","date":"2026-04-30","currency":"EUR"}'
says "a draft has its site" out '"site":"n","site_name":"North"'
does batch generate --date 2026-05-06
show='import json, sys; i = json.load(sys.stdin)[0]; print(json.dumps(eval(sys.argv[1])))'
of() { # INVOICE WHAT ANSWER: what of the invoice i, in Python
  "$billet" invoice show "$1" --json | python3 -c "$show" "$2" >out
  is "invoice $1, $2" <<<"$3"
}
francs() { # INVOICE SIGN
  of "$1" 'i["fx"]' '{"rate": "1.0615", "date": "2026-05-05", "currency": "EUR"}'
  of "$1" '[i["tax_home"], i["total_home"]]' "[\"${2}8.26\", \"${2}115.47\"]"
  of "$1" '[i["buyer_reference"], i["po_number"]]' '["R-N", "P-N"]'
  of "$1" '[[l["site"], l["site_name"]] for l in i["lines"]]' '[["n", "North"], ["n", "North"]]'
  of "$1" '[s["site"] + s["name"] + s["address1"] + s["city"] + s["x"]["floor"] for s in i["sites"]]' '["nNorth1 QuayKiel3"]'
}
parties() { # of the invoices in francs and in euro
  of 1 '[i["seller"][k] for k in ("tax_number", "registration", "contact", "endpoint", "bank", "iban", "bic")]' \
    '["12/345", "HRB 1", "Kim", "0088:1", null, "CH9300762011623852957", null]'
  of 2 '[i["seller"][k] for k in ("bank", "iban", "bic")]' '["First bank", "DE89370400440532013000", "COBADEFF"]'
  of 1 '[i["bill_to"][k] for k in ("registration", "endpoint", "buyer_reference", "email_to", "tax_id")]' \
    '["HRB 2", "EM:ap@alpha.example", "R-C", "ap@alpha.example", "DE1"]'
}
francs 1 ''; parties
of 2 '[i["buyer_reference"], i["po_number"], "fx" in i]' '["R-C", "P-S", false]' # its two contracts have two references
of 2 '[l["site"] for l in i["lines"]]' '["s", null]'
of 2 '[s["site"] for s in i["sites"]]' '["s"]'
of 3 '[i["currency"], "fx" in i, "tax_home" in i, "sites" in i]' '["USD", false, false, false]'
does invoice view 1; says "the tax at home" out 'Tax in EUR, at 1.0615 EUR for 1 CHF on 5 May 2026'
says "the tax at home" out 'EUR 8.26'
says "the account of the currency" out 'CH93 0076 2011 6238 5295 7'
run invoice view 2; if grep -q 'Tax in' out; then bad "nothing at home of what is at home"; else ok; fi

cat >edited.json <<'JSON'
{"seller": [{"name": "My MSP", "country": "US", "tax_number": "9", "registration": "9", "contact": "Lee", "endpoint": "0088:9",
   "bank": "Ninth", "iban": "GB82WEST12345698765432", "bic": "WESTGB2L", "iban.CHF": ""}],
 "fx": [{"date": "2026-05-05", "currency": "CHF", "rate": "3"}, {"date": "2026-05-05", "currency": "USD", "rate": "3"}],
 "customers": [{"id": "c", "registration": "9", "endpoint": "EM:z@z", "buyer_reference": "9", "email_to": "z@z", "tax_id": "9",
   "po_number": "9"}],
 "sites": [{"id": "n", "name": "Nord", "address1": "9", "city": "9", "country": "CH", "buyer_reference": "9", "po_number": "9",
    "x.floor": "9"}, {"id": "s", "name": "Sud"}, {"id": "w", "customer": "c", "name": "West"}],
 "contracts": [{"id": "b", "site": "w"}, {"id": "d", "site": null}]}
JSON
"$billet" invoice list --batch 1 --json >before
"$billet" invoice view 1 2 3 >before.txt
does import edited.json
"$billet" invoice list --batch 1 --json >out
if cmp -s before out; then ok; else bad "an edit changes no document that has its number"; fi
"$billet" invoice view 1 2 3 >out
if cmp -s before.txt out; then ok; else bad "nor a word of what is printed"; fi
francs 1 ''; parties
does verify; does replay
# Of before customers had a delivery the journal does not tell it.
cp kept.db older.db
sqlite3 older.db "DROP TRIGGER journal_stays; UPDATE journal SET old = json_remove(old, '\$.delivery') WHERE source = 'customers'"
does replay --db older.db

does invoice credit 1 --note "all of it"
francs 4 -
does invoice view 4; if grep -q 'Tax in' out; then bad "no country asks for it"; else ok; fi
if grep -qE '1 CHF on [0-9A-Za-z ,]+ +1.0615 EUR' out; then ok; else bad "the rate alone"; fi
of 4 'i["seller"]["iban"]' '"GB82WEST12345698765432"' # who credits, and from where, is as of now
does verify

tampered() { # WHAT SQL
  cp kept.db tampered.db
  sqlite3 tampered.db "$2" || bad "$1: no such thing"
  run verify --json --db tampered.db; exits "$1" 3
}
tampered "the buyer's reference" "UPDATE invoices SET buyer_reference = 'R-X' WHERE number = '1'"
tampered "the rate" "UPDATE invoices SET fx = json_set(fx, '\$.rate', '1.2') WHERE number = '1'"
tampered "a site's name" "UPDATE invoices SET contracts = json_set(contracts, '\$[0].site.name', 'South') WHERE number = '1'"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
