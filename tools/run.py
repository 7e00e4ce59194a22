"""Runs other programs: their output goes to a log, a failure becomes one line with the next step."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.console import Step
from tools.errors import SetupError

NPM = "npm error "
NPM_CODES = tuple(f"{NPM}{name} " for name in ("code", "errno", "syscall", "network"))
# A line that tells what went wrong: it speaks of an error, or is a complaint of Go's compiler.
TELLING = re.compile(r"\berror\b.*\s|\.go:\d+:", re.IGNORECASE)
DISK_FULL = ("No space left on device", "ENOSPC", "Disk quota exceeded", "database or disk is full")


def run(
    command: Sequence[str | Path],
    *,
    step: Step,
    log: Path,
    next_step: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    progress: Callable[[str], str] = str,
) -> str:
    """Runs it, shows `progress(line)` of each line of output, and returns all of them.

    Where it fails, `next_step` says what a person can do; the log holds the rest.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    lines: list[str] = []
    with log.open("a") as record:
        record.write(f"$ {shlex.join(words)}\n")
        try:
            process = subprocess.Popen(
                words,
                cwd=cwd,
                env=dict(os.environ if env is None else env),
                stdin=subprocess.DEVNULL,  # nothing may ask: set-up also runs where nobody answers
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                process_group=0,  # to be ended as one with what it starts: pipenv's pip, Go's compilers
                text=True,
                errors="replace",
            )
        except OSError as error:
            raise SetupError(f"{words[0]} does not start ({error.strerror}). {next_step}") from error
        assert process.stdout is not None
        try:
            with process.stdout as said:
                for line in said:
                    record.write(line)
                    lines.append(line.rstrip())
                    if line.strip():
                        step.now = progress(line.strip())
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)  # Ctrl-C, or a full disk under the log: leave nothing running
            process.wait()
            raise
        status = process.wait()
    output = "\n".join(lines)
    if status != 0:
        raise SetupError(explain(step.title, output, next_step, log))
    return output


def explain(title: str, output: str, next_step: str, log: Path) -> str:
    """One line about a failure: a full disk by its name, everything else by the last thing that was said."""
    if any(sign in output for sign in DISK_FULL):
        return f"{title}: the disk is full; free some space and run it again (log: {log})."
    said = [line.strip() for line in output.splitlines() if line.strip()]
    # npm says codes, then the reason, then much more; the others end with the reason.
    npm = [line for line in said if line.startswith(NPM) and not line.startswith(NPM_CODES)]
    errors = npm[:1] or [line for line in said if TELLING.search(line)]
    telling = (errors or said or ["it said nothing"])[-1]
    return f"{title}: {telling[:300].rstrip('.')}. {next_step} (log: {log})"
