"""The tax on 100.00 of service, of labor and of product under each tax of rules/examples, by hand."""
import json
import sys

WANTED = {
    "us-sales-tax": {"US-CA": ("0.00", "0.00", "7.25"), "US-VA": ("0.00", "0.00", "5.30"), "US-MA": ("0.00", "0.00", "6.25"),
                     "US-FL": ("0.00", "0.00", "6.00"), "US-FL-parts": ("6.00", "6.00", "6.00"), "US-PA": ("6.00", "6.00", "6.00"),
                     "US-TX": ("5.00", "0.00", "6.25"), "US-NYC": ("0.00", "8.88", "8.88"), "US-WA": ("6.50", "6.50", "6.50"),
                     "US-exempt": ("0.00", "0.00", "0.00")},
    "canada": {"CA-GST": ("5.00", "5.00", "5.00"), "CA-QC": ("14.98", "14.98", "14.98"), "CA-BC": ("12.00", "12.00", "12.00"),
               "CA-SK": ("11.00", "11.00", "11.00"), "CA-MB": ("12.00", "12.00", "12.00"), "CA-ON": ("13.00", "13.00", "13.00"),
               "CA-NB": ("15.00", "15.00", "15.00"), "CA-NS": ("14.00", "14.00", "14.00")},
    "eu-vat": {"DE-19": ("19.00", "19.00", "19.00"), "FR-20": ("20.00", "20.00", "20.00"), "IE-23": ("23.00", "23.00", "23.00"),
               "NL-21": ("21.00", "21.00", "21.00"), **{c + "-RC": ("0.00", "0.00", "0.00") for c in ("DE", "FR", "IE", "NL")}},
    "uk-vat": {"UK-20": ("20.00", "20.00", "20.00"), "UK-20-incl": ("16.67", "16.67", "16.67"), "UK-abroad": ("0.00", "0.00", "0.00")},
    "australia": {"AU-GST": ("10.00", "10.00", "10.00"), "AU-GST-incl": ("9.09", "9.09", "9.09"), "AU-export": ("0.00", "0.00", "0.00")},
}

name, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    invoices = json.load(file)
got = {}
for invoice in invoices:
    by_kind = {line["category"]: line["tax"] for line in invoice["lines"]}
    got[invoice["lines"][0]["contract_name"]] = (by_kind["service"], by_kind["labor"], by_kind["product"])
wrong = [f"{tax}: wanted {WANTED[name].get(tax)}, got {got.get(tax)}" for tax in sorted({*WANTED[name], *got})
         if WANTED[name].get(tax) != got.get(tax)]
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
