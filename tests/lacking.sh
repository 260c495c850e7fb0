#!/usr/bin/env bash
# What an electronic invoice lacks, rule by rule: a book that lacks nothing, and what is told when one thing of it is otherwise.
. "$(dirname "$0")/shell/book.sh"
unset XDG_DATA_HOME

cat >whole.json <<'JSON'
{"seller": [{"name": "Nord IT", "address1": "Kai 1", "city": "Kiel", "postal_code": "24103", "country": "DE", "tax_id": "DE 123 456 789",
   "tax_number": "20/123/45678", "registration": "HRB 4711", "contact": "Kim Voss", "endpoint": "9930:DE123456789",
   "email": "rechnung@nord.example", "phone": "+49 431 123456", "iban": "DE89 3704 0044 0532 0130 00"}],
 "taxes": [{"name": "USt", "rule": "percent", "params": {"rate": "19%"}}, {"name": "zero", "rule": "percent", "params": {"rate": "0%"}},
  {"name": "exempt", "rule": "none", "params": {"code": "E", "reason": "§ 4 Nr. 21 UStG"}},
  {"name": "export", "rule": "none", "params": {"code": "G"}}, {"name": "intra", "rule": "none", "params": {"code": "VATEX-EU-IC"}},
  {"name": "outside", "rule": "none", "params": {"code": "O"}}, {"name": "reverse", "rule": "reverse-charge", "params": {}},
  {"name": "withheld", "rule": "components", "params": {"rates": [{"name": "IVA", "rate": "21%"}, {"name": "IRPF", "rate": "-15%"}]}}],
 "customers": [{"id": "c", "name": "Stadt Kiel", "country": "DE", "tax": "USt", "einvoice": "xrechnung", "city": "Kiel",
   "postal_code": "24103", "buyer_reference": "04011000-1-34", "endpoint": "9930:DE129273398", "tax_id": "DE129273398"}],
 "contracts": [{"id": "k", "customer": "c", "name": "K", "type": "retainer", "start": "2026-01-01", "taxable": true,
   "params": {"price": "10.00"}}],
 "charges": [{"id": "x", "customer": "c", "contract": "k", "date": "2026-01-10", "description": "Switch", "quantity": "1",
   "unit_price": "5.00"}]}
JSON

# EDIT RULE…: with the book edited by a line of Python (s, c, k, x: the rows), `missing` tells these rules, and no other.
lacks() {
  rm -f book.db edited.json
  python3 - "$1" <<'PYTHON'
import json, sys
b = json.load(open("whole.json"))
s, c, k, x = (b[name][0] for name in ("seller", "customers", "contracts", "charges"))
exec(sys.argv[1])
json.dump(b, open("edited.json", "w"))
PYTHON
  does init --currency EUR --zone Europe/Berlin; does import edited.json
  does batch new --as-of 2026-02-01; does batch select --all; does batch run --name x; does batch generate
  run export "$target" --dry-run
  sed -nE 's/^  1: ([A-Z][A-Z0-9-]*).*/\1/p' err | sort -u | tr '\n' ' ' >rules
  printf '%s\n' "${@:2}" | sort -u | tr '\n' ' ' | sed 's/^ *$//' >wanted
  if cmp -s rules wanted; then ok; else bad "$target, $1: $(cat rules) expected $(cat wanted)"; fi
}

for target in ubl cii; do
  lacks 'pass'
  lacks 's.pop("iban")' BR-DE-1
  lacks 's.pop("city"); s.pop("postal_code")' BR-DE-3 BR-DE-4
  lacks 's.pop("contact"); s.pop("phone"); s.pop("email")' BR-DE-5 BR-DE-6 BR-DE-7
  lacks 'c.pop("city"); c.pop("postal_code"); c.pop("buyer_reference")' BR-DE-8 BR-DE-9 BR-DE-15
  lacks 'c.pop("endpoint")' PEPPOL-EN16931-R010
  lacks 'c.pop("endpoint"); c["email"] = "a@kiel.example"'
  lacks 's.pop("endpoint")'
  lacks 's.pop("endpoint"); s.pop("email")' PEPPOL-EN16931-R020 BR-DE-7
  lacks 's.pop("country")' BR-9
  lacks 's["country"] = "Germany"' BR-9
  lacks 'c.pop("country")' BR-11
  lacks 's.pop("registration")'
  lacks 's.pop("registration"); s.pop("tax_id")' BR-CO-26
  lacks 's.pop("tax_id")'
  lacks 's.pop("tax_number")'
done
target=ubl
lacks 's.pop("tax_id"); s.pop("tax_number")' BR-S-02
lacks 's.pop("tax_id"); s.pop("tax_number"); c["tax"] = "zero"' BR-Z-02
lacks 's.pop("tax_id"); s.pop("tax_number"); c["tax"] = "exempt"' BR-E-02
lacks 's.pop("tax_id"); s.pop("tax_number"); c["tax"] = "reverse"' BR-AE-02
lacks 's.pop("tax_id"); c["tax"] = "export"' BR-G-02
lacks 's.pop("tax_id"); c["tax"] = "intra"' BR-IC-02
lacks 'c.pop("tax_id"); c["tax"] = "intra"' BR-IC-02
lacks 'c.pop("tax_id"); c["tax"] = "reverse"' BR-AE-02
lacks 'c.pop("tax_id"); c["tax"] = "reverse"; c["registration"] = "HRB 9"'
lacks 'c["tax"] = "exempt"; b["taxes"][2]["params"].pop("reason")' BR-E-10
lacks 'c["tax"] = "withheld"' BT-119
lacks 'c["tax"] = "outside"'
lacks 'x["tax"] = "outside"' BR-O-11
lacks 'k["taxable"] = False' BR-CO-4
lacks 'k["taxable"] = False; s["tax_id"] = "98-7654321"'
lacks 'c["currency"] = "KWD"' BR-DEC-23
lacks 'c["einvoice"] = "peppol"'
lacks 'c["einvoice"] = "peppol"; c.pop("buyer_reference"); s.pop("iban")' DE-R-001 DE-R-015 PEPPOL-EN16931-R003
lacks 'c["einvoice"] = "peppol"; c["country"] = "BE"; c.pop("buyer_reference"); c.pop("city"); s.pop("phone")' PEPPOL-EN16931-R003
lacks 'c["einvoice"] = "peppol"; c["country"] = "BE"; c.pop("buyer_reference"); c["po_number"] = "P-1"'
lacks 'c["einvoice"] = "peppol"; c.pop("endpoint"); c["email"] = "a@kiel.example"' PEPPOL-EN16931-R010
lacks 'c["einvoice"] = "ubl"; c.pop("buyer_reference"); c.pop("endpoint"); c.pop("city"); s.pop("phone"); s.pop("iban")'
lacks 'c.pop("einvoice"); c.pop("buyer_reference")'
target=cii  # Peppol knows no CII
lacks 'c["einvoice"] = "peppol"; c.pop("endpoint"); c.pop("buyer_reference")'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
