"""Programs that only say something, for tests that choose among programs."""

from __future__ import annotations

from pathlib import Path


def program(folder: Path, name: str, says: str) -> Path:
    """An executable that prints `says`, whatever it is asked."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{says}'\n")
    file.chmod(0o755)
    return file
