#!/usr/bin/env bash
# Electronic invoices, judged by the rules of those who receive them (../shared/einvoice): XSD, EN 16931, Peppol BIS Billing 3, XRechnung 3.
# Skipped where the rules are missing.
. "$(dirname "$0")/shell/book.sh"
unset XDG_DATA_HOME
rules=$root/../shared/einvoice
rules=$(realpath -m "${EINVOICE_RULES:-$rules}")
saxon=/usr/share/java/Saxon-HE.jar
if [ ! -d "$rules" ]; then echo "skipped: there are no rules in $rules"; echo "0 passed, 0 failed"; exit 0; fi

# FOLDER XSLT FILE…: the asserts that failed, "FILE ID FLAG"; a file of which no rule was asked fails too. All files in one go.
ask() {
  local name
  name=$(basename "$2" .xslt)
  mkdir -p "$1/$name.in" "$1/$name.out"
  for file in "${@:3}"; do ln -sf "$(realpath "$file")" "$1/$name.in/"; done
  java -cp "$saxon" net.sf.saxon.Transform -s:"$1/$name.in" -xsl:"$rules/$2" -o:"$1/$name.out" 2>>err || echo "saxon failed $name fatal"
  python3 - "$1/$name.in" "$1/$name.out" <<'PYTHON'
import sys, pathlib, xml.etree.ElementTree as tree
for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    report = pathlib.Path(sys.argv[2]) / file.name
    fired, failed = 0, []
    if report.exists():
        for node in tree.parse(report).iter():
            name = node.tag.rsplit("}", 1)[-1]
            fired += name == "fired-rule"
            if name == "failed-assert":
                failed.append(f"{file.name} {node.get('id')} {node.get('flag', 'fatal')}")
    print(*(failed if fired else [f"{file.name} no-rule-was-asked fatal"]), sep="\n", end="\n" if failed or not fired else "")
PYTHON
}

claims() { grep -l "$1" "${@:2}" || true; }

