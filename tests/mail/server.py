#!/usr/bin/env python3
"""A server of mail for tests, by aiosmtpd: server.py FOLDER CERTIFICATE KEY.

It listens on loopback in three ways (plain, starttls, tls) and writes their ports, a line each, to FOLDER/ports. Whom a mail is for says
what becomes of it: refused@ nobody knows, later@ is told to come again, dropped@ loses the connection once the message is there, slow@
gets no answer to it, slow-rcpt@ none to its name, wait@ gets it after a second, bye@ and busy@ are the last on their connection, which is
gone at the next mail or says 421, words@ get an answer that no terminal should see. Others are taken: FOLDER/N.eml with their envelope in
front. By TLS one signs in as birch with the password in FOLDER/password.
"""
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER = pathlib.Path(sys.argv[1])


class Handler:
    count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        last = getattr(session, "last", None)
        if last == "bye":
            server.transport.abort()
            await asyncio.sleep(600)
        if last == "busy":
            return "421 4.7.0 too many messages on this connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("slow-rcpt@"):
            await asyncio.sleep(600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        who = envelope.rcpt_tos[0].split("@")[0]
        if who == "later":
            return "451 4.3.0 come again later"
        Handler.count += 1
        head = f"X-From: {envelope.mail_from}\r\nX-To: {','.join(envelope.rcpt_tos)}\r\nX-Peer: {session.peer[1]}\r\n"
        (FOLDER / f"{Handler.count}.eml").write_bytes(head.encode() + envelope.original_content)
        session.last = who
        if who == "wait":
            await asyncio.sleep(1)
        if who == "dropped":
            server.transport.abort()
            await asyncio.sleep(600)
        if who == "slow":
            await asyncio.sleep(600)
        if who == "words":
            password = (FOLDER / "password").read_text()
            return f"554 your password \x1b[31m{password} is no good"
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"birch" and data.password == (FOLDER / "password").read_bytes()
    return AuthResult(success=good, handled=False)


async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[2], sys.argv[3])
    loop, handler = asyncio.get_running_loop(), Handler()
    ways = [
        ({}, {}),
        ({"tls_context": tls, "require_starttls": True, "authenticator": authenticate, "auth_required": True}, {}),
        ({"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}, {"ssl": tls}),
    ]
    servers = [await loop.create_server(lambda own=own: SMTP(handler, hostname="localhost", **own), "127.0.0.1", 0, **how)
               for own, how in ways]
    ports = "".join(f"{server.sockets[0].getsockname()[1]}\n" for server in servers)
    (FOLDER / "ports.part").write_text(ports)
    (FOLDER / "ports.part").rename(FOLDER / "ports")
    await asyncio.sleep(600)


asyncio.run(main())
