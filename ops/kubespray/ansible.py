"""Runs ansible-playbook: progress on the terminal, all that it says in a log that only its owner reads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from ops.errors import OpsError
from ops.kubespray.layout import PLAYBOOKS, Layout
from ops.kubespray.progress import Progress
from tools.console import Step

GRACE = 60.0  # seconds that Ansible gets to end after it was asked to; then it is killed
KEPT_LOGS = 30
UNDER_TERRAFORM = "KUBESPRAY_UNDER_TERRAFORM"

# They would put arguments of modules, and with them secrets, into the log, or a log elsewhere.
_TELLTALES = (
    "ANSIBLE_DEBUG", "ANSIBLE_DIFF_ALWAYS", "ANSIBLE_DISPLAY_ARGS_TO_STDOUT", "ANSIBLE_KEEP_REMOTE_FILES",
    "ANSIBLE_LOG_PATH", "ANSIBLE_NO_LOG", "ANSIBLE_VERBOSITY",
)  # fmt: skip
# They belong to the Python, or the look, of whoever called.
_FOREIGN = ("ANSIBLE_FORCE_COLOR", "PYTHONHOME", "PYTHONPATH")


@dataclass(frozen=True, kw_only=True)
class Playbook:
    """A playbook and how it is called. Nothing here is secret: all of it is seen in the list of processes."""

    file: Path
    config: Path  # the ansible.cfg beside it, from whose folder it runs
    inventory: Path
    limit: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)


def ours(name: str, inventory: Path, **variables: object) -> Playbook:
    """A playbook of this project."""
    return Playbook(file=PLAYBOOKS / name, config=PLAYBOOKS / "ansible.cfg", inventory=inventory, variables=variables)


class PlaybookError(OpsError):
    """It did not end well, or not in time. `progress`: how far it got."""

    def __init__(self, message: str, progress: Progress) -> None:
        super().__init__(message)
        self.progress = progress


def variables(layout: Layout, environment: Path, *, config: Path, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of ansible-playbook.

    Kubespray's ansible.cfg turns host-key checking off and gives /dev/null for the known hosts; SSH takes the first
    value that it is given, so both would win over the inventory's own arguments. Variables win over the file.
    """
    kept = {name: value for name, value in base.items() if name not in (*_TELLTALES, *_FOREIGN)}
    return {
        **kept,
        "PATH": os.pathsep.join([str(environment / "bin"), base.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(environment),
        "ANSIBLE_CONFIG": str(config),
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_SSH_ARGS": "-o ControlMaster=auto -o ControlPersist=30m -o ConnectionAttempts=10",
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(layout.ssh_sockets),
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(layout.ansible_facts),
        "ANSIBLE_COLLECTIONS_PATH": str(layout.collections),  # beside those that come with Ansible
        # else Ansible would run on no host at all, and call that a success
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "True",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
        "ANSIBLE_NOCOLOR": "1",
    }


def run(
    playbook: Playbook,
    *,
    title: str,
    layout: Layout,
    environment: Path,
    timeout: float,
    again: str,
    show: Callable[[Progress], str] = lambda progress: progress.now,
) -> Progress:
    """Run a playbook to its end. An interrupt is passed on to Ansible, and its end waited for.

    `again` says what a person does after a failure. PlaybookError: another status than 0, or no end after `timeout`
    seconds; with the last lines and where the log lies. KeyboardInterrupt: it was interrupted.
    """
    line = [str(environment / "bin" / "ansible-playbook"), "--inventory", str(playbook.inventory)]
    line += ["--limit", playbook.limit] if playbook.limit else []
    line += ["--extra-vars", json.dumps(dict(playbook.variables))] if playbook.variables else []
    line += [str(playbook.file)]
    for folder in (layout.ansible_facts, layout.ssh_sockets):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = new_log(layout, playbook.file.stem)
    progress = Progress()
    with Step(title) as step, log.open("a") as record:

        def hear(text: str) -> None:
            record.write(text)
            record.flush()
            progress.read(text)
            step.now = show(progress)

        around = variables(layout, environment, config=playbook.config)
        status, stopped = _follow(line, around, playbook.config.parent, hear, timeout)
        if stopped == "interrupted":
            raise KeyboardInterrupt
        if stopped == "timeout":
            what = f"not done after {timeout / 60:.2g} minutes, at {progress.now}"
        else:
            what = f"ansible-playbook ended with status {status}"
        if stopped or status:
            last = "\n".join(f"  {text}" for text in progress.last_lines)
            where = f"the last of {layout.short(log)}:\n{last}\n"
            raise PlaybookError(f"{title}: {what}; {where}{again}", progress)
    return progress


def new_log(layout: Layout, name: str) -> Path:
    """A new file, 0600, of which the oldest make way."""
    layout.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in sorted(layout.logs.glob("*.log"))[: -KEPT_LOGS + 1]:
        old.unlink(missing_ok=True)
    moment = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1000):
        log = layout.logs / f"{moment}-{number:03}-{name}.log"
        try:
            os.close(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        return log
    raise OpsError(f"{layout.short(layout.logs)} takes no more logs; empty it")


def _follow(
    line: list[str], environment: Mapping[str, str], folder: Path, hear: Callable[[str], None], timeout: float
) -> tuple[int, str]:
    """The exit status, and why it was stopped ("" where it ended by itself)."""
    process = subprocess.Popen(
        line,
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # so that the terminal's own interrupt does not reach it a second time
    )
    assert process.stdout is not None
    reader = threading.Thread(target=_listen, args=(process.stdout, hear), daemon=True)
    reader.start()
    deadline = time.monotonic() + timeout
    parent = os.getppid()
    stopped = ""
    with _interrupts() as received:
        while process.poll() is None:
            if not stopped:
                # Terraform kills what it started, at once; a child of that has only its parent's end to see
                orphaned = bool(os.environ.get(UNDER_TERRAFORM)) and os.getppid() != parent
                stopped = "interrupted" if received or orphaned else "timeout" if time.monotonic() > deadline else ""
                if stopped:
                    _signal(process, received[0] if received else signal.SIGTERM)
                    deadline = time.monotonic() + GRACE
            elif time.monotonic() > deadline or len(received) > 2:
                _signal(process, signal.SIGKILL)
            time.sleep(0.05)
    reader.join(timeout=5)  # an SSH connection kept open may hold the pipe longer than that
    return process.returncode, stopped


def _listen(said: IO[str], hear: Callable[[str], None]) -> None:
    with said:
        for text in said:
            hear(text)


@contextmanager
def _interrupts() -> Iterator[list[signal.Signals]]:
    """The interrupts received so far, which do nothing else meanwhile."""
    received: list[signal.Signals] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(signal.Signals(number))

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """To Ansible and to the workers that it forked."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
