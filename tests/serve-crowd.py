#!/usr/bin/env python3
"""Many clients of the page's server at once, from before it listens until after it has ended: streams, files, commands, stops, sign-ins,
the slow and those who leave. serve-crowd.py BILLET SECONDS, for a build that sees threads race or memory leak (make tsan)."""
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CLIENTS, ROUNDS, ENDS_WITHIN = 10, 4, 20
billet, seconds = sys.argv[1], float(sys.argv[2])
folder = tempfile.TemporaryDirectory()
env = dict(os.environ, BILLET_DB=folder.name + "/book.db", HOME=folder.name, BILLET_TODAY="2026-06-10", BILLET_SERVE_MS="400")
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]


def run(*words, told=None):
    return subprocess.run([billet, *words], env=env, capture_output=True, text=True, input=told, check=True)


def make_book():
    fee = {"customer": "a", "name": "Fee", "type": "retainer", "start": "2026-01-01", "params": {"price": "500.00"}}
    data = {"customers": [{"id": "a", "name": "Alpha"}], "contracts": [{"id": f"a{n}", **fee} for n in (1, 2)]}
    with open(folder.name + "/data.json", "w", encoding="utf-8") as out:
        json.dump(data, out)
    run("init", "--zone", "America/New_York")
    run("import", folder.name + "/data.json")
    run("batch", "new", "--as-of", "2026-02-01")
    run("user", "add", "ann", "--role", "admin", told="correct horse\n")


def ask(method, path, head, body=None):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request(method, path, body=body, headers=head)
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.getheader("Set-Cookie", "").split(";")[0]
    finally:
        line.close()


def leave(text, after):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(text.encode())
        line.settimeout(after)
        try:
            while line.recv(4096):
                pass
        except TimeoutError:
            pass


def click(chance, head):
    heads = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    words = chance.choice([["batch", "select", "a1"], ["batch", "deselect", "a1"], ["batch", "rows"], ["verify"], ["import", "@files"]])
    body = json.dumps({"words": words, "tab": "t"})
    name = chance.choice(["ann", "kim", "x"])
    chance.choice([
        lambda: ask("POST", "/command", head, body),
        lambda: ask("POST", "/upload/customers.csv", head, "id,name\n" + "c,C\n" * chance.randrange(400)),
        lambda: ask("POST", "/stop", head),
        lambda: ask("GET", "/batch/1/contracts?count=5", head),
        lambda: ask("POST", "/sign-in", {"Host": head["Host"]}, f"name={name}&password=" + chance.choice(["correct+horse", "wrong"])),
        lambda: ask("GET", "/?" + "&" * 300, head),
        lambda: leave(f"GET /events HTTP/1.1\r\n{heads}\r\n", chance.random()),
        lambda: leave(f"POST /command HTTP/1.1\r\n{heads}Content-Length: {len(body)}\r\n\r\n{body}", 0.01),
        lambda: leave(f"POST /upload/b.csv HTTP/1.1\r\n{heads}Content-Length: 5000\r\n\r\nid", chance.random()),
        lambda: leave("GET / HT", chance.random()),
        lambda: run("user", "password", "ann", told="correct horse\n") if chance.random() < 0.05 else None,
    ])()


def client(seed, head, over):
    chance = random.Random(seed)
    while not over.is_set():
        try:
            click(chance, head)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)


def serve(several, head):
    more = ["--listen", "127.0.0.1", "--host", "x.example", "--trusted-proxy", "127.0.0.1/32"] if several else []
    words = [billet, "serve", "--json", "--port", str(port), *more]
    server = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    url, form, host = json.loads(server.stdout.readline())["url"], "name=ann&password=correct+horse", {"Host": head["Host"]}
    _, head["Cookie"] = ask("POST", "/sign-in", host, form) if several else ask("GET", url[url.index("/?"):], host)
    return server


def play(several):
    over = threading.Event()
    host = "x.example" if several else f"127.0.0.1:{port}"
    head = {"Host": host, "X-Billet": "page", "Content-Type": "application/json", "Cookie": "none"}
    clients = [threading.Thread(target=client, args=(n, head, over)) for n in range(CLIENTS)]
    for one in clients:
        one.start()
    server = serve(several, head)
    time.sleep(seconds)
    server.send_signal(signal.SIGINT)
    try:
        status = server.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        server.kill()
        status = "it does not end"
    over.set()
    for one in clients:
        one.join()
    return status


make_book()
failed = [status for n in range(ROUNDS) if (status := play(n % 2 == 1)) != 0]
print(f"{ROUNDS - len(failed)} passed, {len(failed)} failed" + "".join(f"\nexit {status}" for status in failed))
sys.exit(1 if failed else 0)
