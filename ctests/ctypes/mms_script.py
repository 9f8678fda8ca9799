"""A server made of a function: associates, then gives each MMS PDU to it and sends the PDUs that it returns."""

import scripted

ACCEPT = bytes.fromhex(  # the answer to session CONNECT, presentation CP, AARQ and initiate that servers commonly give
    "0e86050613010016010214020002340200" "01c1743172a003800101a26b830400000001a512300780010081025101300780010081025101"
    "614f304d020101a0486146a107060528ca220203a203020100a305a103020100be2f282d020103a028"
    "a926800300fde881010582010583010aa416800101810305f100820c03ee1c00000408000079ef18")


def element(tag, *content):
    """A BER element; `tag` in hex."""
    content = b"".join(content)
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    length = bytes([size]) if size < 128 else bytes([0x80 | len(octets)]) + octets
    return bytes.fromhex(tag) + length + content


def number(value):
    return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)


def parse(data):
    """[(tag in hex, content)] of a row of BER elements."""
    found, at = [], 0
    while at < len(data):
        start = at
        at += 2 if data[at] & 0x1F == 0x1F else 1
        tag, size = data[start:at].hex(), data[at]
        at += 1
        if size > 127:
            count = size & 127
            size, at = int.from_bytes(data[at:at + count], "big"), at + count
        found.append((tag, data[at:at + size]))
        at += size
    return found


def wrap(pdu):
    """TPKTs with an MMS PDU."""
    data = bytes.fromhex("01000100") + element("61", element("30", element("02", b"\x03"), element("a0", pdu)))
    parts = [data[at:at + 8000] for at in range(0, len(data), 8000)]
    return b"".join(scripted.tpkt(b"\x02\xf0" + (b"\x80" if at == len(parts) - 1 else b"\x00") + part) for at, part in enumerate(parts))


def response(invoke, service):
    return element("a1", element("02", number(invoke)), service)


def request(invoke, service):
    return element("a0", element("02", number(invoke)), service)


def error(invoke, kind, code):
    return element("a2", element("80", number(invoke)), element("a2", element("a0", element(f"{0x80 + kind:02x}", bytes([code])))))


def reject(invoke):
    """confirmed-requestPDU: other."""
    return element("a4", element("80", number(invoke)), element("81", b"\x00"))


def invoke_of(packet):
    """The invoke id of a request in a TPKT; 0 where there is none."""
    try:
        (_, content), = parse(parse(parse(packet[11:])[0][1])[0][1])[1:]
        ((_, body),) = parse(content)
        return invoke_and_service(body)[0]
    except (ValueError, IndexError):
        return 0


def status(body):
    """The answer to a status request, with which mms_worker.py looks whether a new connection lives; None for another request."""
    invoke, tag, _ = invoke_and_service(body)
    return response(invoke, element("a0", element("80", b"\x00"), element("81", b"\x00"))) if tag == "80" else None


def invoke_and_service(body):
    """Invoke id, tag and content of the service of a request."""
    (_, invoke), (tag, content) = parse(body)[:2]
    return int.from_bytes(invoke, "big"), tag, content


def server(answer):
    """A script for scripted.Listener. `answer(tag, body)` gets each MMS PDU and returns a list of PDUs."""

    def script(sock, stop):
        confirm = scripted.read_tpkt(sock)
        sock.sendall(scripted.connection_confirm(confirm))
        scripted.read_tpkt(sock)
        sock.sendall(scripted.tpkt(b"\x02\xf0\x80" + ACCEPT))
        data = b""
        while (packet := scripted.read_tpkt(sock)) is not None:
            data += packet[7:]
            if not packet[6] & 0x80:
                continue
            user, data = data[4:], b""
            try:
                (_, content), = parse(parse(parse(user)[0][1])[0][1])[1:]
                (tag, body), = parse(content)
            except (ValueError, IndexError):
                return
            for pdu in answer(tag, body):
                sock.sendall(wrap(pdu))

    return script
