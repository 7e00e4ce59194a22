"""Where Terraform's providers come from: the registry, or a mirror that Go built from their modules."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools.engine import Engine
from tools.golang import build, this_platform
from tools.network import reachable
from tools.paths import Paths
from tools.pins import PROVIDERS, REGISTRIES, Provider
from tools.stamps import Stamp, fingerprint, write


def user_config(base: Mapping[str, str]) -> Path | None:
    """The CLI configuration that is the user's own, or None. A variable that names no file counts as none."""
    for variable in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"):  # the second is the first one's old name
        if base.get(variable):
            named = Path(base[variable])
            return named if named.is_file() else None
    home = Path(base.get("HOME") or Path.home())
    return next((file for name in (".terraformrc", ".tofurc") if (file := home / name).is_file()), None)


def user_decides(base: Mapping[str, str]) -> Path | None:
    """The user's CLI configuration if it says where providers come from: then it has the last word."""
    config = user_config(base)
    if config is not None and re.search(r"^\s*provider_installation\b", config.read_text(), re.MULTILINE):
        return config
    return None


def ensure(paths: Paths, engine: Engine, base: Mapping[str, str] = os.environ) -> str:
    """Makes sure that `init` will find the providers. Returns where they come from, in words."""
    config = user_decides(base)
    if config is not None:
        return f"as {config} says"
    if mirror_stamp(paths).is_fresh():
        return describe(paths)
    seen = Stamp(paths.stamps / "registry", engine.registry)
    if seen.is_fresh():
        return engine.registry
    if reachable(f"https://{engine.registry}/.well-known/terraform.json"):
        seen.put_on()
        return engine.registry
    return make_mirror(paths, why=f"{engine.registry} is out of reach")


def make_mirror(paths: Paths, *, why: str) -> str:
    """Builds each pinned provider that the mirror lacks, then names the mirror in a CLI configuration."""
    stamp = mirror_stamp(paths)
    stamp.take_off()
    for provider in PROVIDERS:
        placed = [place(paths, provider, host) for host in REGISTRIES.values()]
        one = Stamp(paths.stamps / f"provider-{provider.name}", provider_key(paths, provider), tuple(placed))
        if one.is_fresh():
            continue
        one.take_off()
        build(paths, provider, placed[0], why=why)
        for other in placed[1:]:
            link(placed[0], other)
        one.put_on()
    write(paths.mirror_config, cli_config(paths.mirror))
    stamp.put_on()
    return describe(paths)


def describe(paths: Paths) -> str:
    names = ", ".join(f"{provider.name} {provider.version}" for provider in PROVIDERS)
    return f"the mirror {paths.mirror.relative_to(paths.project).as_posix()} ({names})"


def mirror_stamp(paths: Paths) -> Stamp:
    keys = [provider_key(paths, provider) for provider in PROVIDERS]
    products = [place(paths, provider, host) for provider in PROVIDERS for host in REGISTRIES.values()]
    return Stamp(paths.stamps / "mirror", fingerprint(*keys, str(paths.mirror)), (paths.mirror_config, *products))


def provider_key(paths: Paths, provider: Provider) -> str:
    module = paths.module(provider.name)
    return fingerprint(repr(provider), module / "go.mod", module / "go.sum", this_platform())


def place(paths: Paths, provider: Provider, host: str) -> Path:
    """HOSTNAME/NAMESPACE/TYPE/VERSION/OS_ARCH/terraform-provider-TYPE_vVERSION, a mirror's layout."""
    folder = paths.mirror / host / provider.address / provider.version / this_platform()
    return folder / f"terraform-provider-{provider.address.split('/')[1]}_v{provider.version}"


def link(source: Path, target: Path) -> None:
    """One file under two names; a copy where the disk knows no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


def cli_config(mirror: Path) -> str:
    """The pinned providers from the mirror and only from there; any other that a stack adds, as usual."""
    addresses = [f"{host}/{provider.address}" for provider in PROVIDERS for host in REGISTRIES.values()]
    listed = "\n".join(f'      "{address}",' for address in addresses)
    return f"""\
# Made by `make setup` or `make provider-mirror`. Gone with `make clean`; then the registry is asked again.
provider_installation {{
  filesystem_mirror {{
    path = "{mirror}"
    include = [
{listed}
    ]
  }}
  direct {{
    exclude = [
{listed}
    ]
  }}
}}
"""
