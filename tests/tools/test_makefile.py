"""The Makefile is the one list of commands, and tells what each does."""

from __future__ import annotations

import os
import re
import subprocess

from tools.paths import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text()
COMMANDS = """
setup synth diff deploy destroy test lint lab-up lab-down lab-reset bench lock provider-mirror clean
"""


def test_make_alone_lists_every_target_with_one_line() -> None:
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # not as a part of `make test`
    shown = subprocess.run(["make"], cwd=PROJECT, env=alone, capture_output=True, text=True, check=True)
    listed = {line.split()[1]: line.split(maxsplit=2)[2] for line in shown.stdout.splitlines()}
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(listed) == targets
    assert set(COMMANDS.split()) <= targets


def test_every_target_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == set(phony[1].split())