# WHAT FOLDER: every file of it is judged by all rules that it claims; each file counts, by what was found of it.
judge() {
  local files=("$2"/*.xml) found=$folder/found.$1 kind invoices notes crosses
  mapfile -t invoices < <(claims '^<Invoice' "${files[@]}")
  mapfile -t notes < <(claims '^<CreditNote' "${files[@]}")
  mapfile -t crosses < <(claims '^<rsm:CrossIndustryInvoice' "${files[@]}")
  : >"$found"
  schema() { [ $# -lt 2 ] || xmllint --nonet --noout --schema "$rules/$1" "${@:2}" 2>&1 | grep -v ' validates$' |
    sed -E 's|^.*/([^/:]*\.xml)[: ].*|\1 XSD fatal|' >>"$found"; }
  schema ubl-2.1-xsd/maindoc/UBL-Invoice-2.1.xsd "${invoices[@]}"
  schema ubl-2.1-xsd/maindoc/UBL-CreditNote-2.1.xsd "${notes[@]}"
  schema cii-d16b-xsd/uncefact/data/standard/CrossIndustryInvoice_100pD16B.xsd "${crosses[@]}"
  judged() { [ $# -lt 3 ] || ask "$folder/$1.judged" "${@:2}" >>"$found"; }
  for kind in UBL CII; do
    local of=("${crosses[@]}")
    [ $kind = CII ] || of=("${invoices[@]}" "${notes[@]}")
    ((${#of[@]})) || continue
    judged "$1" "en16931/EN16931-$kind-validation.xslt" "${of[@]}"
    mapfile -t claimed < <(claims 'xeinkauf.de:kosit:xrechnung' "${of[@]}")
    judged "$1" "xrechnung/XRechnung-$kind-validation.xslt" "${claimed[@]}"
    mapfile -t claimed < <(claims 'peppol.eu:2017:poacc:billing:3.0<' "${of[@]}")
    judged "$1" "peppol/PEPPOL-EN16931-UBL.xslt" "${claimed[@]}"
  done
  for file in "${files[@]}"; do
    if grep -q "^$(basename "$file") " "$found"; then
      failed=$((failed + 1)); echo "not ok $1: $(grep "^$(basename "$file") " "$found" | sort | uniq -c | tr -s ' \n' ' ')"
    else ok; fi
  done
  ((${#files[@]})) || bad "$1: there is no file"
}

bill() {
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"
  [ $# -lt 2 ] || does batch consolidate on
  does batch generate
}

# The numbers of all documents, by a Python expression over one, `i`, and its position, `n`.
numbers() {
  "$billet" --json invoice list |
    python3 -c "import json,sys; print(*(i['invoice'] for n, i in enumerate(json.load(sys.stdin)) if $1))"
}

# WHAT STEP: a credit note of every STEP-th invoice; then all documents in both syntaxes.
credit_and_judge() {
  for number in $(numbers "i['kind'] == 'invoice' and n % $2 == 0"); do does invoice credit "$number" --note "Storno < & >"; done
  for target in ubl cii; do
    # shellcheck disable=SC2046
    does export $target --output "$1-$target" --invoice $(numbers True)
    judge "$1-$target" "$1-$target"
  done
}

# WHAT FILE SED RULE: the rules do find what is wrong with it.
finds() {
  mkdir -p "wrong-$1"
  sed "$3" "$2" >"wrong-$1/1.xml"
  if (judge "wrong-$1" "wrong-$1") | grep -qF " $4"; then ok; else bad "$1: $4 was not found in $2"; fi
}

# One of each: tax rule, profile, kind of line, home currency; each invoice by contract, then by customer, and a credit note of each.
europe() {
  export BILLET_DB=$folder/europe.db
  does init --currency EUR --zone Europe/Berlin
  does import "$root/tests/data/einvoice/book.json"
  does config set round_to.CHF 0.05
  bill 2026-02-01
  bill 2026-03-01 consolidated
  credit_and_judge europe 1
}

# The sample book, of a seller without VAT: its batch, and a credit note of each invoice of every fifth customer.
sample() {
  export BILLET_DB=$folder/sample.db
  does init --currency USD --zone America/New_York
  does import "$root/tests/data/demo"
  bill 2026-06-07
  credit_and_judge sample 5
}

europe; sample
# CUSTOMER CONTRACT XPATH VALUE [credit]: what its first invoice, or credit note, says in $syntax.
value() {
  local file
  read -r number _ <<<"$(numbers "i['customer'] == '$1' and i['lines'][0]['contract'] == '$2' and i['kind'] == '${5:-invoice}'")"
  file=europe-$syntax/$number.xml
  xmllint --xpath "string($(sed -E 's|(^\|/)([A-Za-z]+)|\1*[local-name()=\"\2\"]|g' <<<"$3"))" "$file" >out 2>err
  if [ "$(cat out)" = "$4" ]; then ok; else bad "$1 $2 $3: $4 expected in $file"; fi
}
export BILLET_DB=$folder/europe.db
read -r swiss _ <<<"$(numbers "i['customer'] == 'swiss' and i['kind'] == 'invoice'")"
syntax=cii
value swiss s1 //InvoiceReferencedDocument/IssuerAssignedID "$swiss" credit
value swiss s1 '//TaxTotalAmount[2]' 20.14 credit
for syntax in cii ubl; do says "how to pay without an IBAN" "sample-$syntax/1.xml" "Casco Bay Bank, routing"; done
value swiss s1 //PayableRoundingAmount 0.02
value swiss s1 //PayableAmount 452.35
value swiss s1 '/*/TaxTotal[2]/TaxAmount' 20.14
value swiss s1 '/*/TaxTotal[2]/TaxAmount' 20.14 credit
value swiss s1 //PayableRoundingAmount 0.02 credit
value swiss s1 //BillingReference//ID "$swiss" credit
value plain p1 '//InvoiceLine[2]/InvoicePeriod/StartDate' 2026-01-10
value plain p1 '//InvoiceLine[3]/AllowanceCharge/ChargeIndicator' true
value swiss s1 //PaymentMeansCode 30
value swiss s1 //TaxCurrencyCode EUR
value plain p1 //PaymentMeansCode 58
value plain p3 '//PriceAmount' 100.8
value plain p4 '//Percent' 15.47375
value plain p1 '//CreditNoteLine' ''
value plain p1 '//InvoiceLine/Note' 'Werk Süd & Co'
value plain p1 '//SellersItemIdentification/ID' SW-1
value plain p2 '//InvoicedQuantity/@unitCode' HUR
value plain p11 '//AllowanceCharge/Amount' 1.00
value plain p11 '//TaxSubtotal[2]' ''  # work that is included is taxed as the retainer
value free v1 //TaxExemptionReason '§ 4 Nr. 27 UStG'
value facturx f1 //Delivery//IdentificationCode FR
value facturx f1 //ActualDeliveryDate 2026-01-31
value peppol b1 //OrderReference/ID PO-1
value peppol b1 '//AccountingCustomerParty//CompanyID/@schemeID' 0208
value x x1 //BuyerReference 04011000-12345-34
value x x1 "//AccountingCustomerParty//EndpointID/@schemeID" EM
first() { claims "$@" | head -n 1; }
finds total "$(first '^<Invoice' europe-ubl/*)" 's|\(<cbc:PayableAmount[^>]*>\)|\11|' BR-CO-16
finds date "$(first '^<CreditNote' europe-ubl/*)" 's|<cbc:IssueDate>.*|<cbc:IssueDate>1.3.2026</cbc:IssueDate>|' XSD
finds rate "$(first '^<rsm' europe-cii/*)" 's|<\(ram:RateApplicablePercent\)>[1-9].*|<\1>23</\1>|' BR-S-
finds peppol "$(first 'poacc:billing:3.0<' europe-ubl/*)" '/<cbc:EndpointID/d' PEPPOL-EN16931-R0
finds germany "$(first 'kosit:xrechnung' europe-cii/*)" '/<ram:BuyerReference/d' BR-DE-15

# Inside of PDFs: by itself for Factur-X, and as --attach says; in mails beside the PDF for all others.
inside() { # WHAT PDF NAME TARGET NUMBER: the file is what the exporter writes
  pdfdetach -save 1 -o inside.xml "$2" 2>err || { bad "$1: nothing inside"; return; }
  does export "$4" --invoice "$5"
  if cmp -s inside.xml out && pdfdetach -list "$2" | grep -qF "1: $3"; then ok; else bad "$1: another file inside"; fi
}
read -r french _ <<<"$(numbers "i['customer'] == 'facturx'")"
read -r german _ <<<"$(numbers "i['customer'] == 'x'")"
read -r plain _ <<<"$(numbers "i['customer'] == 'plain'")"
does invoice print "$french" --format pdf --output a.pdf; inside "Factur-X" a.pdf factur-x.xml cii "$french"
if grep -aqF '<fx:ConformanceLevel>EN 16931<' a.pdf && grep -aqF '<pdfaid:part>3<' a.pdf; then ok; else bad "the profile"; fi
does invoice print "$french" --format pdf --output b.pdf; if cmp -s a.pdf b.pdf; then ok; else bad "the same bytes"; fi
does invoice print "$french" --format pdf --attach none --output c.pdf; pdfdetach -list c.pdf >out; says "none" out "0 embedded"
does invoice print "$plain" --format pdf --output d.pdf; pdfdetach -list d.pdf >out; says "no einvoice" out "0 embedded"
does invoice print "$plain" --format pdf --attach ubl --output e.pdf; inside "UBL" e.pdf invoice.xml ubl "$plain"
does invoice print "$german" --format pdf --attach cii --output f.pdf; inside "XRechnung" f.pdf xrechnung.xml cii "$german"
run invoice view "$plain" --attach cii; exits "no PDF" 2
does invoice send "$german" "$french" "$plain" --to a@b.example --dry-run --output mails
says "beside the PDF" "mails/$german.eml" "filename=\"$german.xml\""
for number in "$french" "$plain"; do
  if grep -q 'filename=.*xml' "mails/$number.eml"; then bad "nothing beside the PDF of $number"; else ok; fi
done

# What is lacking is told, and nothing is made of it.
export BILLET_DB=$folder/lacking.db
does init --currency EUR --zone Europe/Berlin
printf '%s\n' 'id,name,einvoice,email' 'a,Alpha,factur-x,a@a.example' 'b,Beta,xrechnung,b@b.example' >customers.csv
printf '%s\n' 'id,customer,name,type,start,params' 'a1,a,Fee,retainer,2026-01-01,"{""price"":""500.00""}"' \
  'b1,b,Fee,retainer,2026-01-01,"{""price"":""50.00""}"' >contracts.csv
does import customers.csv; does import contracts.csv
bill 2026-02-01
run export ubl --output lacking; exits "lacking" 1; says "each" err "2 invoices lack what ubl needs; nothing is written"
says "the first" err "1: BR-11: column country of customers"; says "Germany" err "2: BR-DE-15: column buyer_reference of customers"
if [ -e lacking ]; then bad "nothing is written"; else ok; fi
run invoice print 1 --format pdf --output g.pdf; exits "held" 1
says "why it is held" err "1 lacks what cii needs: BR-CO-26: column registration"
does invoice print 1 --format pdf --attach none --output g.pdf
does config set mail.from me@n.example
run invoice send 2 --dry-run --output mails; exits "refused" 7; says "why it is refused" out "2 lacks what ubl needs"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
