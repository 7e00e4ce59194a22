"""The services' own environment: made from the lock file, told apart from a half-made one by a stamp."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from lab.errors import LabError
from lab.files import locked
from lab.layout import Layout

LOCK = Path(__file__).with_name("requirements.lock")
Say = Callable[[str], None]

PROGRESS_SECONDS = 5.0


def digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def stamp(layout: Layout) -> Path:
    return layout.venv / "lab-installed"


def is_complete(layout: Layout) -> bool:
    try:
        return stamp(layout).read_text().strip() == digest() and layout.python.exists()
    except OSError:
        return False


def ensure(layout: Layout, say: Say) -> None:
    """Returns at once when the environment is there.

    An unfinished one is made anew, for pip cannot tell what a half-unpacked package lacks.
    """
    if is_complete(layout):
        return
    waiting = "another `lab up` is installing the services; waiting for it"
    with locked(layout.venv.with_name(layout.venv.name + ".lock"), lambda: say(waiting)):
        if not is_complete(layout):
            _make(layout, say)


def _make(layout: Layout, say: Say) -> None:
    started = time.monotonic()
    total = len(re.findall(r"^[\w.-]+==", LOCK.read_text(), re.MULTILINE))
    say(f"installing OpenStack ({total} packages, about 600 MB) into {layout.venv}; once, a minute or two")
    shutil.rmtree(layout.venv, ignore_errors=True)
    log = layout.venv.with_name("install.log")
    with log.open("w") as file:
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(layout.venv)],
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if made.returncode:
        raise LabError(
            f"{sys.executable} could not make an environment (see {log}); where venv is a package "
            "of its own, install it, for example `apt install python3-venv`"
        )
    _pip_install(layout, log, total, say)
    stamp(layout).write_text(digest() + "\n")
    say(f"installed in {time.monotonic() - started:.0f} s")


def _pip_install(layout: Layout, log: Path, total: int, say: Say) -> None:
    options = ("--require-hashes", "--no-deps", "--no-input", "--progress-bar=off", "--disable-pip-version-check")
    command = [str(layout.python), "-m", "pip", "install", *options, "-r", str(LOCK)]
    last_lines: deque[str] = deque(maxlen=3)
    collected = 0
    said = time.monotonic()
    with (
        log.open("a") as file,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip,
    ):
        assert pip.stdout
        for line in pip.stdout:
            file.write(line)
            last_lines.append(line.strip())
            collected += line.startswith("Collecting ")
            if line.startswith("Installing collected packages"):
                say(f"  {collected} packages fetched, unpacking them")
            elif line.startswith("Collecting ") and time.monotonic() - said > PROGRESS_SECONDS:
                said = time.monotonic()
                say(f"  {collected} of {total} packages fetched")
    if pip.returncode:
        raise LabError(
            f"pip could not install the services: {' / '.join(last_lines)}; the whole output is in {log}. "
            "Once its cause is mended, `python3 -m lab up` goes on"
        )
