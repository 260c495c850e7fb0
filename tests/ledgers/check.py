#!/usr/bin/env python3
"""An exported file against the invoices that billet answers: check.py TARGET FILE INVOICES.json [CURRENCY].

The file is read by the program that it is for, or by the columns that its format documents; nothing here knows how billet writes it.
CURRENCY: the book's. Says what is wrong and ends with 1.
"""
import csv
import json
import re
import subprocess
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

DIGITS = {"JPY": 0, "KWD": 3}
wrong = []


def same(what, expected, got):
    if expected != got:
        wrong.append(f"{what}: {expected} expected, got {got}")


def true(what, fine):
    if not fine:
        wrong.append(what)


def places(currency):
    return Decimal(1).scaleb(-DIGITS.get(currency, 2))


def owed(invoices):
    return [invoice for invoice in invoices if invoice["state"] != "void"]


def sums(invoices, *fields):
    """{currency: the fields of all invoices that are owed, added up}"""
    out = defaultdict(Decimal)
    for invoice in owed(invoices):
        out[invoice["currency"]] += sum(Decimal(invoice[field]) for field in fields)
    return out


def told(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    true(f"{' '.join(command[:4])}: {done.stderr.strip()[:500]}", done.returncode == 0)
    return done.stdout


def three_balances(invoices, balances, documents):
    """What customers owe, what was earned and what is owed of taxes, {account: {currency: sum}}; and {document: its receivable}."""
    kinds = {"Assets": defaultdict(Decimal), "Income": defaultdict(Decimal), "Liabilities": defaultdict(Decimal)}
    for account, amounts in balances.items():
        for currency, amount in amounts.items():
            kinds[account.split(":")[0]][currency] += amount
    for currency, total in sums(invoices, "total").items():
        tax = sums(invoices, "tax")[currency]
        same(f"owed in {currency}", total, kinds["Assets"][currency])
        same(f"taxes in {currency}", -tax, kinds["Liabilities"][currency])
        same(f"earned in {currency}", tax - total, kinds["Income"][currency])
    rounded = defaultdict(Decimal)
    for invoice in owed(invoices):
        for line in invoice["lines"]:
            if line["kind"] == "rounding":
                rounded[invoice["currency"]] -= Decimal(line["amount"])
    same("rounded", {k: v for k, v in rounded.items() if v}, {k: v for k, v in balances.get("Income:Rounding", {}).items() if v})
    same("currencies", set(sums(invoices, "total")), set(kinds["Assets"]))
    if documents is not None:
        same("each document", {i["invoice"]: Decimal(i["total"]) for i in owed(invoices)}, documents)


def ledger(path, invoices, _):
    rows = told("ledger", "-f", path, "--strict", "--pedantic", "--args-only", "reg", "--register-format",
                "%(code)\t%(account)\t%(commodity)\t%(quantity(amount))\n")
    balances, documents = defaultdict(lambda: defaultdict(Decimal)), {}
    for row in rows.splitlines():
        code, account, currency, amount = row.split("\t")
        balances[account][currency] += Decimal(amount)
        if account.startswith("Assets"):
            documents[code] = Decimal(amount)
    three_balances(invoices, balances, documents)


def hledger(path, invoices, _):
    told("hledger", "-f", path, "check", "--strict")
    balances = {}
    for row in list(csv.reader(told("hledger", "-f", path, "balance", "--flat", "--no-total", "-O", "csv").splitlines()))[1:]:
        parts = [part.split() for part in row[1].split(", ") if part != "0"]
        balances[row[0]] = {currency.strip('"'): Decimal(amount) for amount, currency in parts}
    three_balances(invoices, balances, None)


def beancount(path, invoices, _):
    told("bean-check", path)
    # As text: numbers are shown with the decimals that most have.
    rows = csv.reader(told("bean-query", "-f", "csv", path, "select narration, account, currency, str(number)").splitlines())
    balances, documents = defaultdict(lambda: defaultdict(Decimal)), {}
    for narration, account, currency, number in [map(str.strip, row) for row in list(rows)[1:]]:
        number = re.fullmatch(r"Decimal\('(.*)'\)", number)[1]
        balances[account][currency] += Decimal(number)
        if account.startswith("Assets"):
            documents[narration.split()[-1]] = Decimal(number)
    three_balances(invoices, balances, documents)
    for invoice in owed(invoices):
        if invoice["credits"]:
            text = open(path, encoding="utf-8").read()
            true(f"{invoice['invoice']} is linked", f"^{invoice['invoice']} ^{invoice['credits']}\n" in text)


def journal(path, invoices, _):
    by_number = {invoice["invoice"]: invoice for invoice in owed(invoices)}
    found, accounts = defaultdict(lambda: [Decimal(0), Decimal(0)]), defaultdict(Decimal)
    for row in csv.DictReader(open(path, encoding="utf-8", newline="")):
        invoice = by_number[row["document"]]
        line = invoice["lines"][int(row["line"]) - 1]
        same("the line", str(line["line"]), row["line"])
        taxed = row["counter_account"] == "tax"
        found[row["document"]][taxed] += Decimal(row["amount"])
        same("a currency", invoice["currency"], row["currency"])
        true("a row of nothing", Decimal(row["amount"]))
        same("rounding", line["kind"] == "rounding", row["counter_account"] == "rounding")
        accounts[row["account"]] += Decimal(row["amount"])
        accounts[row["counter_account"]] -= Decimal(row["amount"])
        if not taxed:
            period = line["period"] or {"start": line["date"], "end": line["date"]}
            same("earned", [period["start"] or "", period["end"] or ""], [row["earned_from"], row["earned_to"]])
            same("the net of a line", line["amount"], row["amount"])
            same("its code", " + ".join(tax["code"] or tax["name"] for tax in line["taxes"]), row["tax_code"])
    for number, invoice in by_number.items():
        same(f"{number}: net and tax", [Decimal(invoice["total"]) - Decimal(invoice["tax"]), Decimal(invoice["tax"])], found[number])
    same("all accounts together", Decimal(0), sum(accounts.values()))


XERO = ("*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,"
        "*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,"
        "*TaxType,TaxAmount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,BrandingTheme").split(",")


def xero_csv(path, invoices, _):
    by_number = {invoice["invoice"]: invoice for invoice in owed(invoices)}
    found = defaultdict(lambda: [Decimal(0), Decimal(0), 0])
    rows = csv.DictReader(open(path, encoding="utf-8", newline=""))
    same("columns", XERO, rows.fieldnames)
    for row in rows:
        number = row["*InvoiceNumber"]
        line = by_number[number]["lines"][found[number][2]]
        same(f"{number}: rounding", line["kind"] == "rounding", row["*AccountCode"] == "860")
        for name in XERO:
            true(f"{number}: {name} is empty", row[name] or not name.startswith("*"))
            true(f"{number}: {name} is a formula", name in ("Total", "*UnitAmount", "TaxAmount") or not re.match("[=+@\t\r-]", row[name]))
        true(f"{number}: dates", all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[name]) for name in ("*InvoiceDate", "*DueDate")))
        true(f"{number}: a quantity", re.fullmatch(r"\d+(\.\d{1,4})?", row["*Quantity"]))
        true(f"{number}: a price", re.fullmatch(r"-?\d+(\.\d{1,4})?", row["*UnitAmount"]))
        true(f"{number}: a description", len(row["*Description"]) <= 4000)
        amount = Decimal(row["*Quantity"]) * Decimal(row["*UnitAmount"])
        sum_of = found[number]
        sum_of[0] += amount.quantize(places(row["Currency"]), ROUND_HALF_UP)
        sum_of[1] += Decimal(row["TaxAmount"])
        sum_of[2] += 1
        same(f"{number}: Total and Currency", [by_number[number]["total"], by_number[number]["currency"]], [row["Total"], row["Currency"]])
    for number, invoice in by_number.items():
        tax, total = Decimal(invoice["tax"]), Decimal(invoice["total"])
        same(f"{number}: net, tax, lines", [total - tax, tax, len(invoice["lines"])], found[number])
    same("documents", set(by_number), set(found))


