#!/usr/bin/env python3
"""Whatever goes wrong between billet and a target, each document is there exactly once in the end.

usage: delivery.py [--billet build/faults/billet] [--shallow K] [--seed S] [--jobs J] [--only NAME] [--keep]

A book with two invoices, a credit note of one of them and an invoice that was delivered and is void here, signed in to a server that
stands in for the target (tests/export). For each combination the server and the book are what they were before, the export runs and
is struck once:
  - TARGET:BEHAVIOUR:before|after:SORT: what tests/export/behaviours.mjs names befalls one request of that sort, before the target has
    booked it or after; refuse and unknown-host: nobody is there;
  - TARGET:kill:before|after:N: the program is killed while the target has its N-th request, and
  - TARGET:disk-kill:N, TARGET:disk-torn:N: at its N-th durable operation (tests/faults/faultvfs.h), and the target ignores keys as below;
  - TARGET:expire:N: its token ends at the N-th request;
  - TARGET:two:N: two exports at once, with a target that takes N tenths of a second for a document;
  - TARGET:ignored:BEHAVIOUR:SORT: as `after`, and the target ignores the key that makes a request idempotent, and numbers twice.
Then `export` runs until it exits with 0. The target's ledger must be that of an undisturbed run, with each document booked once; `verify`
must exit with 0, and each document must be delivered. --shallow K takes K combinations by a fixed seed.
"""
import argparse, collections, contextlib, json, os, queue, random, re, shutil, signal, socket, subprocess, sys, tempfile, time
import http.client, urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPORT = ROOT / "tests" / "export"
DATA = {
    "customers": [{"id": "zoe", "name": "Zoë's & Sons", "tax": "vat"}, {"id": "cool", "name": "CoolRealty"},
                  {"id": "gone", "name": "Gone"}],
    "taxes": [{"name": "vat", "rule": "percent", "params": {"rate": "8.25%"}}],
    "contracts": [
        {"id": "flat", "customer": "zoe", "name": "Flat fee", "type": "retainer", "start": "2026-04-01", "taxable": True,
         "params": {"price": "500.01"}},
        {"id": "fee", "customer": "cool", "name": "Fee", "type": "retainer", "start": "2026-04-01", "params": {"price": "90.00"}},
        {"id": "last", "customer": "gone", "name": "Fee", "type": "retainer", "start": "2026-04-01", "params": {"price": "7.00"}},
    ],
    "charges": [{"id": "c1", "customer": "zoe", "contract": "flat", "date": "2026-04-12", "description": "Cable, 3 m", "sku": "CAB",
                 "quantity": "3", "unit_price": "6.335"}],
}
TARGETS = {
    "quickbooks-online": {
        "fake": "fake-quickbooks.mjs", "authorize": "/connect/oauth2", "token": "/oauth2/v1/tokens/bearer",
        "api": "/v3/company/{company}/", "maps": [{"kind": "account", "key": "income", "value": "Services"}],
        "asks": ["query", "token"], "books": ["customer", "item", "invoice", "credit", "apply", "void"],
    },
    "xero": {
        "fake": "fake-xero.mjs", "authorize": "/identity/connect/authorize", "token": "/connect/token", "api": "/api.xro/2.0/",
        "maps": [{"kind": "tax", "key": "vat", "value": "OUTPUT"}],
        "asks": ["query", "token"], "books": ["customer", "invoice", "credit", "apply", "void"],
    },
}
WAITS = ("429",)  # a minute's wait: tried with one sort of request only
REFUSALS = re.compile("429|401|other-|redirect")  # whoever answers so has booked nothing


class Setup(Exception):
    """The sweep itself cannot go on."""


def names_of_behaviours():
    text = (EXPORT / "behaviours.mjs").read_text()
    table = text[text.index("export const behaviours"):text.index("\n};")]
    return re.findall(r'^  "?([\w-]+)"?: ', table, re.M)


