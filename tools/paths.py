"""Where set-up puts things: all of it inside the project, so that removing a folder undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Paths:
    """The files of one checkout. Nothing here looks at the disk, but for `site_packages`."""

    project: Path = PROJECT

    @property
    def venv(self) -> Path:
        return self.project / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def tools(self) -> Path:
        """What set-up makes beside .venv and node_modules."""
        return self.project / ".tools"

    @property
    def stamps(self) -> Path:
        return self.tools / "stamps"

    @property
    def logs(self) -> Path:
        return self.tools / "log"

    @property
    def bin(self) -> Path:
        return self.tools / "bin"

    @property
    def mirror(self) -> Path:
        """A filesystem mirror of Terraform providers, in the layout that Terraform and OpenTofu expect."""
        return self.tools / "providers"

    @property
    def mirror_config(self) -> Path:
        """The CLI configuration that names the mirror. It exists only where the mirror is in use."""
        return self.tools / "providers.tfrc"

    @property
    def node_modules(self) -> Path:
        return self.project / "node_modules"

    def environment(self, tool: str) -> Path:
        """The Python environment of a tool of tools/locks/."""
        return self.tools / tool

    def lock(self, tool: str) -> Path:
        return self.project / "tools" / "locks" / f"{tool}.txt"

    def module(self, program: str) -> Path:
        """The folder of the go.mod and go.sum that lock what Go builds."""
        return self.project / "tools" / "modules" / program


def site_packages(environment: Path) -> Path:
    """The site-packages of a Python environment, of whichever Python 3 it was made with."""
    found = sorted(environment.glob("lib/python3*/site-packages"))
    return found[0] if found else environment / "lib" / "python3" / "site-packages"
