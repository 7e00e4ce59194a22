"""Stamps: what each step of set-up was made from, so that a later run knows that there is nothing to do."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


def fingerprint(*parts: Path | str) -> str:
    """One hash over texts and over the contents of files. A missing file counts as empty."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part.read_bytes() if part.is_file() else b""
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """A step is done if its stamp holds the key and everything that it made is there.

    The stamp is taken off before the work and put on after it: a step interrupted half way is done again.
    """

    file: Path
    key: str
    products: tuple[Path, ...] = ()

    def is_fresh(self) -> bool:
        try:
            return self.file.read_text() == self.key and all(product.exists() for product in self.products)
        except FileNotFoundError:
            return False

    def take_off(self) -> None:
        self.file.unlink(missing_ok=True)

    def put_on(self) -> None:
        write(self.file, self.key)


def write(file: Path, text: str) -> None:
    """Whole or not at all, so that no reader sees half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_name(f"{file.name}.{os.getpid()}")
    scratch.write_text(text)
    scratch.replace(file)
