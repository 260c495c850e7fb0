"""The day's questions, asked of a book that a walk made: each is answered, and what they say agrees with each other and with the tables."""
import collections
import contextlib
import csv
import datetime
import io
import json
import sqlite3
import zoneinfo
from decimal import Decimal

REPORTS = {"revenue": ["customer", "type", "month"], "tax": ["jurisdiction", "document"],
           "margin": ["customer", "contract", "type", "month"], "aging": [None], "unbilled": [None], "rates": [None], "blocks": [None]}


class Broken(Exception):
    """Something that must hold does not."""


def must(good, what):
    if not good:
        raise Broken(what)


def same(what, one, other):
    must(one == other, f"{what}: {str(one)[:300]} against {str(other)[:300]}")


def sums(rows, *columns):
    """By currency, what each column comes to; what is not known counts as nothing."""
    out = collections.defaultdict(lambda: [Decimal(0)] * len(columns))
    for row in rows:
        out[row["currency"]] = [total + Decimal(row[name] or 0) for total, name in zip(out[row["currency"]], columns)]
    return {currency: total for currency, total in out.items() if any(total)}


def select(walk, sql, *values):
    with contextlib.closing(sqlite3.connect(walk.folder / "walk.db")) as book:
        return book.execute(sql, values).fetchall()


def ask_lists(walk):
    """Customers, contracts and tickets, as lists and each alone; and the counts of `status`."""
    customers, contracts, tickets = (walk.do(of, "list") for of in ("customer", "contract", "ticket"))
    status, invoices = walk.do("status"), walk.do("invoice", "list")
    same("customers", len(customers), status["customers"])
    same("contracts", len(contracts), status["contracts"])
    same("drafts", sum(i["state"] == "draft" for i in invoices), status["drafts"])
    same("final documents", sum(i["state"] == "final" for i in invoices), status["final_invoices"])
    must(len(tickets) == min(status["tickets"], 100) or len(tickets) == status["tickets"], f"{len(tickets)} tickets")
    for customer in customers:
        shown = walk.do("customer", "show", customer["customer"])
        mine = [c["contract"] for c in contracts if c["customer"] == customer["customer"]]
        same("contracts of a customer", sorted(c["contract"] for c in shown["contracts"]), sorted(mine))
        same("how many contracts it has", shown["contract_count"], len(mine))
        same("what is open", shown["open_tickets"], len(walk.do("ticket", "list", "--state", "open", "--customer", customer["customer"])))
        statement = walk.do("customer", "statement", customer["customer"])["accounts"]
        same("balances", [a["balance"] for a in shown["accounts"]], [a["balance"] for a in statement])
    for contract in contracts:
        shown = walk.do("contract", "show", contract["contract"])
        must(shown["terms"], f"contract {contract['contract']} has no terms")
    for ticket in walk.q.sample(tickets, min(3, len(tickets))):
        shown = walk.do("ticket", "show", ticket["ticket"])
        hours = sum(Decimal(w["hours"]) for w in shown["work"] if w["entry"])
        must(abs(hours - Decimal(ticket["hours"])) < Decimal("0.001"), f"hours of ticket {ticket['ticket']}: {hours}")
        must(all(w["what"] for w in shown["work"]), f"what became of work on ticket {ticket['ticket']}")


def in_windows(walk, *words, size=7):
    """All rows of a list, from windows that stand side by side, and the last of these."""
    rows, window = [], {"matching": 1}
    while len(rows) < window["matching"]:
        window = walk.do(*words, "--from", str(len(rows)), "--count", str(size))
        must(window["rows"] or not window["matching"], f"an empty window of {words}")
        rows += window["rows"]
    same("places in a list", [row.pop("n") for row in rows], list(range(len(rows))))
    return rows, window


def ask_windows(walk):
    """Windows of a list hold what the whole list does."""
    for of in (["customer", "list"], ["contract", "list"], ["log"]):
        same(f"windows of {of[0]}", in_windows(walk, *of)[0], walk.do(*of))
    invoices, rows = walk.do("invoice", "list"), in_windows(walk, "invoice", "list")[0]
    same("windows of documents", [r["invoice"] for r in rows], [i["invoice"] for i in invoices])
    same("what is open", sums([r for r in rows if r.get("open")], "open"), sums([i for i in invoices if i.get("open")], "open"))
    for batch in walk.do("batch", "list")[-2:]:
        of = ["--batch", str(batch["batch"])]
        shown, (rows, window) = walk.do("batch", "show", *of)["contracts"], in_windows(walk, "batch", "rows", *of)
        same("windows of a batch", [{**r, "reason": 0} for r in rows], [{**c, "reason": 0} for c in shown])
        whole = sums([r for r in rows if r["total_balance"]], "total_balance", "selected_balance")
        told = {c: [Decimal(s["total"]), Decimal(s["selected"])] for c, s in window["sums"]["all"].items()}
        same("sums of a batch", whole, {c: both for c, both in told.items() if any(both)})


