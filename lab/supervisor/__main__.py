"""`python -m lab.supervisor ROOT`: started by `lab up`, never by hand."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from lab import identity
from lab.layout import Layout
from lab.report import Report
from lab.services.config import Site
from lab.supervisor.preload import preload


def main(root: Path) -> int:
    layout = Layout.of(root)
    mine = identity.load(layout)
    if mine is None:
        print(f"{layout.identity} is missing", flush=True)
        return 1
    site = Site(layout, mine)
    report = Report()
    report.write(layout)
    started = time.monotonic()
    try:
        preload()
        print(f"loaded {len(sys.modules)} modules in {time.monotonic() - started:.1f} s", flush=True)
        from lab.supervisor import tree

        if not layout.complete.exists():
            report.lines.append("making the databases")
            report.write(layout)
            tree.make_databases(site, report)
            report.write(layout)
        tree.Tree(site, report).run()
    except Exception as error:
        report.phase, report.failure = "failed", str(error)
        report.write(layout)
        raise
    return 1 if report.phase == "failed" else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
