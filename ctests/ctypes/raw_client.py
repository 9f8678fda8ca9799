"""An MMS client made of bytes: sends what it is told, one request at a time, and keeps every PDU as it came.

What the genuine client hides (whole answers, reports beside answers and their order) is seen here.
"""

import re
import select
import socket
import time

import mms_script as m
import scripted

#: session CONNECT with presentation CP and AARQ around an initiate request, as the genuine client sends it
CALLED, CALLING = b"\x00\x01", b"\x00\x01"
INITIATE = "a826800300fde881010582010583010aa416800101810305f100820c03ee1c00000408000079ef18"
WAIT = 2.0


def tag(text, *content):
    return m.element(text, *content)


def text(value):
    return value.encode("latin-1") if isinstance(value, str) else value


def connect_spdu(initiate, password=None):
    """Session CONNECT that carries an initiate request; with an ACSE password if given."""
    acse = [tag("a1", tag("06", bytes.fromhex("28ca220203"))), tag("a2", tag("06", bytes.fromhex("2901876701"))), tag("a3", b"\x02\x01\x0c"),
            tag("a6", tag("06", bytes.fromhex("2901876701"))), tag("a7", b"\x02\x01\x0c")]
    if password is not None:
        acse += [tag("8a", bytes.fromhex("0780")), tag("8b", bytes.fromhex("520301")), tag("ac", tag("80", text(password)))]
    acse.append(tag("be", tag("28", tag("06", bytes.fromhex("5101")), b"\x02\x01\x03", tag("a0", initiate))))
    contexts = tag("a4", tag("30", b"\x02\x01\x01", tag("06", bytes.fromhex("52010001")), tag("30", tag("06", bytes.fromhex("5101")))),
                   tag("30", b"\x02\x01\x03", tag("06", bytes.fromhex("28ca220201")), tag("30", tag("06", bytes.fromhex("5101")))))
    user = tag("61", tag("30", b"\x02\x01\x01", tag("a0", tag("60", *acse))))
    presentation = tag("31", tag("a0", b"\x80\x01\x01"), tag("a2", tag("81", b"\x00\x00\x00\x01"), tag("82", b"\x00\x00\x00\x01"), contexts, user))
    parameters = bytes.fromhex("0506130100160102") + bytes.fromhex("14020002") + b"\x33\x02" + CALLING + b"\x34\x02" + CALLED
    size = len(presentation)
    length = bytes([size]) if size < 255 else b"\xff" + size.to_bytes(2, "big")
    body = parameters + b"\xc1" + length + presentation
    size = len(body)
    return b"\x0d" + (bytes([size]) if size < 255 else b"\xff" + size.to_bytes(2, "big")) + body


class Closed(Exception):
    """The server closed the connection."""