def quickbooks_iif(path, invoices, home):
    lines = [line.split("\t") for line in open(path, encoding="windows-1252", newline="").read().split("\r\n")]
    same("the end", [""], lines.pop())
    names, got, at = {}, {}, None
    for cells in lines:
        kind, values = cells[0], dict(zip(names.get(cells[0], []), cells[1:]))
        if kind.startswith("!"):
            names[kind[1:]] = cells[1:]
            continue
        same(f"cells of a {kind}", len(names[kind]), len(cells) - 1)
        if kind == "TRNS":
            true("a transaction within another", at is None)
            at = (values, [])
        elif kind == "SPL":
            at[1].append(values)
        else:
            same("a row", "ENDTRNS", kind)
            got[at[0]["DOCNUM"]] = at
            at = None
    for needed in ("TRNSTYPE", "DATE", "ACCNT", "AMOUNT"):
        true(f"{needed} is there", needed in names["TRNS"] and needed in names["SPL"])
    same("documents", {i["invoice"][-11:] for i in owed(invoices)}, set(got))
    for invoice in owed(invoices):
        head, splits = got[invoice["invoice"][-11:]]
        number, one = invoice["invoice"], places(invoice["currency"])
        true(f"{number}: too long a number is told whole", len(number) <= 11 or head["MEMO"].startswith(number))
        same(f"{number}: its type", "CREDIT MEMO" if invoice["kind"] == "credit" else "INVOICE", head["TRNSTYPE"])
        same(f"{number}: its total", Decimal(invoice["total"]), Decimal(head["AMOUNT"]))
        same(f"{number}: sums to zero", 0, Decimal(head["AMOUNT"]) + sum(Decimal(row["AMOUNT"]) for row in splits))
        taxes = [row for row in splits if row["EXTRA"] == "AUTOSTAX"]
        same(f"{number}: its tax", -Decimal(invoice["tax"]), sum(Decimal(row["AMOUNT"]) for row in taxes))
        true(f"{number}: home", invoice["currency"] == home or invoice["currency"] in head["ACCNT"])
        for row in [head] + splits:
            true(f"{number}: a date", re.fullmatch(r"\d\d/\d\d/\d\d", row["DATE"]) and row["TRNSTYPE"] == head["TRNSTYPE"] and row["ACCNT"])
            true(f"{number}: lengths", len(row["DOCNUM"]) <= 11 and len(row["NAME"]) <= 41 and '"' not in "".join(row.values()))
        for row, line in zip(splits, invoice["lines"]):
            same(f"{number}: rounding", [line["kind"] == "rounding"] * 2, [row["ACCNT"] == "Rounding", row["INVITEM"] == "Rounding"])
        same(f"{number}: lines", len(invoice["lines"]), len(splits) - len(taxes))
        true(f"{number}: a tax of nothing", all(Decimal(row["AMOUNT"]) for row in taxes))
        for row in splits:
            if row not in taxes:
                product = (Decimal(row["QNTY"]) * Decimal(row["PRICE"])).quantize(one, ROUND_HALF_UP)
                same(f"{number}: a line multiplies out", Decimal(row["AMOUNT"]), product)


