"""The process tree: one child per service, each started again when it dies."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from lab import processes
from lab.catalog import SERVICES
from lab.files import start_small, write_private
from lab.ports import HOST
from lab.report import Report
from lab.services import service
from lab.services.config import Site
from lab.supervisor.child import Child
from lab.supervisor.fork import fork
from lab.supervisor.seed import seed

THREADS = 12  # per API; Terraform asks with ten
TICK_SECONDS = 0.1
# Before the lab was ready once, so many deaths of a service mean that it cannot start at all.
HOPELESS = 3


def serve(name: str, site: Site) -> None:
    """Becomes the service. Returns never, unless it fails."""
    sys.argv = [name]  # the services read their command line, and have none
    application = service(name).application(site)
    import logging

    from waitress.server import create_server

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full queue is no news with a dozen threads
    port = site.identity.ports[name]
    create_server(
        application, host=HOST, port=port, ident=name, threads=THREADS, channel_timeout=300, backlog=1024,
        connection_limit=1000,
    ).run()  # fmt: skip


def make_databases(site: Site, report: Report) -> None:
    """All services' databases and keys, side by side; the mark that they are complete comes last."""
    started = time.monotonic()
    site.folder("db")
    names = {_fork(name, site, partial(service(name).create, site)): name for name in SERVICES}
    failed = []
    for _ in range(len(names)):
        pid, status = os.wait()
        if status:
            failed.append(names[pid])
    if failed:
        logs = ", ".join(str(site.layout.service_log(name)) for name in failed)
        raise RuntimeError(f"the databases of {', '.join(failed)} could not be made; see {logs}")
    site.layout.complete.touch()
    report.lines.append(f"databases and keys made ({time.monotonic() - started:.1f} s)")


def _fork(name: str, site: Site, work: Callable[[], object]) -> int:
    return fork(name, site.layout.root, site.layout.service_log(name), work)


class Tree:
    """Runs until SIGTERM or SIGINT, or until the lab turns out unable to start."""

    def __init__(self, site: Site, report: Report) -> None:
        self._site = site
        self._report = report
        self._children = [Child(name) for name in SERVICES]
        self._seeder: int | None = None
        self._stopping = False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._start_those_due()
        self._seeder = _fork("seed", self._site, partial(seed, self._site))
        while not self._stopping and self._report.phase != "failed":
            time.sleep(TICK_SECONDS)
            self._reap()
            self._start_those_due()
        alive = [*(child.pid for child in self._children), self._seeder]
        processes.stop([pid for pid in alive if pid is not None])

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _start_those_due(self) -> None:
        for child in self._children:
            if child.due is not None and child.due <= time.monotonic():
                start_small(self._site.layout.service_log(child.name))
                pid = _fork(child.name, self._site, partial(serve, child.name, self._site))
                child.started(pid, time.monotonic())
                write_private(self._site.layout.service_pid(child.name), f"{pid}\n")

    def _reap(self) -> None:
        """Takes note of every process that ended since the last time."""
        with suppress(ChildProcessError):  # none is left
            while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                pid, status = ended
                if pid == self._seeder:
                    self._seeded(status)
                for child in self._children:
                    if child.pid == pid:
                        self._died(child, status)
                self._report.write(self._site.layout)

    def _seeded(self, status: int) -> None:
        self._seeder = None
        if status == 0:
            self._report.phase = "ready"
        else:
            log = self._site.layout.service_log("seed")
            self._fail(f"the cloud could not be given its networks, flavors and users; see {log}")

    def _died(self, child: Child, status: int) -> None:
        pid, rest = child.pid, child.died(time.monotonic())
        code = os.waitstatus_to_exitcode(status)
        print(f"{child.name} (pid {pid}) ended with {code}; starting it again in {rest:.1f} s", flush=True)
        self._report.restarts[child.name] = child.restarts
        if self._report.phase == "starting" and child.restarts >= HOPELESS:
            self._fail(f"{child.name} does not start; see {self._site.layout.service_log(child.name)}")

    def _fail(self, reason: str) -> None:
        print(reason, flush=True)
        self._report.phase, self._report.failure = "failed", reason
