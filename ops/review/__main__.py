"""`python -m ops.review CLUSTER`: what a cluster will be, before it is. Needs no cloud."""

from __future__ import annotations

import argparse
from pathlib import Path

from ops.errors import OpsError, command
from ops.review import flavors, pictures, terminal
from ops.review.html import page
from ops.review.model import review
from ops.review.synth import synthesized
from ops.target import plan_of


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ops.review", description=__doc__, allow_abbrev=False)
    parser.add_argument("cluster", nargs="?", default="", help="a cluster of stacks/clusters.py")
    parser.add_argument("--out", type=Path, metavar="FILE.html", help="write one self-contained HTML file instead")
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--flavors", type=Path, metavar="FILE", help="what flavors have, by `openstack flavor list -f json`")
    known.add_argument("--cloud", metavar="NAME", help="a cloud of clouds.yaml to ask what flavors have")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="write terminal.svg and browser.png (Chromium) instead")
    given = parser.parse_args()
    if given.out is not None and given.out.suffix.lower() != ".html":
        # an SVG has no tables that a reader could select, search and hear: it would carry less
        parser.error(f"--out {given.out}: only .html is written; take {given.out.with_suffix('.html')}")
    return given


def main() -> int:
    given = arguments()
    plan = plan_of(given.cluster)
    known = None
    if given.flavors:
        known = flavors.of_file(given.flavors)
    elif given.cloud:
        known = flavors.of_cloud(given.cloud)
    made = review(plan, synthesized(plan.name), known)
    if given.pictures:
        for file in pictures.write(made, given.pictures, command=f"make review CLUSTER={plan.name}"):
            print(f"wrote {file}")
    elif given.out:
        try:
            given.out.write_text(page(made), encoding="utf-8")
        except OSError as error:
            raise OpsError(f"{given.out} cannot be written: {error.strerror}") from None
        print(f"wrote {given.out}")
    else:
        terminal.show(made, terminal.console())
    return 0


if __name__ == "__main__":
    command(main)
