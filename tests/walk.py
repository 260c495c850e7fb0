#!/usr/bin/env python3
"""Random books and random commands: whatever was done, verify and replay agree and explanations recompute. walk.py BILLET [FIRST LAST]

With numbers of walks every command is followed by `verify`, more is taken back, and the day's questions are asked all along the way."""
import contextlib
import datetime
import decimal
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import explain
from walks.day import Broken, ask_the_day, must, same
from walks.ways import copy_and_restore, raise_a_check, unwind

BILLET = explain.BILLET
FIRST = datetime.date(2026, 1, 1)
TYPES = ["hourly", "retainer", "block-hours", "block-money", "remote-monitoring", "online-backup", "per-user", "per-ticket",
         "project-hourly", "project-fee"]
METERS = ["pc_agents", "server_agents", "users", "pc_backup_gb", "server_backup_gb"]


def day(n):
    return (FIRST + datetime.timedelta(n)).isoformat()


def some(r, chance, **fields):
    return fields if r.random() < chance else {}


def money(r, least=1, most=200):
    return f"{r.randint(least, most)}.{r.choice(['00', '33', '99', '50', '125'])}"


def block_hours(r):
    rolls = r.random() < 0.5
    ways = [{"rollover": True, **some(r, 0.5, rollover_periods=r.randint(1, 2)), **some(r, 0.3, rollover_cap="3")}] if rolls else \
        [{}, {"refund_unused": True}]
    return {"hours": r.choice(["1", "2.5", "4"]), "rate": money(r), **some(r, 0.7, overage_rate=money(r)), **r.choice(ways),
            **some(r, 0.2, pool=3), **some(r, 0.3, apply_multiplier=True), **some(r, 0.3, late="own-period"),
            **some(r, 0.3, covers=["remote"])}


def monitoring(r):
    tiers = [{"up_to": "3", "unit_price": money(r, 1, 20)}, {"up_to": "6", "unit_price": money(r, 1, 20)}, {"unit_price": money(r, 1, 20)}]
    several = [{"meter": "pc_agents", "unit_price": money(r, 1, 20)}, {"meter": "server_agents", "unit_price": money(r, 1, 50)}]
    return {"count_by": r.choice(["pc_agents", "agents", "all", several]), "rate": money(r, 1, 20),
            "measure": r.choice(["start", "end", "peak", "average", "device-days"]), **some(r, 0.4, committed=str(r.randint(1, 8))),
            **some(r, 0.4, tiers=tiers, tier_mode=r.choice(["graduated", "volume"])), **some(r, 0.3, added="next-period")}


def milestones(r):
    return [{"name": "a", "due": day(r.randint(20, 70)), "ready": True},
            {"name": "b", "amount": "333.33", "due": day(r.randint(71, 120)), "ready": r.random() < 0.7},
            {"name": "c", "due": day(r.randint(80, 150)), "ready": True}]


def params(r, kind):
    if kind == "agreement":
        kinds = r.sample([t for t in TYPES if not t.startswith("project")], 3)
        return {"lines": [{"id": f"l{i}", "type": t, "params": params(r, t)} for i, t in enumerate(kinds)]}
    return {
        "hourly": lambda: {"rate": money(r)},
        "retainer": lambda: {"price": money(r), "quantity": r.choice(["1", "2.5"]), **r.choice([{}, {"covers": ["remote"]}])},
        "block-hours": lambda: block_hours(r),
        "block-money": lambda: {"amount": str(r.randint(20, 300)), "rate": money(r), **some(r, 0.5, rollover=True),
                                **some(r, 0.5, cover_charges=True), **some(r, 0.5, cover_tax=True)},
        "remote-monitoring": lambda: monitoring(r),
        "online-backup": lambda: {"count_by": r.choice(["pc_backup_gb", "total_gb"]), "rate": f"0.{r.randint(10, 99)}",
                                  "measure": r.choice(["end", "average", "peak", "start"]), "round_up": r.random() < 0.5},
        "per-user": lambda: {"lines": [{"meter": "users", "description": "User", "unit_price": money(r, 1, 40)}],
                             "measure": r.choice(["end", "average", "peak", "start"])},
        "per-ticket": lambda: {"pack": str(r.randint(0, 3)), "pack_price": money(r), "extra_price": money(r), "rollover": r.random() < 0.5},
        "project-hourly": lambda: {"rate": money(r), **some(r, 0.5, not_to_exceed=str(r.randint(50, 300))), "progress": r.random() < 0.6},
        "project-fee": lambda: {"amount": "1000", "milestones": milestones(r)},
    }[kind]()


