"""The script that one would write instead of billet: sqlite3 and decimal, a schema of its own, the same invoices to the cent.

plain.py load FOLDER FILE   reads the bench data's CSV files into a new database (not measured)
plain.py bill FILE          bills everything that is due on 2026-06-01; prints subtotal, tax, total, invoices and lines
"""
import csv
import json
import sqlite3
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

AS_OF = "2026-06-01"
LAST_DAY = "2026-05-31"
CENT = Decimal("0.01")

SCHEMA = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tax (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rate TEXT NOT NULL);
CREATE TABLE rate (code TEXT PRIMARY KEY, price TEXT NOT NULL);
CREATE TABLE contract (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer, name TEXT NOT NULL, type TEXT NOT NULL,
  price TEXT, increment INTEGER, covers TEXT, hours INTEGER, overage TEXT, tiers TEXT, tax_id INTEGER REFERENCES tax);
CREATE TABLE device (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL, first TEXT NOT NULL, last TEXT);
CREATE TABLE draw (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL, ticket_id INTEGER NOT NULL, minutes INTEGER NOT NULL);
CREATE TABLE ticket (id INTEGER PRIMARY KEY, title TEXT NOT NULL, closed INTEGER NOT NULL);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, contract_id INTEGER NOT NULL REFERENCES contract,
  customer_id INTEGER NOT NULL REFERENCES customer, date TEXT NOT NULL, subtotal TEXT NOT NULL, tax TEXT NOT NULL, total TEXT NOT NULL);
CREATE TABLE line (id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL, ticket_id INTEGER, date TEXT NOT NULL, description TEXT NOT NULL,
  quantity TEXT NOT NULL, price TEXT NOT NULL, amount TEXT NOT NULL, tax TEXT NOT NULL);
CREATE TABLE entry (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL, ticket_id INTEGER NOT NULL, date TEXT NOT NULL,
  time TEXT NOT NULL, minutes INTEGER NOT NULL, rate TEXT, work_type TEXT, billable INTEGER NOT NULL, technician TEXT,
  note TEXT, line_id INTEGER);
CREATE TABLE charge (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL, date TEXT NOT NULL, description TEXT NOT NULL,
  quantity TEXT NOT NULL, price TEXT NOT NULL, line_id INTEGER);
