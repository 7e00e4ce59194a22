"""Where a lab keeps its things. Nothing outside its root is written, but for the shared environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError

REPOSITORY = Path(__file__).resolve().parent.parent
DEFAULT_ROOT = REPOSITORY / ".lab"


@dataclass(frozen=True)
class Layout:
    """The folders and files of one lab. Two roots are two clouds; they may share one environment."""

    root: Path
    venv: Path

    @classmethod
    def of(cls, root: Path | str | None = None, environ: Mapping[str, str] = os.environ) -> Layout:
        """The lab at `root`, else at LAB_ROOT, else at the repository's `.lab`."""
        chosen = root or environ.get("LAB_ROOT") or DEFAULT_ROOT
        venv = environ.get("LAB_VENV") or DEFAULT_ROOT / "venv"
        return cls(root=Path(chosen).expanduser().resolve(), venv=Path(venv).expanduser().absolute())

    def require_own_folder(self) -> None:
        """Refuses a root that holds other things: `reset` would delete folders there that have our names."""
        if self.root == DEFAULT_ROOT or self.lock.is_file() or not self.root.exists():
            return
        strangers = sorted(path.name for path in self.root.iterdir())
        if strangers:
            raise LabError(f"{self.root} is no lab, it holds {strangers[0]}; take a new or an empty folder as root")

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def clouds_yaml(self) -> Path:
        """What a client needs. Holds the passwords of the tenant and the admin."""
        return self.root / "clouds.yaml"

    @property
    def etc(self) -> Path:
        """The services' configuration, written anew by every `up`."""
        return self.root / "etc"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        """What is true only while the lab runs: pid files and the supervisor's report."""
        return self.root / "run"

    @property
    def state(self) -> Path:
        """Databases, keys, images and passwords: the cloud itself."""
        return self.root / "state"

    @property
    def databases(self) -> Path:
        return self.state / "db"

    @property
    def identity(self) -> Path:
        """The ports and passwords that were chosen when this cloud was made."""
        return self.state / "identity.json"

    @property
    def complete(self) -> Path:
        """Exists once every database does. A state without it is half made, and is made again."""
        return self.state / "complete"

    @property
    def lock(self) -> Path:
        """Held by `up`, `down` and `reset`. Never removed: a lock file that comes and goes locks nothing."""
        return self.root / "lab.lock"

    @property
    def supervisor_pid(self) -> Path:
        return self.run / "supervisor.pid"

    @property
    def supervisor_log(self) -> Path:
        return self.log / "supervisor.log"

    @property
    def report(self) -> Path:
        return self.run / "report.json"

    def service_pid(self, service: str) -> Path:
        return self.run / f"{service}.pid"

    def service_log(self, service: str) -> Path:
        return self.log / f"{service}.log"
