"""How a message repeats what somebody wrote: short, on one line, whatever it is, and never a secret."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Sequence
from dataclasses import is_dataclass
from typing import Any

SHOWN = 60  # characters of a value that a message repeats

_PRIVATE = ("PRIVATE KEY", "PuTTY-User-Key-File", "b3BlbnNzaC1rZXktdj")  # the last is the body of OpenSSH's own form
_CREDENTIALS = re.compile(r"//[^/@\s]*@")


class _Repr(reprlib.Repr):
    """`repr` of bounded size and depth that runs no code of the value's own."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 2
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = 3

    def repr1(self, x: Any, level: int) -> str:
        if isinstance(x, str | bytes):
            return _text(x)
        if type(x) is int:
            return str(x) if x.bit_length() < 200 else f"a number of {x.bit_length()} bits"
        if x is None or type(x) in (bool, float, complex):
            return repr(x)
        if type(x) in (list, tuple, dict, set, frozenset):
            return super().repr1(x, level)
        return f"{type(x).__name__}(…)" if is_dataclass(x) else f"a value of type {type(x).__name__}"


_repr = _Repr()


def shown(value: Any) -> str:
    """A value as a message repeats it; a private key and the credentials of a URL are left out."""
    plain = isinstance(value, str) and len(value) <= SHOWN and value.isprintable() and value.strip() and not _secret(value)
    text = _CREDENTIALS.sub("//…@", value) if plain else _repr.repr(value)
    text = text if text.isprintable() else ascii(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def quoted(value: Any) -> str:
    """`shown`, with text in quotes: where a message is about what kind of value somebody wrote."""
    text = shown(value)
    return f"'{text}'" if isinstance(value, str) and not _secret(value) and not text.startswith(("'", '"')) else text


def is_private_key(text: str) -> bool:
    """True for what looks like the private half of a key, in any of the usual forms."""
    return any(mark in text for mark in _PRIVATE)


def one_of(values: Sequence[object]) -> str:
    """`a, b or c`, for a message."""
    *front, last = values
    return f"{', '.join(map(str, front))} or {last}" if front else str(last)


def _secret(value: str | bytes) -> bool:
    return is_private_key(value if isinstance(value, str) else value[:4096].decode("latin-1"))


def _text(value: str | bytes) -> str:
    if _secret(value):
        return "a private key (not shown)"
    if isinstance(value, bytes):
        return repr(value[: SHOWN + 1])
    masked = _CREDENTIALS.sub("//…@", value[:4096])[: SHOWN + 1]
    return masked if masked.isprintable() and masked.strip() else repr(masked)
