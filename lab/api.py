"""The lab from Python, by the standard library alone: `up`, `down`, `reset`, `status`, `clouds_yaml`."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab import clouds, identity, install, probe, processes, report
from lab.catalog import SERVICES
from lab.errors import LabError
from lab.files import locked, private_folder
from lab.identity import Identity
from lab.layout import REPOSITORY, Layout
from lab.ports import Ports, require_free
from lab.services import config as settings
from lab.services import drivers, service

Say = Callable[[str], None]
Root = Path | str | None  # None: LAB_ROOT, else the repository's .lab

START_SECONDS = 180.0
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Endpoint:
    """How a client reaches the lab. It holds no secret: the passwords are in the file."""

    clouds_yaml: Path
    auth_url: str
    cloud: str = clouds.TENANT_CLOUD
    admin_cloud: str = clouds.ADMIN_CLOUD

    def environ(self) -> dict[str, str]:
        """What an OpenStack client, Terraform's provider among them, needs in its environment."""
        return {"OS_CLIENT_CONFIG_FILE": str(self.clouds_yaml), "OS_CLOUD": self.cloud}


@dataclass(frozen=True)
class ServiceStatus:
    """`trouble` is empty when the API answers an authenticated request."""

    name: str
    port: int
    pid: int | None
    restarts: int
    trouble: str


@dataclass(frozen=True)
class Status:
    """`services` is empty where no lab was made yet."""

    layout: Layout
    services: tuple[ServiceStatus, ...] = ()

    @property
    def running(self) -> bool:
        return any(each.pid for each in self.services)

    @property
    def healthy(self) -> bool:
        return bool(self.services) and not any(each.trouble for each in self.services)


def _quiet(line: str) -> None:
    """Says nothing."""


def clouds_yaml(root: Root = None) -> Path:
    """Where the lab's clouds.yaml is, or will be once the lab was up."""
    return Layout.of(root).clouds_yaml


def up(root: Root = None, port_base: int | None = None, say: Say = _quiet) -> Endpoint:
    """Installs, makes and starts whatever is missing, and returns when every API answers.

    `port_base` None keeps the ports that the lab has, or takes the usual ones for a new lab. Raises LabError.
    """
    layout = Layout.of(root)
    with _only_command(layout, say):
        install.ensure(layout, say)
        mine = _identity(layout, port_base)
        clouds.write(mine, layout)
        running = processes.owner(layout.supervisor_pid, layout.root)
        if running is None:
            running = _start(layout, mine, say)
            try:
                _wait(layout, mine, running, say, already_said=0)
            except BaseException:  # also Ctrl-C: what this command started, it does not leave half-started
                _stop_all(layout)
                raise
        else:
            found = report.read(layout)
            _wait(layout, mine, running, say, already_said=len(found.lines) if found else 0)
    return Endpoint(layout.clouds_yaml, mine.auth_url)


def down(root: Root = None, say: Say = _quiet) -> bool:
    """Stops every process of the lab and keeps its cloud. False when nothing ran."""
    layout = Layout.of(root)
    if not layout.root.exists():
        return False
    with _only_command(layout, say):
        return _stop_all(layout)


def reset(root: Root = None, say: Say = _quiet) -> None:
    """Stops the lab and forgets its cloud, passwords and ports too. The environment stays."""
    layout = Layout.of(root)
    if not layout.root.exists():
        return
    with _only_command(layout, say):
        _stop_all(layout)
        _wipe(layout)


def status(root: Root = None) -> Status:
    """Asks every API, with a short patience; takes no lock, so it may be called while `up` runs."""
    layout = Layout.of(root)
    mine = identity.load(layout)
    if mine is None:
        return Status(layout)
    restarts: Mapping[str, int] = {}
    if found := report.read(layout):
        restarts = found.restarts
    troubles = probe.troubles(mine, timeout=5)
    return Status(
        layout,
        tuple(
            ServiceStatus(
                name=name,
                port=mine.ports[name],
                pid=processes.owner(layout.service_pid(name), layout.root),
                restarts=restarts.get(name, 0),
                trouble=troubles.get(name, ""),
            )
            for name in SERVICES
        ),
    )