# Of the Buchungsstapel, by the number of the column: what its cell may hold where it holds something (texts without their quotes).
DATEV = {1: r"\d{1,10},\d{2}", 2: "[SH]", 3: "[A-Z]{3}", 4: r"\d{1,4},\d{2,6}", 5: r"\d{1,10},\d{2}", 6: "[A-Z]{3}", 7: r"\d{4,9}",
         8: r"\d{4,9}", 9: r"\d{1,4}", 10: r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])", 11: r"[A-Za-z0-9$&%*+/-]{1,36}", 14: ".{1,60}",
         40: "[A-Z]{2}[A-Za-z0-9]{1,13}", 114: "[01]", 115: r"\d{8}", 117: r"\d{8}"}
DATEV_NEEDED = {1, 2, 7, 8, 10, 11}
DATEV_TEXT = {2, 3, 6, 9, 11, 12, 14, 16, 20, 40, 42, 91, 95, 96, 98, 102, 103, 105, 107, 109, 110, 112, 118, 120, 121, 123,
              *range(21, 39), *range(48, 88)}
DATEV_HEADER = ["\"EXTF\"", "700", "21", "\"Buchungsstapel\"", "13", r"\d{17}", "", "\"\"", "\".{0,25}\"", "\"\"", r"\d{4,7}", r"\d{1,5}",
                r"\d{8}", "[4-8]", r"\d{8}", r"\d{8}", "\".{0,30}\"", "\".{0,2}\"", "[12]", r"\d{1,2}", "[01]", "\"[A-Z]{3}\"", "",
                "\".{0,2}\"", "", "", "\"(\\d\\d)?\"", r"\d{0,4}", "", "\"\"", "\".{0,16}\""]