def rules(r):
    found = [
        some(r, 0.4, rule="round-time", increment=r.choice([6, 15, 30]), minimum=r.choice([0, 10, 30]),
             per=r.choice(["entry", "ticket", "day"])),
        some(r, 0.3, rule="after-hours", multiplier=r.choice(["1.5", "2"]), business_hours="08:00-18:00", business_days="mon-fri"),
        some(r, 0.3, rule="discount", **r.choice([{"percent": "10%"}, {"percent": "7.5%", "category": "labor"}, {"amount": "5"}])),
        some(r, 0.2, rule="minimum-charge", amount="25", per=r.choice(["ticket", "period"])),
        some(r, 0.2, rule="cap", amount="250", per="period"),
        some(r, 0.2, rule="call-out", fee="35.00")]
    return r.sample([rule for rule in found if rule], len([rule for rule in found if rule]))


def taxes(r):
    def rounding():
        return r.choice(["line", "document"])
    categories = [{"category": "labor", "rate": "0%"}, {"category": "product", "rate": "7%"}]
    rates = [{"name": "GST", "rate": "5%"}, {"name": "QST", "rate": "9.975%", "compound": r.random() < 0.5}]
    return [{"name": "p", "rule": "percent", "params": {"rate": "8.25%", "rounding": rounding()}},
            {"name": "p", "from": day(45), "rule": "percent", "params": {"rate": "9%", "rounding": rounding()}},
            {"name": "i", "rule": "percent", "params": {"rate": "19%", "inclusive": True, "rounding": rounding()}},
            {"name": "c", **some(r, 0.3, **{"from": day(40)}), "rule": "components", "params": {"rates": rates, "rounding": rounding()}},
            {"name": "k", "rule": "percent", "params": {"rate": "10%", "categories": categories, "rounding": rounding()}}]


def contract(r, i):
    kind = r.choice(TYPES + ["agreement", "agreement"])
    grid = {}
    if kind != "project-fee":
        grid = {"period": r.choice(["monthly", "monthly", "monthly", "weekly", "quarterly"]),
                "timing": r.choice(["arrears", "arrears", "advance"]), **some(r, 0.6, proration=r.choice(["daily", "daily", "none"]))}
        if grid["period"] != "weekly":
            grid.update(some(r, 0.4, bill_day=r.choice([1, 15, 31])))
    return {"id": f"k{i}", "customer": f"c{r.randint(0, 2)}", "name": f"K{i}", "type": kind, "start": day(r.choice([0, 0, 4, 14, 30])),
            "params": params(r, kind), "rules": rules(r), "invoice_detail": r.choice(["contract", "ticket", "entry"]), **grid,
            **some(r, 1 if kind.startswith("project") else 0.25, end=day(r.randint(60, 140))),
            **some(r, 0.7, taxable=True, tax=r.choice("pick")), **some(r, 0.2, work="any")}


def commitments(seed):
    """Rows of contracts that count what the others billed. They draw on chance of their own, so that the others stay as they are."""
    r = random.Random(f"commitments {seed}")
    return [{"id": f"m{i}", "customer": f"c{i}", "name": f"M{i}", "type": "commitment", "start": day(r.choice([0, 4, 14])),
             "end": day(r.randint(60, 140)), "timing": "arrears",
             "params": {"amount": money(r, 100, 3000), "every": r.choice(["monthly", "quarterly"]), "settle": r.choice([1, 3, 15, 30]),
                        **some(r, 0.3, categories=["labor"]),
                        **some(r, 0.3, contracts=["k0", "k1"])}} for i in range(3) if r.random() < 0.6]


