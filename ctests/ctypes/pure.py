"""A worker for functions that need no connection: makes values, asks everything about them, codes and decodes them."""

import ctypes
from ctypes import byref, c_int, c_ubyte, string_at

import worker
from client import TYPES, Client

TEXTS = ("IedClientError_toString", "FunctionalConstraint_toString", "ACSIClass_toString", "Dbpos_toString", "MmsError_toString", "MmsDataAccessError_toString")


class Pure(Client):
    def text_of(self, function, number):
        """What a *_toString function says."""
        call = getattr(self.lib, function)
        call.restype, call.argtypes = ctypes.c_char_p, [c_int]
        return self.text(call(number))

    def number_of(self, function, text):
        """What a *_fromString function makes of a text."""
        call = getattr(self.lib, function)
        call.restype, call.argtypes = c_int, [ctypes.c_char_p]
        return call(text.encode("latin-1"))

    def encoded(self, value):
        size = self.lib.MmsValue_encodeMmsData(value, None, 0, False)
        buffer = (c_ubyte * (size + 8))()
        end = self.lib.MmsValue_encodeMmsData(value, ctypes.cast(buffer, ctypes.c_void_p), 0, True)
        return bytes(buffer[:end]).hex()

    def all_of(self, kind, argument):
        """Everything that fits the type of a value, its code, its copy and what becomes of it through its code."""
        lib, value = self.lib, self.make(kind, argument)
        if not value:
            return None
        code = self.encoded(value)
        copy = lib.MmsValue_clone(value)
        raw, end = bytes.fromhex(code), c_int(-1)
        held = ctypes.create_string_buffer(raw, len(raw))
        back = lib.MmsValue_decodeMmsData(ctypes.cast(held, ctypes.c_void_p), 0, len(raw), ctypes.cast(byref(end), ctypes.c_void_p))
        return {"value": self.value(value), "print": self.printed(value), "type": self.text(lib.MmsValue_getTypeString(value)), "code": code, "end": end.value,
                "copy": self.value(copy), "equal": bool(lib.MmsValue_equals(value, copy)), "back": self.value(back), "types": bool(lib.MmsValue_equalTypes(value, copy))}

    def printed_into(self, kind, argument, size):
        """What printToBuffer leaves in a buffer of a size."""
        buffer = ctypes.create_string_buffer(b"#" * 64, 64)
        self.lib.MmsValue_printToBuffer(self.make(kind, argument), buffer, size)
        return self.text(buffer.raw[:size + 1])

    def decoded(self, code):
        """A value out of any bytes."""
        raw, end = bytes.fromhex(code), c_int(-1)
        held = ctypes.create_string_buffer(raw, max(len(raw), 1))
        value = self.lib.MmsValue_decodeMmsData(ctypes.cast(held, ctypes.c_void_p), 0, len(raw), ctypes.cast(byref(end), ctypes.c_void_p))
        return [self.value(value), end.value if value else None]

    def updated(self, target, source):
        """Whether MmsValue_update takes the source, and what the target is then."""
        value = self.make(*target)
        return [bool(self.lib.MmsValue_update(value, self.make(*source))), self.value(value)]

    def compared(self, first, second):
        one, other = self.make(*first), self.make(*second)
        return [bool(self.lib.MmsValue_equals(one, other)), bool(self.lib.MmsValue_equalTypes(one, other))]

    def octets_set(self, maximum, octet, index):
        """An octet set by index, inside and outside."""
        value = self.lib.MmsValue_newOctetString(4, maximum)
        self.lib.MmsValue_setOctetStringOctet(value, index, octet)
        return string_at(self.lib.MmsValue_getOctetStringBuffer(value), 4).hex() + " " + TYPES[self.lib.MmsValue_getType(value)]


if __name__ == "__main__":
    worker.main(Pure)
