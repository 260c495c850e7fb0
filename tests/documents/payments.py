#!/usr/bin/env python3
"""Whether the squares of an invoice say what its text says: payments.py epc|swiss INVOICE.txt SQUARES.

epc: EPC069-12 version 2.1, "BCD" in version 002. swiss: Swiss Implementation Guidelines QR-bill 2.3, header SPC 0200.
Written from these standards, knowing nothing of how the squares are made.
"""
import re
import sys
from decimal import Decimal


def iban_fits(iban):
    turned = iban[4:] + iban[:4]
    return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", iban) and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def mod10_fits(digits):
    carry = 0
    for digit in digits[:-1]:
        carry = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5][(carry + int(digit)) % 10]
    return (10 - carry) % 10 == int(digits[-1])


def epc(lines):
    assert lines[:4] == ["BCD", "002", "1", "SCT"], lines[:4]
    bic, name, iban, amount = lines[4:8]
    assert re.fullmatch(r"([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?", bic) and 0 < len(name) <= 70 and iban_fits(iban)
    assert re.fullmatch(r"EUR\d{1,9}\.\d\d", amount), amount
    assert len("\n".join(lines).encode()) <= 331 and not (lines[9:10] != [""] and lines[10:11] not in ([], [""]))
    return name, iban, amount[3:], "".join(lines[9:11])


def swiss(lines):
    assert lines[:3] == ["SPC", "0200", "1"] and lines[30] == "EPD", lines
    iban, kind, name = lines[3], lines[4], lines[5]
    assert kind == "S" and iban_fits(iban) and iban[:2] in ("CH", "LI") and lines[11:18] == [""] * 7
    assert lines[19] in ("CHF", "EUR") and re.fullmatch(r"\d{1,9}\.\d\d", lines[18]) and lines[20] in ("", "S")
    way, reference, own_bank = lines[27], lines[28], 30000 <= int(iban[4:9]) <= 31999
    assert (way == "QRR") == own_bank, (way, iban)
    if way == "QRR":
        assert len(reference) == 27 and mod10_fits(reference)
    elif way == "SCOR":
        assert reference[:2] == "RF" and int("".join(str(int(c, 36)) for c in reference[4:] + reference[:4])) % 97 == 1
    else:
        assert way == "NON" and not reference
    return name, iban, lines[18], reference or lines[29]


def main():
    kind, text, squares = sys.argv[1:]
    with open(squares, encoding="utf-8") as file:
        name, iban, amount, reference = {"epc": epc, "swiss": swiss}[kind](file.read().rstrip("\n").split("\n"))
    with open(text, encoding="utf-8") as file:
        shown = file.read()
    digits = re.sub(r"[’',. \u00a0\u202f]", "", shown)
    assert name in shown and iban in digits and amount.replace(".", "") in digits, (name, iban, amount)
    assert reference.replace(" ", "") in shown.replace(" ", ""), reference
    assert Decimal(amount) > 0


if __name__ == "__main__":
    main()