class RawClient:
    def __init__(self, port, initiate=INITIATE, password=None, host="127.0.0.1", associate=True, pdu=None, source=None):
        self.sock = socket.create_connection((host, port), timeout=5, source_address=source and (source, 0))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.invoke, self.data, self.queue = 0, b"", []
        self.answer = None
        if pdu:
            initiate = "a8" + f"{0x23 + len(m.number(pdu)):02x}" + tag("80", m.number(pdu)).hex() + INITIATE[14:]
        if associate:
            self.sock.sendall(scripted.tpkt(bytes.fromhex("11e00000000100c0010dc2020001c1020001")))
            self.confirm = scripted.read_tpkt(self.sock)
            self.sock.sendall(scripted.tpkt(b"\x02\xf0\x80" + connect_spdu(bytes.fromhex(initiate), password)))
            self.answer = self.tsdu(WAIT)

    def tsdu(self, timeout):
        """A whole TSDU, None when none comes in time; Closed at the end of the stream."""
        parts, end = b"", time.monotonic() + timeout
        while True:
            if not select.select([self.sock], [], [], max(0, end - time.monotonic()))[0]:
                return None
            try:
                packet = scripted.read_tpkt(self.sock)
            except ConnectionResetError:
                packet = None
            if packet is None:
                raise Closed
            parts += packet[7:]
            if packet[6] & 0x80:
                return parts

    def initiate_answer(self):
        """The MMS part of what answered the association, in hex; all of it when there is none."""
        if self.answer is None:
            return None
        found = re.search(rb"\xa9.\x80", self.answer, re.S)
        return self.answer[found.start():].hex() if found else self.answer.hex()

    def pdu(self, timeout=WAIT):
        """The next MMS PDU, or None."""
        user = self.tsdu(timeout)
        if user is None:
            return None
        if user[:4] != bytes.fromhex("01000100"):
            return user
        ((_, values),) = m.parse(user[4:])
        ((_, value),) = m.parse(values)
        return m.parse(value)[1][1]

    def send(self, pdu):
        self.sock.sendall(m.wrap(pdu))

    def start(self, service):
        self.invoke += 1
        self.send(m.request(self.invoke, service))

    def ask(self, service, timeout=WAIT):
        """The answer to a confirmed request, invoke id left out: hex. Reports before it are kept."""
        try:
            self.start(service)
        except OSError:
            return "closed"
        return self.reply(timeout)

    def exchange(self, service, wait=0.1, timeout=WAIT):
        """The answer to a request and the unconfirmed PDUs around it in the order in which they came: [["told" or "reply", hex]…]."""
        came = []
        try:
            self.start(service)
            end = time.monotonic() + timeout
            while (pdu := self.pdu(max(0, end - time.monotonic()))) is not None:
                kind = "told" if pdu[0] == 0xA3 else "reply"
                came.append([kind, self.bare(pdu) if kind == "reply" else pdu.hex()])
                if kind == "reply":
                    end = time.monotonic() + wait
        except (Closed, OSError):
            came.append(["closed", ""])
        return came

    def reply(self, timeout=WAIT):
        end = time.monotonic() + timeout
        while True:
            try:
                pdu = self.pdu(max(0, end - time.monotonic()))
            except Closed:
                return "closed"
            if pdu is None:
                return "silence"
            if pdu[0] == 0xA3:
                self.queue.append(pdu)
                continue
            return self.bare(pdu)

    def bare(self, pdu):
        """An answer without its invoke id."""
        if pdu[0] not in (0xA1, 0xA2):
            return pdu.hex()
        ((_, body),) = m.parse(pdu)
        size = 2 + body[1]
        head = "" if pdu[0] == 0xA1 else "error "
        return head + body[size:].hex()

    def told(self, wait=0.2, count=100):
        """The unconfirmed PDUs of this time, or the first `count` of them: hex."""
        end = time.monotonic() + wait
        try:
            while len(self.queue) < count and (pdu := self.pdu(max(0, end - time.monotonic()))) is not None:
                self.queue.append(pdu)
        except Closed:
            self.queue.append(b"")
        found, self.queue = self.queue, []
        return [pdu.hex() or "closed" for pdu in found]

    def close(self):
        self.sock.close()


# requests


def name(domain, item):
    """An object name: of a domain, of the VMD (domain None), of the association (domain '@')."""
    if domain is None:
        return tag("80", text(item))
    if domain == "@":
        return tag("82", text(item))
    return tag("a1", tag("1a", text(domain)), tag("1a", text(item)))


def variable(domain, item, alternate=b""):
    return tag("30", tag("a0", name(domain, item)), alternate)


def index(number):
    return tag("a5", tag("82", m.number(number)))


def element(number, *components):
    """Alternate access to components of an array element."""
    inner = tag("81", text(components[-1]))
    for component in reversed(components[:-1]):
        inner = tag("a0", tag("80", text(component)), tag("30", inner))
    return tag("a5", tag("a0", tag("81", m.number(number)), tag("30", inner)))