def datev_cells(row):
    """Cells as they are written, quotes included: a semicolon within them parts nothing."""
    return re.findall(r'(?:^|;)((?:"(?:[^"]|"")*")|[^;"]*)', row)


def datev(path, invoices, home):
    rows = open(path, "rb").read().decode("windows-1252").split("\r\n")
    same("the end", "", rows.pop())
    header, names = datev_cells(rows[0]), datev_cells(rows[1])
    same("fields of the header", len(DATEV_HEADER), len(header))
    for i, (pattern, cell) in enumerate(zip(DATEV_HEADER, header), 1):
        true(f"header {i}: {cell}", re.fullmatch(pattern, cell))
    same("columns", [125, "Gegenkonto (ohne BU-Schlüssel)", "Leistungsdatum", "Fälligkeit", "Abw. Skontokonto"],
         [len(names), names[7], names[114], names[116], names[124]])
    found = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in rows[2:]:
        cells = datev_cells(row)
        same("cells", 125, len(cells))
        for i, cell in enumerate(cells, 1):
            same(f"column {i} is quoted", i in DATEV_TEXT, cell.startswith('"'))
            value = cell[1:-1].replace('""', '"') if i in DATEV_TEXT else cell
            true(f"column {i}: {cell}", re.fullmatch(DATEV.get(i, ""), value) or (not value and i not in DATEV_NEEDED))
        sign = 1 if cells[1] == '"S"' else -1
        length = int(header[13])
        same("lengths of accounts", [length + 1, length], [len(cells[6]), len(cells[7])])
        number = cells[10][1:-1]
        true("a date in the span", header[14][4:] <= cells[9][2:] + cells[9][:2] <= header[15][4:])
        found[number][0] += sign * Decimal(cells[0].replace(",", "."))
        found[number][1] += sign * Decimal((cells[4] or cells[0]).replace(",", "."))
    for invoice in owed(invoices):
        at_home = invoice["total"] if invoice["currency"] == home else invoice["total_home"]
        same(f"{invoice['invoice']}: total, and at home", [Decimal(invoice["total"]), Decimal(at_home)], found[invoice["invoice"]])
    same("documents", {i["invoice"] for i in owed(invoices)}, set(found))


def json_(path, invoices, _):
    same("the invoices", [i for i in invoices if i["state"] != "draft"], json.load(open(path, encoding="utf-8")))


def main():
    target, path, answered = sys.argv[1:4]
    invoices = json.load(open(answered, encoding="utf-8"))
    true("there are invoices", owed(invoices))
    {"json": json_}.get(target, globals().get(target.replace("-", "_")))(path, invoices, sys.argv[4] if len(sys.argv) > 4 else None)
    print("\n".join(wrong[:20]), end="\n" if wrong else "")
    sys.exit(bool(wrong))


main()
