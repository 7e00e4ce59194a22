"""Which Terraform or OpenTofu runs: the user's, else a pinned OpenTofu in the project's own tool folder."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.console import Step, say
from tools.errors import SetupError
from tools.golang import build, this_platform
from tools.network import download, reachable
from tools.paths import PROJECT, Paths
from tools.pins import (
    OPENTOFU,
    OPENTOFU_AT_LEAST,
    OPENTOFU_HOST,
    OPENTOFU_RELEASE,
    OPENTOFU_SHA256,
    REGISTRIES,
    TERRAFORM_AT_LEAST,
)
from tools.versions import Version, parse, show

NAMED_BY = "TERRAFORM_BINARY_NAME"  # CDKTF's own variable, which other programs around it read too
WANTED = f"Terraform >= {show(TERRAFORM_AT_LEAST)} or OpenTofu >= {show(OPENTOFU_AT_LEAST)}"


@dataclass(frozen=True)
class Engine:
    """A program that runs what CDKTF synthesizes."""

    kind: str  # "terraform" or "tofu"
    path: Path
    version: Version
    origin: str  # how it was chosen, for people

    def __str__(self) -> str:
        product = {"terraform": "Terraform", "tofu": "OpenTofu"}[self.kind]
        return f"{product} {show(self.version)} ({self.origin})"

    @property
    def registry(self) -> str:
        """The host that it takes providers from."""
        return REGISTRIES[self.kind]

    @property
    def is_new_enough(self) -> bool:
        least = {"terraform": TERRAFORM_AT_LEAST, "tofu": OPENTOFU_AT_LEAST}[self.kind]
        return self.version >= least


def engine(project: Path = PROJECT, base: Mapping[str, str] = os.environ) -> Engine:
    """The engine that set-up chose and every command uses. Raises SetupError where there is none."""
    found = find(Paths(project), base)
    if found is None:
        raise SetupError(f"no {WANTED} in PATH; run: make setup (it gets one), or name yours in {NAMED_BY}.")
    return found


def find(paths: Paths, base: Mapping[str, str]) -> Engine | None:
    """The one that TERRAFORM_BINARY_NAME names, or else terraform or tofu from PATH, or else our own."""
    named = base.get(NAMED_BY)
    if named:
        return check_named(named, base)
    for name in ("terraform", "tofu"):
        on_path = shutil.which(name, path=base.get("PATH"))
        candidate = inspect(Path(on_path), "from PATH") if on_path else None
        if candidate is not None and candidate.is_new_enough:
            return candidate
    own = paths.bin / "tofu"
    candidate = inspect(own, own.relative_to(paths.project).as_posix()) if own.exists() else None
    return candidate if candidate is not None and candidate.is_new_enough else None


def check_named(named: str, base: Mapping[str, str]) -> Engine:
    """The user's explicit choice: used, or refused with the reason. Nothing else is tried in its place."""
    where = shutil.which(named, path=base.get("PATH"))
    instead = f"name {WANTED}, or unset {NAMED_BY}."
    if where is None:
        here = Path(named)
        problem = "is not executable" if here.is_file() else "is a folder" if here.is_dir() else "is not there"
        raise SetupError(f"{NAMED_BY}={named} {problem}; {instead}")
    candidate = inspect(Path(where).absolute(), f"{NAMED_BY}={named}")
    if candidate is None:
        raise SetupError(f"{NAMED_BY}={named} does not say a Terraform or OpenTofu version; {instead}")
    if not candidate.is_new_enough:
        raise SetupError(f"{NAMED_BY}={named} is {show(candidate.version)}, which is too old; {instead}")
    return candidate


def inspect(path: Path, origin: str) -> Engine | None:
    """What the program says it is; None where it does not run or is something else."""
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    try:
        said = subprocess.run(
            [path, "version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            env=environment,
            stdin=subprocess.DEVNULL,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    # A warning about the CLI configuration may stand above the line that counts.
    for line in said.splitlines():
        for product, kind in (("Terraform v", "terraform"), ("OpenTofu v", "tofu")):
            version = parse(line) if line.startswith(product) else None
            if version is not None:
                return Engine(kind, path, version, origin)
    return None


def ensure(paths: Paths, base: Mapping[str, str] = os.environ) -> Engine:
    """Finds an engine, or gets the pinned OpenTofu."""
    found = find(paths, base)
    if found is None:
        say(f"No {WANTED} in PATH: getting OpenTofu {OPENTOFU.version} for this project alone.")
        get_opentofu(paths)
        found = engine(paths.project, base)
    return found


def get_opentofu(paths: Paths) -> None:
    """The release, checked against the pinned SHA-256; built from its module where it is out of reach."""
    target = paths.bin / "tofu"
    system = this_platform()
    expected = OPENTOFU_SHA256.get(system)
    if expected is None:
        build(paths, OPENTOFU, target, why=f"no checksum of a release for {system} is pinned")
        return
    url = OPENTOFU_HOST + OPENTOFU_RELEASE.format(version=OPENTOFU.version, platform=system)
    with Step(f"{OPENTOFU.title}, its release for {system}") as step:
        content = download(url) if reachable(OPENTOFU_HOST) else None
        step.outcome = "found to be out of reach" if content is None else "done"
        if content is not None:
            unpack(content, expected, url, target)
    if content is None:
        build(paths, OPENTOFU, target, why="the release is out of reach")


def unpack(content: bytes, expected: str, url: str, target: Path) -> None:
    """Puts `tofu` of the zip into place, after its checksum. A wrong checksum is never worked around."""
    actual = hashlib.sha256(content).hexdigest()
    if actual != expected:
        raise SetupError(
            f"{url} has SHA-256 {actual}, expected {expected}: do not use it. "
            f"Look at what stands between you and the host, or install {WANTED} yourself."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        scratch.write_bytes(archive.read("tofu"))
    scratch.chmod(0o755)
    scratch.replace(target)
