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
refuses customers email_to 'ap@alpha.example;' 'email_to: "" is not an e-mail address'
refuses customers email_to 'ap@alpha.example cfo@alpha.example' 'email_to: "ap@alpha.example cfo@alpha.example" is not an e-mail address'
refuses customers email_to 'alpha.example' 'email_to: "alpha.example" is not an e-mail address'
refuses customers email_to 'ap@alpha.example\nBcc:x@y.example' 'email_to: "ap@alpha.example?Bcc:x@y.example" is not an e-mail address'
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

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