@contextmanager
def _only_command(layout: Layout, say: Say) -> Iterator[None]:
    layout.require_own_folder()
    private_folder(layout.root)
    with locked(layout.lock, lambda: say(f"another command is at work on {layout.root}; waiting for it")):
        yield


def _identity(layout: Layout, port_base: int | None) -> Identity:
    """The lab's own, or a new one where there is no cloud, or only a half-made one."""
    mine = identity.load(layout) if layout.complete.exists() else None
    if mine is not None:
        identity.require_same_ports(mine, port_base, layout)
        return mine
    fresh = identity.new(Ports(port_base))
    _stop_all(layout)
    _wipe(layout)
    identity.save(fresh, layout)
    return fresh


def _wipe(layout: Layout) -> None:
    layout.complete.unlink(missing_ok=True)  # first, so that an interrupted wipe leaves no cloud that looks whole
    layout.clouds_yaml.unlink(missing_ok=True)
    for folder in (layout.state, layout.etc, layout.run, layout.log):
        if folder.exists():
            shutil.rmtree(folder)


def _start(layout: Layout, mine: Identity, say: Say) -> int:
    """The pid of a new supervisor. Children that outlived an earlier one are ended first."""
    _stop_all(layout)
    require_free(mine.ports)
    for folder in (layout.run, layout.log):
        private_folder(folder)
    site = settings.Site(layout, mine)
    for name in SERVICES:
        settings.write(site, name, service(name).config(site))
    drivers.write(layout)
    say(f"starting {', '.join(SERVICES)} on {mine.ports.url('keystone')} and up")
    with layout.supervisor_log.open("a") as log:
        supervisor = subprocess.Popen(
            [str(layout.python), "-m", processes.MARK, str(layout.root)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=REPOSITORY, start_new_session=True,
            env=_environment(layout),
        )  # fmt: skip
    layout.supervisor_pid.write_text(f"{supervisor.pid}\n")
    # For a moment after exec a process has no command line yet, and so would not be known as ours.
    while processes.owner(layout.supervisor_pid, layout.root) is None and supervisor.poll() is None:
        time.sleep(0.01)
    return supervisor.pid


def _environment(layout: Layout) -> dict[str, str]:
    """The user's, without what would lead the services elsewhere: another cloud, another Python, a proxy."""
    strange = ("OS_", "PYTHON", "LAB_", "NO_PROXY")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(strange)}
    return kept | {
        "LAB_VENV": str(layout.venv),
        "NO_PROXY": "127.0.0.1",
        "PYTHONPATH": str(drivers.path(layout)),
        "PYTHONWARNINGS": "ignore",
        # Libraries keep caches there, among them one of entry points that must not outlive this environment.
        "XDG_CACHE_HOME": str(layout.run / "cache"),
    }


def _wait(layout: Layout, mine: Identity, supervisor: int, say: Say, already_said: int) -> None:
    started = time.monotonic()
    troubles: Mapping[str, str] = {}
    while time.monotonic() - started < START_SECONDS:
        # Read before the look at the process, so that its last words are not missed.
        alive = processes.owner(layout.supervisor_pid, layout.root) == supervisor
        now = report.read(layout)
        if now:
            for line in now.lines[already_said:]:
                say(line)
            already_said = len(now.lines)
            if now.phase == "failed":
                raise LabError(now.failure)
            if now.phase == "ready":
                troubles = probe.troubles(mine)
                if not troubles:
                    return
        if not alive:
            raise LabError(f"the lab stopped while it started; see {layout.supervisor_log}")
        time.sleep(POLL_SECONDS)
    what = ", ".join(f"{name} ({trouble})" for name, trouble in troubles.items()) or "not every service"
    raise LabError(f"the lab is not up after {START_SECONDS:.0f} s: {what}; logs are in {layout.log}")


def _stop_all(layout: Layout) -> bool:
    """Ends the supervisor, then whatever outlived it. True when there was anything to end."""
    supervisor = processes.owner(layout.supervisor_pid, layout.root)
    if supervisor is not None:  # first, for it would start its children again
        processes.stop([supervisor])
    others = processes.all_of(layout.root)
    processes.stop(others)
    if layout.run.exists():
        shutil.rmtree(layout.run)
    return supervisor is not None or bool(others)