def shares(seed, contracts):
    """The same contracts, some of which draw on a block of their customer: by chance of its own too."""
    r = random.Random(f"shares {seed}")
    kinds = ("block-hours", "block-money", "per-ticket")
    blocks = {c["customer"]: c for c in r.sample(contracts, len(contracts)) if c["type"] in kinds and "refund_unused" not in c["params"]}
    for c in contracts:
        block = blocks.get(c["customer"], c)
        draws = block is not c and c["type"] in (*kinds, "agreement") and r.random() < 0.8
        yield {**c, "draws_on": block["id"]} if draws else c


# What can be taken back; and what a book says besides its tables. A batch that is deleted says nothing.
TAKEN_BACK = {"import", "set", "remove", "price raise",
              "batch new", "batch select", "batch deselect", "batch exclude", "batch include", "batch waive",
              "batch unwaive", "batch take", "batch adjust",
              "batch run", "batch reopen", "batch consolidate", "batch discard", "invoice pay", "invoice unpay"}
OF_BATCH = "JOIN batches b ON b.n = x.batch AND b.state <> 'deleted' JOIN contracts k ON k.n = x.contract"
WHOLE = {
    "batches": "SELECT n, name, state, as_of, consolidated, bills, tickets, minutes FROM batches WHERE state <> 'deleted'",
    "boxes": "SELECT x.batch, k.id, chosen, x.state, ready_on, reason, total, pick_amount, pick_tax, pick_bill FROM previews x " + OF_BATCH,
    # By keys of rows, which are others when those come again, and of lots of shared blocks, which stay.
    "shown": f"SELECT x.batch, k.id, shown FROM previews x {OF_BATCH} WHERE k.draws_on IS NULL AND k.n NOT IN "
             "(SELECT draws_on FROM contracts WHERE draws_on IS NOT NULL)",
    "totals": "SELECT x.* FROM batch_totals x JOIN batches b ON b.n = x.batch AND b.state <> 'deleted' WHERE contracts <> 0",
    "held": f"SELECT x.batch, k.id, x.item, x.reason FROM held_items x {OF_BATCH}",
    "exclusions": f"SELECT x.batch, k.id, x.item, x.note FROM exclusions x {OF_BATCH}",
    "bills": f"SELECT x.batch, k.id, x.kind, x.currency, x.amount, x.tax, x.lines, x.item, x.show, x.note FROM bills x {OF_BATCH}",
    # Keys of rows are others when those come again: their ids stand for them.
    "claims": "SELECT k.id, c.kind, c.at, coalesce(w.id, g.id, r.id, c.row), c.row >> 40, c.until FROM claims c JOIN contracts k "
              "ON k.n = c.contract LEFT JOIN time_entries w ON c.kind = 2 AND w.n = (c.row & 1099511627775) "
              "LEFT JOIN charges g ON c.kind = 3 AND g.n = c.row LEFT JOIN grants r ON c.kind = 4 AND r.n = c.row",
    "work": "SELECT w.id, k.id, w.at FROM time_entries w LEFT JOIN contracts k ON k.n = w.contract",
    "charges": "SELECT w.id, k.id, w.day FROM charges w LEFT JOIN contracts k ON k.n = w.contract",
    "invoices": "SELECT batch, kind, state, customer, currency, total, number FROM invoices",
    "balances": "SELECT k.id, m.part, m.unit, m.quantity, m.remaining FROM movements m JOIN contracts k ON k.n = m.contract "
                "WHERE m.released IS NULL AND NOT (m.lot IS NULL AND m.remaining = m.quantity AND NOT EXISTS "
                "(SELECT 1 FROM bills b WHERE b.n = m.line >> 20 AND b.contract = m.contract))",  # a whole lot of a shared block stays
    "counts": "SELECT * FROM row_counts WHERE rows <> 0",
}