def some(low, count):
    return tag("a5", tag("a3", tag("80", m.number(low)), tag("81", m.number(count))))


def names(kind, domain=None, after=None, special=False):
    scope = tag("80", b"") if domain is None else tag("82", b"") if domain == "@" else tag("81", text(domain))
    more = b"" if after is None else tag("82", text(after))
    return tag("a1", tag("a0", tag("80", bytes([kind]))), tag("a1", scope), more)


def read(domain, item, alternate=b"", spec=False):
    return read_many([variable(domain, item, alternate)], spec)


def read_many(variables, spec=False):
    return tag("a4", tag("80", b"\xff") if spec else b"", tag("a1", tag("a0", *variables)))


def read_list(domain, item, spec=False):
    return tag("a4", tag("80", b"\xff") if spec else b"", tag("a1", tag("a1", name(domain, item))))


def write(domain, item, *data, alternate=b""):
    return tag("a5", tag("a0", variable(domain, item, alternate)), tag("a0", *data))


def write_many(variables, *data):
    return tag("a5", tag("a0", *variables), tag("a0", *data))


def write_list(domain, item, *data):
    return tag("a5", tag("a1", name(domain, item)), tag("a0", *data))


def attributes(domain, item):
    return tag("a6", tag("a0", name(domain, item)))


def define(domain, item, *variables):
    return tag("ab", name(domain, item), tag("a0", *variables))


def list_attributes(domain, item):
    return tag("ac", name(domain, item))


def delete(*object_names, scope=0):
    return tag("ad", tag("80", bytes([scope])), tag("a1", *object_names))


# data


def boolean(value):
    return tag("83", b"\x01" if value else b"\x00")


def integer(value):
    return tag("85", m.number(value))


def unsigned(value):
    return tag("86", m.number(value))


def real(value):
    import struct

    return tag("87", b"\x08" + struct.pack(">f", value))


def visible(value):
    return tag("8a", text(value))


def octets(value):
    return tag("89", value)


def bits(size, number):
    """A bit string; bit i of the number is bit i of the string."""
    data = bytearray((size + 7) // 8)
    for at in range(size):
        if number >> at & 1:
            data[at // 8] |= 0x80 >> at % 8
    return tag("84", bytes([len(data) * 8 - size]), bytes(data))


def structure(*members):
    return tag("a2", *members)


def utc(value="0000000000000000"):
    return tag("91", bytes.fromhex(value))


def oper(value, number=1, origin=(2, b"me"), stamp="0000000000000000", test=False, check=0, operate_time=None, checked=True):
    """The value of Oper, SBOw, or Cancel (without Check)."""
    members = [value]
    if operate_time is not None:
        members.append(utc(operate_time))
    members += [structure(integer(origin[0]), octets(origin[1])), unsigned(number), utc(stamp), boolean(test)]
    return structure(*members, *([bits(2, check)] if checked else []))


# what an answer says


def pretty(data):
    """BER in a short form: data as values, the rest as tags."""
    data = bytes.fromhex(data) if isinstance(data, str) else data
    out = []
    for kind, content in m.parse(data):
        first = int(kind[:2], 16)
        if kind == "83" and len(content) == 1:
            out.append("T" if content[0] else "F")
        elif kind in ("1a", "8a"):
            out.append(("" if kind == "1a" else "s") + repr(content.decode("latin-1")))
        elif first & 0x20:
            try:
                out.append(f"{kind}{{{pretty(content)}}}")
            except (IndexError, ValueError):
                out.append(f"{kind}<{content.hex()}>")
        else:
            out.append(f"{kind}:{content.hex()}")
    return " ".join(out)


def shown(answer):
    """An answer of `ask` in the short form."""
    if answer in ("closed", "silence"):
        return answer
    head, _, body = answer.rpartition(" ")
    try:
        return (head + " " if head else "") + pretty(body)
    except (IndexError, ValueError):
        return answer