def ask_coverage(walk):
    """Each part of a contract's life is laid out without a gap and without a day twice."""
    lives = {c["contract"]: c for c in walk.do("contract", "list")}
    free = {row[0] for row in select(walk, "SELECT k.id FROM bills b JOIN contracts k ON k.n = b.contract WHERE b.kind = 'free'")}
    for life in walk.do("coverage"):
        contract = lives[life["contract"]]
        parts = collections.defaultdict(list)
        for tile in life["tiles"]:
            parts[tile["part"]].append(tile)
        for part, tiles in parts.items():
            name = f"coverage of {life['contract']}, {part}"
            same(f"{name}: its first day", tiles[0]["from"], contract["start"])
            past_its_end = tiles[-1]["state"] not in ("no fee", "to come") and (tiles[-1]["to"] or "9") > (contract["end"] or "9")
            must(tiles[-1]["to"] == contract["end"] or past_its_end, f"{name}: its last day is {contract['end']}: {tiles[-1]}")
            for one, next_one in zip(tiles, tiles[1:]):
                must(one["to"], f"{name}: {one} has no end")
                after = datetime.date.fromisoformat(one["to"]) + datetime.timedelta(1)
                same(f"{name}: the day after {one['to']}", next_one["from"], after.isoformat())
            for tile in tiles:
                must(tile["to"] is None or tile["from"] <= tile["to"], f"{name}: {tile}")
                must(tile["state"] != "billed" or tile["invoice"] or life["contract"] in free, f"{name}: {tile} names no invoice")


def ask_compare(walk):
    for answer in [walk.do("compare")] if len(select(walk, "SELECT 1 FROM batches WHERE state <> 'deleted'")) > 1 else []:
        listed = sums(answer["rows"], "difference")
        same("differences", listed, sums(answer["totals"], "difference"))
        for total in answer["totals"]:
            same("a difference", Decimal(total["amount"]) - Decimal(total["amount_before"]), Decimal(total["difference"]))
        kinds = collections.Counter(row["change"] for row in answer["rows"])
        for kind in ("new", "gone", "changed"):
            same(f"how many are {kind}", kinds[kind], sum(total[kind] for total in answer["totals"]))


def read_report(walk, name, by, *words):
    report = walk.do("report", name, *(["--by", by] if by else []), *words)
    money = [c["name"] for c in report["columns"] if c["kind"] == "money"]
    for total in report["totals"]:
        for column in money:
            mine = [row[column] for row in report["rows"] if row["currency"] == total["currency"]]
            if total.get(column) is not None:
                same(f"report {name} by {by}: {column}", sum(map(Decimal, mine)), Decimal(total[column]))
    rows = list(csv.DictReader(io.StringIO(walk.do("report", name, *(["--by", by] if by else []), *words, "--csv")["text"])))
    same(f"report {name} by {by}: rows as CSV", len(rows), len(report["rows"]))
    for shown, told in zip(rows, report["rows"]):
        same(f"report {name} as CSV", shown, {key: "" if value is None else str(value) for key, value in told.items()})
    return report["rows"]


def ask_reports(walk):
    """Every report in every form comes to what the documents say."""
    invoices = [i for i in walk.do("invoice", "list") if i["state"] == "final"]
    rows = {(name, by): read_report(walk, name, by) for name, forms in REPORTS.items() for by in forms}
    for by in REPORTS["revenue"]:
        same(f"revenue by {by}", sums(rows["revenue", by], "total", "tax"), sums(invoices, "total", "tax"))
    for by in REPORTS["margin"]:
        same(f"margin by {by}", sums(rows["margin", by], "revenue"), sums(rows["revenue", "type"], "revenue"))
    for by in REPORTS["tax"]:
        same(f"tax by {by}", sums(rows["tax", by], "tax"), sums(invoices, "tax"))
    same("what is owed", sums(rows["aging", None], "open"), sums([i for i in invoices if "open" in i], "open"))
    unbilled = walk.do("unbilled")["totals"]
    same("unbilled", [(t["customer"], t["amount"], t["hours"]) for t in rows["unbilled", None]],
         [(t["customer"], t["amount"], t["hours"]) for t in unbilled])
    split = [row for span in (("--to", "2026-03-31"), ("--from", "2026-04-01")) for row in read_report(walk, "revenue", "customer", *span)]
    same("revenue of two spans", sums(split, "total"), sums(invoices, "total"))


def ask_log(walk):
    log = walk.do("log")
    by_number = {entry["seq"]: entry for entry in log}
    same("by the one who did it all", walk.do("log", "--who", log[0]["who"]), log)
    # A day is the book's: while it is the next one in Greenwich, or still the one before, entries are of another.
    zone = zoneinfo.ZoneInfo(json.loads(log[0]["detail"])["zone"])
    begun = datetime.datetime.fromisoformat(log[0]["at"]).astimezone(zone).date()
    same("since the beginning", walk.do("log", "--since", begun), log)
    same("since tomorrow", walk.do("log", "--since", "2999-01-01"), [])
    about = walk.do("log", "--about", walk.q.choice(list(walk.contracts)))
    must(about and all(by_number[entry["seq"]] == entry for entry in about), "what the log says of a contract")


def ask_settings(walk):
    for setting in walk.do("config", "list"):
        same(f"the setting {setting['key']}", walk.do("config", "get", setting["key"])["value"], setting["value"])


def ask_the_day(walk):
    walk.do("unbilled", "--meters")
    walk.do("balance")
    for ask in (ask_lists, ask_windows, ask_coverage, ask_compare, ask_reports, ask_log, ask_settings):
        ask(walk)