"""
INDEXES = """
CREATE INDEX line_invoice ON line (invoice_id);
CREATE INDEX entry_contract_date ON entry (contract_id, date);
CREATE INDEX charge_contract_date ON charge (contract_id, date);
CREATE INDEX device_contract ON device (contract_id);
"""


def rows_of(folder, name):
    with open(Path(folder) / f"{name}.csv", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def number(text):
    return int(text.lstrip("abcdefghijklmnopqrstuvwxyz")) + 1


def contract_row(row):
    params = json.loads(row["params"])
    rules = json.loads(row["rules"]) if row["rules"] else []
    tiers = [[int(tier.get("up_to", 0)), tier["unit_price"]] for tier in params.get("tiers", [])]
    return (number(row["id"]), number(row["customer"]), row["name"], row["type"], params.get("price") or params.get("rate"),
            rules[0]["increment"] if rules else None, ",".join(params.get("covers", [])), params.get("hours"), params.get("overage_rate"),
            json.dumps(tiers), int(row["tax"][3:]) if row["tax"] else None)


def load(folder, path):
    Path(path).unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript(SCHEMA)
    insert = lambda table, columns, rows: db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * columns)})", rows)
    insert("customer", 2, ((number(r["id"]), r["name"]) for r in rows_of(folder, "customers")))
    insert("tax", 3, ((int(r["name"][3:]), r["name"], json.loads(r["params"])["rate"].rstrip("%")) for r in rows_of(folder, "taxes")))
    insert("rate", 2, ((r["code"], r["unit_price"]) for r in rows_of(folder, "rates")))
    insert("contract", 11, map(contract_row, rows_of(folder, "contracts")))
    contract_of = {}
    for r in rows_of(folder, "tickets"):
        contract_of[number(r["id"])] = number(r["contract"])
        insert("ticket", 3, [(number(r["id"]), r["title"], r["status"] == "closed")])
    insert("entry", 12, ((number(r["id"]), contract_of[number(r["ticket"])], number(r["ticket"]), *r["start"].split("T"), int(r["minutes"]),
                          r["rate"] or None, r["work_type"], r["billable"] == "yes", r["technician"], r["note"], None)
                         for r in rows_of(folder, "time_entries")))
    insert("charge", 7, ((number(r["id"]), number(r["contract"]), r["date"], r["description"], r["quantity"], r["unit_price"], None)
                         for r in rows_of(folder, "charges")))
    insert("device", 4, ((n, number(r["contract"]), r["from"], r["to"] or None) for n, r in enumerate(rows_of(folder, "devices"))))
    db.executescript(INDEXES)
    db.commit()
    db.close()


def rounded(amount):
    return amount.quantize(CENT, ROUND_HALF_UP)


def split(amount, weights):
    """Shares of an amount in the ratio of the weights; odd cents go to the largest remainders."""
    if len(weights) == 1:
        return [amount]
    cents, whole = int(amount * 100), sum(weights)
    if not whole:
        return [Decimal(0)] * (len(weights) - 1) + [amount]
    shares = [cents * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (-(cents * weights[i] % whole), i))
    for i in by_rest[:cents - sum(shares)]:
        shares[i] += 1
    return [Decimal(share) / 100 for share in shares]


class Biller:
    def __init__(self, db):
        self.db = db
        self.rates = {code: Decimal(price) for code, price in db.execute("SELECT code, price FROM rate")}
        self.taxes = {n: Decimal(rate) / 100 for n, rate in db.execute("SELECT id, rate FROM tax")}
        self.next_line = db.execute("SELECT coalesce(max(id), 0) + 1 FROM line").fetchone()[0]
        self.next_number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM invoice").fetchone()[0]
        self.subtotal = self.tax = Decimal(0)
        self.invoices = self.line_count = 0

    def add(self, ticket, date, description, quantity, price, amount, tax):
        self.lines.append((self.next_line, self.next_number, ticket, date, description, str(quantity), str(price), str(amount), str(tax)))
        self.amount += amount
        self.taxed += tax
        self.next_line += 1
        return self.next_line - 1

    def drawn(self, price, minutes, block):
        """What of an entry the block covers, at nothing, and what is past it."""
        covered = min(minutes, block[0]) if block else 0
        if covered:
            block[0] -= covered
            yield Decimal(0), covered
        if minutes > covered:
            yield price, minutes - covered

    def work(self, contract, own_price, increment, covers, tax, block):
        """Closed tickets' entries: rounded once per ticket and price, then shared out over a line each."""
        tickets, marks, draws = {}, [], {}
        entries = self.db.execute(
            "SELECT e.id, e.ticket_id, e.date, e.minutes, e.rate, e.work_type, e.billable, e.note "
            "FROM entry e JOIN ticket t ON t.id = e.ticket_id "
            "WHERE e.contract_id = ? AND e.date <= ? AND e.line_id IS NULL AND t.closed ORDER BY e.date, e.time, e.id",
            (contract, LAST_DAY))
        for entry, ticket, date, minutes, rate, work_type, billable, note in entries:
            if not billable:
                marks.append((0, entry))
                continue
            if increment:
                minutes = -(-minutes // increment) * increment
            price = Decimal(0) if covers and work_type in covers else self.rates[rate] if rate and not block else own_price
            for part_price, part in self.drawn(price, minutes, block):
                tickets.setdefault(ticket, {}).setdefault(part_price, []).append((entry, date, part, note))
                if block and not part_price:
                    draws[ticket] = draws.get(ticket, 0) + part
        for ticket, pieces in tickets.items():
            for price, members in pieces.items():
                weights = [minutes for _, _, minutes, _ in members]
                amount = rounded(sum(weights) * price / 60)
                amounts = split(amount, weights)
                taxes = split(rounded(amount * tax), [int(part * 100) for part in amounts])
                for (entry, date, minutes, note), part, part_tax in zip(members, amounts, taxes):
                    marks.append((self.add(ticket, date, note, round(Decimal(minutes) / 60, 4), price, part, part_tax), entry))
        self.db.executemany("UPDATE entry SET line_id = ? WHERE id = ?", marks)
        self.db.executemany("INSERT INTO draw (contract_id, ticket_id, minutes) VALUES (?, ?, ?)",
                            [(contract, ticket, minutes) for ticket, minutes in draws.items()])

    def fee(self, description, quantity, price, tax):
        amount = rounded(quantity * price)
        self.add(None, LAST_DAY, description, quantity, price, amount, rounded(amount * tax))

    def devices(self, contract, tiers, tax):
        """The devices on the period's last day; each tier prices the part of the count that lies in it."""
        count, = self.db.execute("SELECT count(*) FROM device WHERE contract_id = ?1 AND first <= ?2 AND ifnull(last, ?2) >= ?2",
                                 (contract, LAST_DAY)).fetchone()
        before = 0
        for limit, price in tiers:
            upto = min(limit or count, count)
            if upto > before:
                self.fee(f"PCs, up to {limit}" if limit else f"PCs, past {before}", upto - before, Decimal(price), tax)
            before = max(before, upto)

    def charges(self, contract, tax):
        marks = []
        for charge, date, description, quantity, price in self.db.execute(
                "SELECT id, date, description, quantity, price FROM charge WHERE contract_id = ? AND date <= ? AND line_id IS NULL "
                "ORDER BY date, id",
                (contract, LAST_DAY)):
            amount = rounded(Decimal(quantity) * Decimal(price))
            marks.append((self.add(None, date, description, quantity, price, amount, rounded(amount * tax)), charge))
        self.db.executemany("UPDATE charge SET line_id = ? WHERE id = ?", marks)

    def contract(self, contract, customer, kind, price, increment, covers, hours, overage, tiers, tax_id):
        self.lines, self.amount, self.taxed = [], Decimal(0), Decimal(0)
        price, tax, block = Decimal(price or 0), self.taxes.get(tax_id, Decimal(0)), None
        if kind == "retainer":
            self.fee("Retainer fee", 1, price, tax)
        elif kind == "block-hours":
            self.fee("Block of hours", hours, price, tax)
            price, block = Decimal(overage), [hours * 60]
        elif kind == "remote-monitoring":
            self.devices(contract, json.loads(tiers), tax)
        self.work(contract, price, increment, covers.split(",") if covers else None, tax, block)
        self.charges(contract, tax)
        if not self.lines:
            return
        self.db.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self.lines)
        self.db.execute("INSERT INTO invoice VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (self.next_number, self.next_number, contract, customer, AS_OF,
                         str(self.amount), str(self.taxed), str(self.amount + self.taxed)))
        self.next_number += 1
        self.invoices += 1
        self.line_count += len(self.lines)
        self.subtotal += self.amount
        self.tax += self.taxed


def bill(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA cache_size = -32768")
    biller = Biller(db)
    contracts = db.execute("SELECT k.id, k.customer_id, k.type, k.price, k.increment, k.covers, k.hours, k.overage, k.tiers, "
                           "k.tax_id FROM contract k JOIN customer c ON c.id = k.customer_id ORDER BY c.name, k.name").fetchall()
    for row in contracts:
        biller.contract(*row)
    db.commit()
    db.close()
    print(biller.subtotal, biller.tax, biller.subtotal + biller.tax, biller.invoices, biller.line_count)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "load":
        load(*sys.argv[2:])
    elif len(sys.argv) == 3 and sys.argv[1] == "bill":
        bill(sys.argv[2])
    else:
        sys.exit(__doc__)
