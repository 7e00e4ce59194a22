"""The public SSH key of a page, as text or in a file: that it is one, public, and strong enough."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from constructs_lib.plan.problems import Problem
from constructs_lib.plan.shown import is_private_key, shown

PATH = "access.ssh_public_key"
LONGEST = 16_384  # bytes: an RSA key of 16,384 bits has 2,800
SHORTEST_RSA = 2048  # bits; OpenSSH itself takes no less than 1024
_MAKE = "make one with `ssh-keygen -t ed25519`, and name its .pub file"


def is_text(given: str) -> bool:
    """True where the setting holds the key itself; else it is the path of a file."""
    return given.startswith(("ssh-", "ecdsa-", "sk-"))


def problems(given: str) -> Iterator[Problem]:
    """What is wrong with the key. A missing file is not: the page may be read on a machine without it, and preflight tells."""
    if is_text(given):
        if fault := fault_of(given):
            yield Problem(path=PATH, says=f"{_start(given)} {fault}", offer=_MAKE)
        return
    if not given.isprintable() or not given.strip() or len(given) > 1024 or re.search(r'["\\]|\$\{|%\{', given):
        sample = "~/.ssh/id_ed25519.pub"
        says = f"{shown(given)} is neither the text of a public key (ssh-ed25519 AAAA...) nor the path of one"
        yield Problem(path=PATH, says=says, offer=f"for example {sample}", fix=(PATH, sample))
        return
    yield from _file(given)


def _file(given: str) -> Iterator[Problem]:
    try:
        file = Path(given).expanduser()
        about = file.stat()
    except (OSError, RuntimeError, ValueError):  # not there, or not to be seen, or a home that nobody has
        return
    if not stat.S_ISREG(about.st_mode) or about.st_size > LONGEST:
        what = "is a folder" if stat.S_ISDIR(about.st_mode) else "is no file that holds a key"
        yield Problem(path=PATH, says=f"{shown(given)} {what}", offer=_MAKE)
        return
    fault = _fault_of_file(str(file), about.st_mtime_ns, about.st_size)
    if fault == _PRIVATE:
        public = f"{given}.pub"
        says = f"{shown(given)} holds a private key"
        yield Problem(path=PATH, says=says, offer=f"name the public one, {shown(public)}", fix=(PATH, public))
    elif fault:
        yield Problem(path=PATH, says=f"{shown(given)} {fault}", offer=_MAKE)


_PRIVATE = "is a private key"


@lru_cache(maxsize=64)
def _fault_of_file(file: str, _changed: int, _size: int) -> str | None:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            text = opened.read(LONGEST + 1).decode("utf-8", errors="replace")
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if is_private_key(text):
        return _PRIVATE
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        return f"holds {len(lines)} keys, and Nova takes one"
    fault = fault_of(lines[0].strip())
    return f"holds a key that {fault}" if fault else None


@lru_cache(maxsize=256)
def fault_of(text: str) -> str | None:
    """What is wrong with the text of a public key, as it follows `the key ...`; None: nothing."""
    if len(text) > LONGEST or not text.isprintable() or '"' in text or "\\" in text or "${" in text or "%{" in text:
        return "is not one line of plain text, as a public key is"
    kind = text.split(" ", 1)[0]
    if kind == "ssh-dss":
        return "is DSA, which OpenSSH no longer takes"
    if "-cert-v01@" in kind:
        return "is a certificate, where Nova takes a plain key"
    try:
        key = load_ssh_public_key(text.encode())
    except UnsupportedAlgorithm:
        return "is of a kind that nothing here knows"
    except (ValueError, TypeError, AssertionError):
        return "cannot be read as a public key: its second word is damaged or cut off"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < SHORTEST_RSA:
        return f"has {key.key_size} bits, where RSA needs {SHORTEST_RSA} at least"
    return None


def _start(text: str) -> str:
    """The kind of a key and the start of it: enough to know it by."""
    return f"{shown(text)[:24]}…"
