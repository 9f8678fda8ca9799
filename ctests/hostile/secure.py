"""TLS below a scripted peer, which may break it off or out of it at any octet."""

import ctypes
import ssl

#: where CPython's _ssl._SSLSocket holds its SSL*, which has renegotiation, unlike Python's own interface
SSL_POINTER = 24


class Ended(OSError):
    """The peer's script wanted no more of the handshake."""


class Secure:
    """Looks like a socket. `below` is the real one; `room` the number of octets that may still go there, None for any."""

    def __init__(self, sock, directory, name, server, room=None, latest=None):
        self.below, self.room = sock, room
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.load_cert_chain(directory / f"{name}.pem", directory / f"{name}.key.pem")
        if latest == "1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.options &= ~ssl.OP_NO_RENEGOTIATION
        context.load_verify_locations(directory / "ca.pem")
        if server:
            context.verify_mode = ssl.CERT_OPTIONAL
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=server)
        self.repeat(self.tls.do_handshake)

    def repeat(self, step):
        """A step of TLS, with as many octets in and out as it wants."""
        while True:
            try:
                result = step()
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                octets = self.below.recv(65536)
                if not octets:
                    raise Ended("closed below TLS") from None
                self.incoming.write(octets)

    def flush(self):
        octets = self.outgoing.read()
        if self.room is not None:
            octets, left = octets[:self.room], self.room - len(octets)
            self.below.sendall(octets)
            self.room = max(left, 0)
            if left <= 0:
                raise Ended("cut")
        elif octets:
            self.below.sendall(octets)

    def recv(self, size):
        try:
            return self.repeat(lambda: self.tls.read(size))
        except (Ended, ssl.SSLError):
            return b""

    def sendall(self, octets):
        self.repeat(lambda: self.tls.write(octets)) if octets else None

    def renegotiate(self):
        """Asks for another handshake (TLS 1.2)."""
        pointer = ctypes.c_void_p.from_address(id(self.tls._sslobj) + SSL_POINTER)
        library = ctypes.CDLL("libssl.so.3")
        library.SSL_renegotiate(pointer)
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            pass  # what follows comes before the answer
        self.flush()

    def fileno(self):
        return self.below.fileno()

    def setsockopt(self, *option):
        self.below.setsockopt(*option)

    def close(self):
        self.below.close()