class Walk:
    """One book, and what is done to it."""

    def __init__(self, seed, folder, thorough=False):
        self.r, self.folder, self.log, self.rows = random.Random(seed), pathlib.Path(folder), [], 0
        self.contracts, self.tickets = {}, {}
        self.p, self.paid = random.Random(-seed), {}  # payments draw on chance of their own: id → amount
        self.seed, self.rounds = seed, seed % 3 == 0  # rounds: totals are rounded
        self.u, self.undone = random.Random(seed * 7919), 0  # which commands are taken back and done again
        self.q, self.thorough = random.Random(f"questions {seed}"), thorough

    def ask(self, *words):
        words = [str(w) for w in words]
        self.log.append(" ".join(words))
        done = subprocess.run([BILLET, "--db", str(self.folder / "walk.db"), "--json", *words], capture_output=True, text=True, check=False,
                              cwd=self.folder)
        if done.returncode < 0 or "Sanitizer" in done.stderr or "runtime error" in done.stderr:
            raise Broken(f"crashed: {done.stderr[-900:]}")
        return done

    def do(self, *words):
        done = self.try_back(words)
        if done.returncode:
            raise Broken(done.stderr.strip()[:900])
        return json.loads(done.stdout)

    def may(self, *words):
        """A command that may be refused."""
        return self.try_back(words).returncode == 0

    def try_back(self, words):
        """A command; some are taken back, which leaves the book as it was, and done again, which leaves it as they did."""
        if " ".join(map(str, words[:2])) not in TAKEN_BACK and words[0] not in TAKEN_BACK:
            return self.ask(*words)
        if self.u.random() > (0.4 if self.thorough else 0.06):
            return self.sound(self.ask(*words))
        before, seq = self.whole(), self.last()
        done = self.ask(*words)
        if done.returncode or self.last() == seq:
            return done
        after = self.whole()
        for again, then in (("undo", before), ("redo", after)):
            said = self.ask(again, "--dry-run")
            if said.returncode or self.ask(again).returncode:
                raise Broken(f"{again}: {said.stderr.strip()[:900]}")
            self.same_whole(again, then)
            self.sound(done)
        self.undone += 1
        return done

    def same_whole(self, after, then, *but):
        now = self.whole()
        for name in then.keys() - set(but):
            must(now[name] == then[name], f"{after}: {name}: {sorted(set(then[name]) ^ set(now[name]))[:6]}")

    def sound(self, done):
        """On a thorough walk the book verifies after every command that did something."""
        if self.thorough and not done.returncode:
            found = self.ask("verify")
            must(found.returncode == 0, f"verify: {found.stderr.strip()[:900]}{found.stdout[:600]}")
        return done

    def last(self):
        with contextlib.closing(sqlite3.connect(self.folder / "walk.db")) as book:
            return book.execute("SELECT max(seq) FROM actions").fetchone()[0]

    def whole(self):
        """All that the book says, by keys that people know, without its log and its journal."""
        tables = self.folder / "tables"
        shutil.rmtree(tables, ignore_errors=True)
        if self.ask("tables", "--output", tables).returncode:
            raise Broken("the tables cannot be written")
        out = {path.name: path.read_text(encoding="utf-8").splitlines() for path in tables.iterdir()}
        with contextlib.closing(sqlite3.connect(self.folder / "walk.db")) as book:
            for name, sql in WHOLE.items():
                out[name] = sorted(map(repr, book.execute(sql)))
        return out

    def take(self, **tables):
        path = self.folder / "rows.json"
        path.write_text(json.dumps(tables), encoding="utf-8")
        self.log.append(json.dumps(tables))
        return self.may("import", path)

    def begin(self):
        r = self.r
        zone = r.choice(["America/New_York", "UTC", "Asia/Tokyo"])
        currency = r.choice(["USD", "USD", "EUR", "JPY", "KWD"])
        self.do("init", "--currency", currency, "--zone", zone, "--name", "Walk")
        if self.rounds:
            self.do("config", "set", f"round_to.{currency}", {"JPY": "10", "KWD": "0.250"}.get(currency, "0.05"))
        customers = [{"id": f"c{i}", "name": f"C{i}", "invoice_per": r.choice(["contract", "customer", "po"]),
                      **some(r, 0.3, zone="Europe/Berlin")} for i in range(3)]
        self.contracts = {c["id"]: c for c in (contract(r, i) for i in range(r.randint(3, 7)))}
        readings = [{"customer": c["id"], "meter": m, "at": day(at), "value": str(r.randint(0, 9))}
                    for c in customers for m in METERS for at in r.sample(range(150), 3)]
        grants = [{"id": f"g{c['id']}", "contract": c["id"], "date": day(r.randint(31, 50)), "quantity": str(r.randint(1, 5)),
                   "price": r.choice(["0", "33"])} for c in self.contracts.values() if c["type"].startswith("block")]
        rates = [{"code": "sr", "unit_price": money(r)}, {"code": "sr", "from": day(40), "unit_price": money(r)},
                 {"code": "sr", "customer": "c1", "unit_price": money(r), "description": "Senior"},
                 {"code": "jr", "from": day(40), "unit_price": money(r)}]
        terms = sorted(shares(self.seed, list(self.contracts.values())), key=lambda c: "draws_on" in c) + commitments(self.seed)
        if not self.take(customers=customers, taxes=taxes(r), contracts=terms, rates=rates, readings=readings,
                         grants=grants):
            raise Broken("the first rows were refused")

    def work(self, first, last, count):
        r, tickets, entries, charges = self.r, [], [], []
        for _ in range(count):
            self.rows += 1
            c, ticket = r.choice(list(self.contracts.values())), f"T{self.rows}"
            opens = (datetime.date.fromisoformat(c["start"]) - FIRST).days
            tickets.append({"id": ticket, "customer": c["customer"], "contract": c["id"], "status": r.choice(["closed", "closed", "open"])})
            for k in range(r.randint(1, 3)):
                start = f"{day(max(opens, r.randint(first, last)))}T{r.randint(6, 20):02d}:{r.choice(['00', '17', '45'])}"
                entries.append({"id": f"{ticket}.{k}", "ticket": ticket, "start": start, "minutes": r.randint(0, 130),
                                **some(r, 0.3, rate=r.choice(["sr", "sr", "jr", "unknown"])),
                                **some(r, 0.4, work_type=r.choice(["remote", "onsite"])),
                                **some(r, 0.1, bill_minutes=r.randint(0, 60))})
            charges.append({"id": f"p{self.rows}", "customer": c["customer"], "contract": c["id"],
                            "date": day(max(opens, r.randint(first, last))), "description": "Part",
                            "quantity": r.choice(["1", "-1", "2.5"]), "unit_price": r.choice(["9.995", "100"]),
                            **r.choice([{}, {"discount": "10%"}, {"discount": "1"}])})
        self.tickets.update({t["id"]: t for t in tickets})
        self.take(tickets=tickets, time_entries=entries, charges=charges[::3])

    def change(self):
        """Rows of the past that change, where that is not refused."""
        r, c = self.r, self.r.choice(list(self.contracts.values()))
        ticket = r.choice(list(self.tickets.values()))
        terms = [{"name": "Z" + c["name"]}, {"category": "other"}, {"taxable": r.random() < 0.5}, {"tax": r.choice("pick")},
                 {"rules": rules(r)}, {"end": day(r.randint(60, 200))},
                 {"invoice_detail": r.choice(["contract", "ticket", "entry"])}, {"work": "any"}]
        price = "price" if c["type"] == "retainer" else "rate"
        for table, row in [
                ("tickets", {"id": ticket["id"], "title": "Renamed", "status": r.choice(["closed", "open"])}),
                ("tickets", {"id": ticket["id"], "contract": r.choice(list(self.contracts))}),
                ("rates", {"code": r.choice(["sr", "jr", "unknown"]), "from": day(r.choice([0, 10, 40, 70])), "unit_price": money(r)}),
                ("taxes", {"name": r.choice("pi"), "from": day(r.randint(0, 100)), "rule": "percent",
                           "params": {"rate": f"{r.randint(3, 20)}%"}}),
                ("customers", {"id": f"c{r.randint(0, 2)}", "name": "Other", "zone": r.choice(["UTC", "Asia/Tokyo"]),
                               "tax_exempt": r.random() < 0.3}),
                ("contracts", {"id": c["id"], **r.choice(terms)}),
                ("changes", {"contract": c["id"], "from": day(r.randint(0, 120)), "params": {price: money(r)}}),
                ("readings", {"customer": f"c{r.randint(0, 2)}", "meter": r.choice(METERS), "at": day(r.randint(0, 120)), "value": "7"}),
                ("devices", {"id": f"d{r.randint(0, 99)}", "customer": f"c{r.randint(0, 2)}", "meter": "pc_agents",
                             "from": day(r.randint(0, 120))})]:
            if r.random() < 0.4:
                self.take(**{table: [row]})
        self.by_hand()

    def by_hand(self):
        """One row set, one taken out, where that is not refused."""
        u, k = self.u, self.u.choice(list(self.contracts))
        self.may("set", *u.choice([("contracts", k, "name=By hand", "x.hand=1"), ("contracts", k, f"bill_from={day(u.randint(0, 60))}"),
                                   ("customers", "c1", "zone="), ("tickets", u.choice(list(self.tickets)), "status=open"),
                                   ("rates", "sr", f"unit_price={u.randint(1, 90)}", "--effective", day(u.randint(0, 120)))]),
                 "--note", "so")
        self.may("remove", *u.choice([("charges", f"p{u.randint(1, self.rows)}"), ("tickets", f"T{u.randint(1, self.rows)}"),
                                      ("time_entries", f"T{u.randint(1, self.rows)}.0"), ("contracts", k)]), "--note", "so")
        if self.u.random() < 0.3:
            self.raise_prices(self.u.choice(["3.5%", "0.75"]), "--from", day(self.u.randint(0, 150)), "--except", k)

    def raise_prices(self, *words):
        """What is shown before is what is done."""
        shown = self.ask("price", "raise", *words, "--dry-run")
        done = self.try_back(["price", "raise", *words])
        same("a raise that is shown, and one that is made: exits", shown.returncode, done.returncode)
        if not done.returncode:
            same("a raise that is shown, and one that is made", *(json.loads(d.stdout)["rows"] for d in (shown, done)))

    def choose(self, ready):
        r = self.r
        for name in ready:
            items = [i["item"] for i in self.do("batch", "expand", name)["items"] if i["state"] == "selected"]
            if not items or r.random() > 0.35:
                continue
            item = r.choice(items)
            if self.u.random() < 0.3:
                change = self.u.choice([("--percent", "-15"), ("--percent", "5.5"), ("--amount", "12"), ("--hours", "0.75")])
                self.may("batch", "adjust", self.u.choice(items), *change, "--note", "so")
            if r.random() < 0.5:
                self.may("batch", "exclude", item)
            else:
                self.may("batch", "waive", item, "--note", "goodwill", *r.choice([[], ["--show"]]))
                if r.random() < 0.3:
                    self.may("batch", "unwaive", item)

    def bill(self, as_of):
        r = self.r
        made = self.do("batch", "new", "--as-of", as_of)["contracts"]
        ready, locked = ([c["contract"] for c in made if c["state"] == state] for state in ("ready", "locked"))
        if locked and self.u.random() < 0.3:
            self.may("batch", "take", self.u.choice(locked), "--early", "--note", "so")
        if ready:
            self.do("batch", "select", "--all")
            self.choose(ready)
        if r.random() < 0.3 and self.do("check")["errors"]:
            raise Broken("a check failed")
        if self.thorough or self.q.random() < 0.05:
            unwind(self)
            raise_a_check(self)
        if not ready or not self.may("batch", "run", "--name", "Walk"):
            self.may("batch", "discard")
            return
        if r.random() < 0.2 and self.may("batch", "reopen"):
            self.may("batch", "run", "--name", "Again")
        if r.random() < 0.4:
            self.may("batch", "consolidate", r.choice(["on", "off"]))
        drafts = [i["invoice"] for i in self.do("invoice", "list") if i["state"] == "draft"]
        if drafts and r.random() < 0.2:
            self.may("batch", "delete", r.choice(drafts))
        self.may("batch", "generate")

    def pay(self):
        """Payments, of what is open or at random; what credit notes and payments give, where that is not refused; some are taken back."""
        p, final = self.p, [i for i in self.do("invoice", "list") if i["state"] == "final"]
        invoices = [i for i in final if i["kind"] == "invoice" and float(i["open"]) > 0]
        for invoice in p.sample(invoices, (len(invoices) + 1) // 2):
            notes = [i["invoice"] for i in final if i["kind"] == "credit" and i["customer"] == invoice["customer"]]
            if not notes or p.random() < 0.4:
                done = self.ask("invoice", "pay", invoice["invoice"], *p.choice([[], ["--amount", p.randint(1, 400)]]))
                if not done.returncode:
                    answer = json.loads(done.stdout)
                    self.paid[answer["payment"]] = decimal.Decimal(answer["amount"])
            else:
                source, amount = p.choice(notes + list(self.paid)), p.choice(["1", "5", "30"])
                self.take(allocations=[{"payment": source, "invoice": invoice["invoice"], "amount": amount}])
        if self.paid and p.random() < 0.3:
            gone = p.choice(list(self.paid))
            if self.may("invoice", "unpay", gone):
                del self.paid[gone]

    def accounts(self):
        """What customers owe is what documents say, less what came."""
        owed = sum(decimal.Decimal(i["total"]) for i in self.do("invoice", "list") if i["state"] == "final")
        balances = [decimal.Decimal(a["balance"]) for c in ("c0", "c1", "c2")
                    for a in self.do("customer", "statement", c, "--as-of", "2030-01-01")["accounts"]]
        if sum(balances) != owed - sum(self.paid.values()):
            raise Broken(f"balances come to {sum(balances)}, documents to {owed}, payments to {sum(self.paid.values())}")

    def correct(self):
        r = self.r
        final = [i for i in self.do("invoice", "list") if i["state"] == "final" and i["kind"] == "invoice"]
        for invoice in r.sample(final, min(len(final), 2)):
            if r.random() < 0.3:
                self.may("invoice", "void", invoice["invoice"], "--note", "wrong")
            else:
                self.may("invoice", "credit", invoice["invoice"], "--note", "wrong", *r.choice([[], ["--rebill"]]),
                         *r.choice([[], ["--lines", r.randint(1, max(1, len(invoice["lines"])))]]))
            self.do("replay")

    def prove(self):
        before = (self.folder / "walk.db").read_bytes()
        self.do("verify")
        self.do("replay")
        self.accounts()
        if self.thorough or self.seed % 2:
            ask_the_day(self)
        told = [(i, self.do("explain", i["invoice"])) for i in self.do("invoice", "list")]
        final, archive = [i["invoice"] for i, _ in told if i["state"] != "draft"], str(self.folder / "proof.zip")
        for invoice in random.Random(self.seed).sample(final, min(2, len(final))):
            self.do("prove", invoice, "--output", archive)
            self.do("verify", archive)
        if before != (self.folder / "walk.db").read_bytes():
            raise Broken("a question changed the file")
        return told

    def walk(self):
        self.begin()
        self.work(0, 60, 14)
        for as_of, first, last in ((35, 0, 60), (64, 30, 80), (95, 50, 100), (125, 60, 130)):
            self.bill(day(as_of))
            self.do("replay")
            self.pay()
            self.correct()
            self.change()
            self.work(first, last, 6)
            self.do("replay")
            if self.thorough:
                ask_the_day(self)
                unwind(self)
                copy_and_restore(self)
            if self.r.random() < 0.4:
                self.bill(day(as_of))
        return self.prove()


def attempt(seed, thorough):
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(seed, folder, thorough)
        try:
            return seed, walk.walk(), walk.undone, None
        except Broken as fault:
            return seed, [], 0, "\n  ".join([str(fault), *(line[:300] for line in walk.log)])


def main():
    thorough = len(sys.argv) > 3
    first, last = map(int, sys.argv[2:4]) if thorough else (1, 9)
    lines = undone = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for seed, told, taken_back, fault in pool.map(lambda n: attempt(n, thorough), range(first, last)):
            explain.check(not fault, f"walk {seed}: {fault}")
            undone += taken_back
            for invoice, explanation in told:
                lines += len(invoice["lines"])
                explain.check_tree(f"walk {seed}, invoice {invoice['invoice']}", invoice, explanation)
    explain.check(lines > 100, "the walks made lines")
    explain.check(undone > last - first, f"the walks took back what was done, {undone} times")
    print(f"{explain.passed} passed, {explain.failed} failed")
    sys.exit(explain.failed != 0)


if __name__ == "__main__":
    main()
