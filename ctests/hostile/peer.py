"""A scripted MMS peer in both roles: a library, and a program.

    peer.py server CASE [--port 102] [--host 127.0.0.1]     listens and serves clients by the script of a case of client_cases.txt
    peer.py client CASE PORT [--host HOST]                  connects to a server and plays a case of server_cases.txt
    peer.py list                                            the cases

A script is a row of reactions with `;` between them: the first to the transport request, the second to the association request, one
each to what comes then; after the last the peer is silent. `~` for the usual reaction (to the association, to let the client in). A
reaction is a row of actions with `+` between them:

    answer X     the service element as confirmed response with the invoke id of the request       pdu X     an MMS PDU
    told X       an unconfirmed service, e.g. a report                                            ppdu X    user data of the session's GIVE TOKENS, DATA
    tsdu X       what stands in DT TPDUs    tpdu X    what stands in a TPKT    raw X    octets as they are
    wait MS      later                      again     the octets of the action before once more   flood N  the same N times
    close, reset, silent                    part N    what follows in pieces of N octets          dt N     in DT TPDUs of N octets
    serve X      this reaction again for each further request (`answer X`)                        slow MS  so long between the pieces
    forever      the octets of the action before without end

A script that begins with `tls …;` is one over TLS. Its first reaction, to the hello of a client or instead of one:

    tls NAME     a handshake with this certificate    tls NAME N   no more than N octets of it    tls           what follows comes in plain text
    1.2          no later version than this           bare X       octets that are not sealed     cut N         N octets of the next record, then nothing
    renegotiate      (TLS 1.2)

X are octets: hexadecimal; "text"; (TAG X) a BER element of any length; N*X repeated; nest N TAG X in N elements; `id` the INTEGER with the
invoke id of the last request, `id:1` with the next one, `no` its content alone; `confirm` the usual transport confirm, `accept` the usual association answer, (accept X) one with another initiate answer.
"""

import argparse
import os
import re
import socket
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ctypes"), str(HERE.parent / "peers")]

import mms_script as mms  # noqa: E402
import raw_client  # noqa: E402
import scripted  # noqa: E402
import secure  # noqa: E402
from mms_script import element as ber  # noqa: E402

TOKEN = re.compile(r'\s*("[^"]*"|\(|\)|\d+\*|id(?::\d+)?|no\b|nest|confirm|accept|[0-9a-fA-F]+)')
#: with what ctests/certificates makes, for scripts over TLS
CERTIFICATES = Path(os.environ.get("HOSTILE_CERTIFICATES", "certificates"))
USUAL = {0: "tpdu confirm", 1: "tsdu accept"}


class Octets:
    """What X stands for; `invoke` is the invoke id of the request, `asked` the transport request."""

    def __init__(self, text, invoke=0, asked=b""):
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                raise ValueError(f"no octets: {text[at:at + 30]!r}")
            self.tokens.append(found[1])
            at = found.end()
        self.invoke, self.asked = invoke, asked

    def whole(self):
        octets = self.all()
        if self.tokens:
            raise ValueError(f"no octets: {' '.join(self.tokens)}")
        return octets

    def all(self):
        parts = []
        while self.tokens and self.tokens[0] != ")":
            parts.append(self.one())
        return b"".join(parts)

    def one(self):
        token = self.tokens.pop(0)
        if token.endswith("*"):
            return int(token[:-1]) * self.one()
        if token == "nest":
            count, tag, content = int(self.tokens.pop(0)), self.tokens.pop(0), self.one()
            for _ in range(count):
                content = ber(tag, content)
            return content
        if token == "(":
            tag = self.tokens.pop(0)
            content = self.all()
            self.tokens.pop(0)
            return association(content) if tag == "accept" else ber(tag, content)
        if token.startswith('"'):
            return token[1:-1].encode("latin-1")
        if token.startswith("id"):
            return ber("02", mms.number(self.invoke + int(token[3:] or 0)))
        if token == "no":
            return mms.number(self.invoke)
        if token == "confirm":
            return scripted.connection_confirm(self.asked)[4:] if self.asked else bytes.fromhex("06d00000000100")
        if token == "accept":
            return mms.ACCEPT
        return bytes.fromhex(token)