def free_port():
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Fake:
    """A server that stands in for a target."""

    def __init__(self, script, node, folder):
        self.port_file = folder / "port"
        self.process = subprocess.Popen([node, str(EXPORT / script), str(self.port_file)], stderr=open(folder / "server.log", "wb"))
        for _ in range(300):
            if self.port_file.exists():
                break
            time.sleep(0.05)
        self.port = int(self.port_file.read_text())
        self.address = f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        link.request(method, path, body)
        answer = link.getresponse()
        text = answer.read()
        link.close()
        return answer, text

    def own(self, path, body=None):
        for _ in range(100):
            try:
                return json.loads(self.ask("POST" if body else "GET", path, body and json.dumps(body))[1])
            except ConnectionError:  # nobody listens for a moment: that was asked for
                time.sleep(0.1)
        raise Setup("the server does not listen any more")

    def behave(self, **told):
        return self.own("/_behave", told)


class World:
    """A prepared book that is signed in, and its target; one combination at a time."""

    def __init__(self, target, options, base):
        self.name, self.target, self.options = target, TARGETS[target], options
        self.base = Path(tempfile.mkdtemp(prefix=f"{target}-", dir=base))
        self.prepared = self.base / "prepared"
        self.prepared.mkdir()
        self.fake = Fake(self.target["fake"], options.node, self.base)
        self.now = self.prepared
        self.prepare()
        self.calm = self.undisturbed()

    def argv(self, *words):
        return [str(Path(self.options.billet).resolve()), "--db", str(self.now / "book.db"), "--json", *words]

    def environment(self, **more):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BILLET_", "XDG_"))}
        home = str(self.now)
        return kept | {"HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "LC_ALL": "C.UTF-8",
                       "BILLET_TODAY": "2026-05-10", "BILLET_MODULES": self.options.modules} | more

    def run(self, *words, text=None, **more):
        try:
            done = subprocess.run(self.argv(*words), env=self.environment(**more), input=text, capture_output=True, timeout=200)
        except subprocess.TimeoutExpired:
            return "hung", b"", b""
        return done.returncode, done.stdout, done.stderr

    def must(self, *words, text=None):
        code, out, err = self.run(*words, text=text)
        if code != 0:
            raise Setup(f"{' '.join(words)}: exit {code}: {err.decode(errors='replace').strip()}")
        return out

    def prepare(self):
        data = self.base / "data.json"
        maps = [one | {"target": self.name} for one in self.target["maps"]]
        data.write_text(json.dumps(DATA | {"maps": maps}))
        self.must("init", "--currency", "USD", "--zone", "America/New_York", "--name", "Sweep MSP")
        self.must("import", str(data))
        self.must("batch", "new", "--as-of", "2026-05-07")
        self.must("batch", "select", "--all")
        self.must("batch", "run", "--name", "May")
        self.must("batch", "generate")
        here = f"export.{self.name}."
        for key, value in {"client_id": "the-app", "authorize_url": self.fake.address + self.target["authorize"],
                           "token_url": self.fake.address + self.target["token"], "api_url": self.fake.address + self.target["api"],
                           "redirect_uri": f"http://localhost:{free_port()}/callback", "limit": "1"}.items():
            self.must("config", "set", here + key, value)
        self.must("secret", "set", here + "client_secret", text=b"s3cr3t/+&")
        self.fake.behave(settings={"grace": True})
        self.login()
        numbers = {one["customer"]: one["invoice"] for one in json.loads(self.must("invoice", "list"))}
        self.must("export", self.name, "--invoice", numbers["gone"])
        self.must("invoice", "void", numbers["gone"], "--note", "twice")
        self.must("invoice", "credit", numbers["zoe"], "--lines", "1:100.00", "--note", "a part of it")
        self.numbers = [one["invoice"] for one in json.loads(self.must("invoice", "list"))]
        self.fake.behave(clear=True, save=True)

    def login(self):
        process = subprocess.Popen(self.argv("export", "login", self.name, "--yes"), env=self.environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = process.stderr.readline()
        try:
            to = urllib.parse.urlsplit(json.loads(line)["authorize_url"])
        except (ValueError, KeyError) as problem:
            raise Setup(f"login: {line.decode(errors='replace')} {process.stderr.read().decode(errors='replace')}") from problem
        answer, _ = self.fake.ask("GET", f"{to.path}?{to.query}")
        back = urllib.parse.urlsplit(answer.getheader("location"))
        link = http.client.HTTPConnection("localhost", back.port, timeout=10)
        link.request("GET", f"{back.path}?{back.query}")
        link.getresponse().read()
        if process.wait(60) != 0:
            raise Setup(f"login: {process.stderr.read().decode(errors='replace')}")

    def undisturbed(self):
        self.again()
        code, out, err = self.run(*self.export(), BILLET_FAULT="count", BILLET_FAULT_LOG=str(self.base / "count"))
        if code != 0:
            raise Setup(f"undisturbed: exit {code}: {err.decode(errors='replace').strip()} {out.decode(errors='replace')[:1500]}")
        self.requests = [one["sort"] for one in self.fake.own("/_log")]
        counted = self.base / "count"
        self.operations = int(counted.read_text().split()[0]) if counted.exists() else 0
        return self.ledger()

    def again(self):
        """Everything as it was before the export."""
        self.now = self.base / "now"
        shutil.rmtree(self.now, ignore_errors=True)
        shutil.copytree(self.prepared, self.now)
        self.fake.behave(clear=True, restore=True)

    def export(self):
        return ["export", self.name, "--invoice", *self.numbers]

    def ledger(self):
        """What the target holds, without what differs from run to run."""
        held = self.fake.own("/_ledger")
        documents = [(kind, *(one[k] for k in sorted(one) if k in ("DocNumber", "number", "TotalAmt", "total", "tax", "Balance", "due",
                                                                   "left", "voided", "status", "contact")))
                     for kind in ("Invoice", "CreditMemo", "Invoices", "CreditNotes") for one in held.get(kind, [])]
        booked = collections.Counter(one["type"] for one in held["booked"])
        names = [sorted(held.get(k, [])) for k in ("Customer", "Item", "Contacts", "Items")]
        return {"documents": sorted(map(str, documents)), "booked": dict(booked), "names": names, "violations": held["violations"]}

    # ---- One combination.

    def strike(self, words):
        self.again()
        try:
            self.struck(words[1:])
            self.fake.own("/_behave", {"clear": True})
            return self.ends()
        except Setup as problem:
            return str(problem)

    def struck(self, words):
        what = words[0]
        if what in ("kill", "disk-kill", "disk-torn", "ignored"):
            self.fake.behave(settings={"ignore_keys": True, "unique_numbers": False})
        if what == "refuse":
            self.fake.behave(refuse=1.2)
            time.sleep(0.2)
            self.run(*self.export())
        elif what == "unknown-host":
            self.must("config", "set", f"export.{self.name}.api_url", "https://nobody.invalid/")
            self.run(*self.export())
            self.must("config", "set", f"export.{self.name}.api_url", self.fake.address + self.target["api"])
        elif what == "kill":
            self.killed(words[1], int(words[2]))
        elif what.startswith("disk-"):
            self.run(*self.export(), BILLET_FAULT=f"{what[5:]}:{words[1]}")
        elif what == "expire":
            self.fake.behave(what="expire", skip=int(words[1]))
            self.run(*self.export())
        elif what == "two":
            self.two(int(words[1]))
        elif what == "ignored":
            self.one(words[1], "after", words[2])
        else:
            self.one(*words)

    def one(self, what, when, sort):
        if sort == "token":  # asked for only when the other has ended
            self.fake.own("/_act", {"expire": True})
        self.fake.behave(what=what, when=when, on=sort, times=1)
        self.run(*self.export())
        if not self.fake.own("/_ledger")["struck"][0]:
            raise Setup("no request was struck")

    def killed(self, when, at):
        pidfile = self.now / "pid"
        self.fake.behave(what="kill", when=when, skip=at, pidfile=str(pidfile))
        argv = ["sh", "-c", 'echo $$ >"$0"; exec "$@"', str(pidfile), *self.argv(*self.export())]
        done = subprocess.run(argv, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=200)
        if done.returncode != -signal.SIGKILL:
            raise Setup(f"not killed: exit {done.returncode}")

    def two(self, tenths):
        if tenths:
            for sort in self.target["books"]:
                self.fake.behave(what="slow", seconds=tenths / 10, on=sort, times=2)
        both = [subprocess.Popen(self.argv(*self.export()), env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL) for _ in range(2)]
        for one in both:
            one.wait(200)

    def ends(self):
        for _ in range(8):
            code, out, err = self.run(*self.export())
            if code == 0:
                break
            time.sleep(1.1)
        if code != 0:
            return f"it never ends: exit {code}: {err.decode(errors='replace')[:600]} {out.decode(errors='replace')[:600]}"
        found = self.ledger()
        wrong = [f"{part}: {found[part]} instead of {self.calm[part]}" for part in found if found[part] != self.calm[part]]
        if wrong:
            return "; ".join(wrong)
        for one in json.loads(out)["invoices"]:
            if one["state"] not in ("delivered", "voided"):
                return f"{one['invoice']} is {one['state']}"
        code, _, err = self.run("verify")
        return f"verify: exit {code}: {err.decode(errors='replace')[:300]}" if code else ""


def combinations(world):
    target, sorts = world.name, world.target["books"] + world.target["asks"]
    behaviours = names_of_behaviours()
    for what in behaviours:
        for sort in ["invoice"] if what in WAITS else sorts:
            yield f"{target}:{what}:before:{sort}"
            if sort != "query" and not REFUSALS.match(what):
                yield f"{target}:{what}:after:{sort}"
            if sort in world.target["books"] and not REFUSALS.match(what):
                yield f"{target}:ignored:{what}:{sort}"
    yield from (f"{target}:refuse", f"{target}:unknown-host")
    for n in range(len(world.requests)):
        yield from (f"{target}:kill:before:{n}", f"{target}:kill:after:{n}", f"{target}:expire:{n}")
    for n in range(1, world.operations + 1):
        yield from (f"{target}:disk-kill:{n}", f"{target}:disk-torn:{n}")
    yield from (f"{target}:two:{tenths}" for tenths in (0, 1, 2, 3, 5))


def sweep(target, options, base):
    worlds = queue.Queue()
    made = [World(target, options, base) for _ in range(options.jobs)]
    for one in made:
        worlds.put(one)
    points = list(combinations(made[0]))
    if options.only:
        points = [options.only] if options.only.startswith(target + ":") else []
    elif options.shallow:
        wanted = min(len(points), options.shallow // len(TARGETS))
        points = sorted(random.Random(f"{options.seed} {target}").sample(points, wanted), key=points.index)
    print(f"{target}: {len(made[0].requests)} requests, {made[0].operations} durable operations, {len(points)} combinations", flush=True)

    def strike(point):
        world = worlds.get()
        begun = time.time()
        try:
            return world.strike(point.split(":")), time.time() - begun
        finally:
            worlds.put(world)

    failed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for point, (wrong, seconds) in zip(points, pool.map(strike, points)):
            if wrong:
                failed += 1
                print(f"FAILED {point}: {wrong}\n  again: {sys.argv[0]} --billet {options.billet} --only {point}", flush=True)
            elif options.verbose:
                print(f"ok {point} {seconds:.1f} s", flush=True)
    for one in made:
        one.fake.process.kill()
    return len(points) - failed, failed


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--billet", default=str(ROOT / "build/faults/billet"), help="the program")
    parser.add_argument("--demo", help="is not used: the book is the sweep's own")
    parser.add_argument("--shallow", type=int, default=0, metavar="K", help="K combinations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--target", choices=TARGETS, help="one target alone")
    parser.add_argument("--only", help="one combination")
    parser.add_argument("--keep", action="store_true", help="keep the books")
    parser.add_argument("--verbose", action="store_true", help="each combination, with its seconds")
    options = parser.parse_args()
    build = Path(options.billet).resolve().parents[1] if Path(options.billet).parent.name == "faults" else ROOT / "build"
    options.modules = str(build / "asan" / "program") if Path(options.billet).parent.name == "faults" else ""
    node = subprocess.run(["bash", str(ROOT / "tests/node/install.sh"), str(build)], capture_output=True, text=True)
    if node.returncode:
        raise SystemExit(node.stderr)
    options.node = node.stdout.strip().splitlines()[-1]
    os.environ["NODE_FOLDER"] = str(build / "node")
    return options


def main():
    options = read_options()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    base = Path(tempfile.mkdtemp(prefix="billet-delivery-", dir=memory))
    passed = failed = 0
    try:
        for target in [options.target] if options.target else TARGETS:
            good, bad = sweep(target, options, base)
            passed, failed = passed + good, failed + bad
    except Setup as problem:
        print(f"delivery: {problem}", file=sys.stderr)
        return 2
    finally:
        if options.keep:
            print(f"kept in {base}")
        else:
            shutil.rmtree(base, ignore_errors=True)
    print(f"{passed + failed} combinations ran")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