def association(initiate):
    """The usual answer to an association request with another initiate answer; all lengths around it fit."""
    usual = mms.ACCEPT
    # session ACCEPT: parameters, then user data (c1) with the presentation CPA
    at = usual.index(b"\xc1\x74")
    acse = bytes.fromhex("a107060528ca220203a203020100a305a103020100") + ber("be", ber("28", bytes.fromhex("020103") + ber("a0", initiate)))
    user = ber("61", ber("30", bytes.fromhex("020101") + ber("a0", ber("61", acse))))
    results = bytes.fromhex("830400000001a512300780010081025101300780010081025101")
    cpa = ber("31", bytes.fromhex("a003800101") + ber("a2", results + user))
    size = len(cpa)
    body = usual[2:at] + b"\xc1" + (bytes([size]) if size < 255 else b"\xff" + size.to_bytes(2, "big")) + cpa
    size = len(body)
    return b"\x0e" + (bytes([size]) if size < 255 else b"\xff" + size.to_bytes(2, "big")) + body


class Over(Exception):
    """The script ends the connection."""


class Player:
    """Sends what actions say: what is not a wait apart, in one write."""

    def __init__(self, sock):
        self.sock, self.last, self.part, self.dt, self.pending, self.pause = sock, b"", None, 8000, b"", 0

    def send(self, octets):
        self.last = octets
        if self.part is None:
            self.pending += octets
            return
        self.flush()
        for at in range(0, len(octets), self.part):
            self.sock.sendall(octets[at:at + self.part])
            time.sleep(self.pause)

    def flush(self):
        octets, self.pending = self.pending, b""
        if octets:
            self.sock.sendall(octets)

    def tsdu(self, octets):
        parts = [octets[at:at + self.dt] for at in range(0, len(octets), self.dt)] or [b""]
        self.send(b"".join(scripted.tpkt(b"\x02\xf0" + (b"\x80" if at == len(parts) - 1 else b"\x00") + part) for at, part in enumerate(parts)))

    def pdu(self, octets):
        self.tsdu(bytes.fromhex("01000100") + ber("61", ber("30", b"\x02\x01\x03" + ber("a0", octets))))

    def act(self, action, invoke, asked, ask=None):
        verb, _, rest = action.strip().partition(" ")
        octets = lambda: Octets(rest, invoke, asked).whole()
        if verb in ("ask", "wait", "flood", "forever", "close", "reset", "bare", "renegotiate", "cut"):
            self.flush()
        if verb in ("answer", "serve"):
            self.pdu(ber("a1", Octets("id", invoke).all() + octets()))
        elif verb == "ask":  # as a client: a confirmed request, and what comes back
            ask(octets())
        elif verb == "told":
            self.pdu(ber("a3", octets()))
        elif verb == "pdu":
            self.pdu(octets())
        elif verb == "ppdu":
            self.tsdu(bytes.fromhex("01000100") + octets())
        elif verb == "tsdu":
            self.tsdu(octets())
        elif verb == "tpdu":
            self.send(scripted.tpkt(octets()))
        elif verb == "raw":
            self.send(octets())
        elif verb == "wait":
            time.sleep(int(rest) / 1000)
        elif verb == "again":
            self.send(self.last)
        elif verb == "forever":
            while True:
                self.sock.sendall(self.last * 64)
        elif verb == "bare":
            self.sock.below.sendall(octets())
        elif verb == "cut":
            self.sock.room = int(rest)
        elif verb == "renegotiate":
            self.sock.renegotiate()
        elif verb == "slow":
            self.pause = int(rest) / 1000
        elif verb == "flood":
            piece = self.last * 64
            for _ in range(int(rest) // 64):
                self.sock.sendall(piece)
        elif verb == "part":
            self.part = int(rest)
        elif verb == "dt":
            self.dt = int(rest)
        elif verb == "close":
            raise Over
        elif verb == "reset":
            scripted.reset(self.sock)
            raise Over
        elif verb != "silent":
            raise ValueError(f"no such action: {action}")


def reactions(script):
    return [part.strip() for part in script.split(";")]


def below(step, sock, server):
    """The socket with TLS on it as a reaction `tls …` says; what else it says is done."""
    certificate, *rest = step.split("+")
    _, *words = certificate.split()
    player = Player(sock)
    if words:
        room = next((int(word) for word in words[1:] if word.isdecimal()), None)
        try:
            sock = secure.Secure(sock, CERTIFICATES, words[0], server, room, "1.2" if "1.2" in words else None)
        except secure.Ended:
            pass
    elif server:
        sock.recv(65536)
    for action in rest:
        player.act(action, 0, b"")
    player.flush()
    return sock


def pdu_of(packet):
    """The MMS PDU in a TPKT; nothing where there is none."""
    try:
        return mms.parse(mms.parse(mms.parse(packet[11:])[0][1])[0][1])[1][1]
    except (ValueError, IndexError):
        return b""


def server(script, heard=None):
    """For scripted.Listener: serves a client by a script. What the client answers to requests of this side goes to the list `heard`, in hex."""
    steps = reactions(script)

    def serve(sock, stop):
        at, again, asked, invoke = 0, None, b"", 0
        try:
            if steps[0].startswith("tls"):
                sock = below(steps[0], sock, True)
                at = 1
            player, first = Player(sock), at
            while (packet := scripted.read_tpkt(sock)) is not None:
                if len(packet) > 6 and packet[5] == 0xF0 and not packet[6] & 0x80:
                    continue  # more segments of this request follow
                asked = asked or packet
                step = steps[at] if at < len(steps) else again
                if step == "~":
                    step = USUAL[at - first]
                at += 1
                pdu = pdu_of(packet) if at > first + 2 else b""
                if pdu[:1] not in (b"\xa1", b"\xa2", b"\xa4"):
                    invoke = mms.invoke_of(packet)
                elif heard is not None:
                    heard.append(pdu.hex())
                if not step:
                    continue
                again = step if step.startswith("serve") else again
                for action in step.split("+"):
                    player.act(action, invoke, packet if at == first + 1 else b"")
                player.flush()
        except Over:
            return
        except OSError:
            return

    return serve


def client(script, port, host="127.0.0.1", wait=0.25):
    """Plays a script against a server: ["up", answers…], the last of them `closed` or `silence`. The first reaction stands for the transport request
    and the second for the association request; `~` for the usual ones."""
    steps = reactions(script)
    sock = socket.create_connection((host, port), timeout=5)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if steps[0].startswith("tls"):
        try:
            sock = below(steps.pop(0), sock, False)
        except Over:
            sock.close()
            return ["over"]
        except OSError:
            return ["closed"]
    raw = raw_client.RawClient.__new__(raw_client.RawClient)
    raw.sock, raw.invoke, raw.data, raw.queue = sock, 0, b"", []
    player, told = Player(sock), []
    usual = {0: "tpdu 11e00000000100c0010dc2020001c1020001", 1: "tsdu " + raw_client.connect_spdu(bytes.fromhex(raw_client.INITIATE)).hex()}

    def ask(service):
        told.append(raw.ask(service, wait))

    try:
        for at, step in enumerate(steps):
            for action in (usual[at] if step == "~" else step).split("+"):
                raw.invoke += 1
                player.act(action, raw.invoke, b"", ask)
            player.flush()
            if at < 2 and step == "~":
                if at == 0:
                    scripted.read_tpkt(sock)
                elif raw.tsdu(wait) is not None:
                    told.append("up")
        answer = raw.reply(wait)
        told.append(answer)
    except Over:
        told.append("over")
    except (OSError, raw_client.Closed):
        told.append("closed")
    finally:
        sock.close()
    return told


def cases(path):
    """{name: fields} of a file of cases; a field goes on in lines that begin with a blank; `let NAME = TEXT`: <NAME> stands for the text below."""
    found, section, texts = {}, "", {}
    lines = []
    for line in Path(path).read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith(" "):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    for line in lines:
        if line.startswith("["):
            section = line.strip("[]")
            continue
        for name, text in texts.items():
            line = line.replace(f"<{name}>", text)
        if line.startswith("let "):
            name, text = line.removeprefix("let ").split(" = ", 1)
            texts[name] = text
            continue
        name, *fields = (field.strip() for field in line.split("|"))
        if name in found:
            raise ValueError(f"case {name!r} stands there twice")
        found[name] = (section, *fields)
    return found


CLIENT, SERVER = HERE / "client_cases.txt", HERE / "server_cases.txt"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role", choices=("server", "client", "list"))
    parser.add_argument("case", nargs="?")
    parser.add_argument("target", nargs="?", type=int, help="port of the server to connect to")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    if options.role == "list":
        for title, path in (("for clients", CLIENT), ("for servers", SERVER)):
            print(f"{title}:", *(f"\n  {name}" for name in cases(path)))
    elif options.role == "server":
        _, _, script, *_ = cases(CLIENT)[options.case]
        listener = scripted.Listener(server(script), host=options.host, port=options.port)
        print("PORT", listener.port, flush=True)
        listener.stop.wait()
    else:
        _, script, *_ = cases(SERVER)[options.case]
        print(*client(script, options.target, options.host), sep="\n")


if __name__ == "__main__":
    main()
