"""`python -m ops.kubespray STEP CLUSTER`, from the project's folder: the steps that a deploy runs, by hand."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path
from types import FrameType

from ops.errors import command
from ops.kubespray import facts, kubeconfig, remove, run, verify, wait
from ops.kubespray.environment import environment
from ops.kubespray.layout import Layout

STEPS = {
    "fetch": "get Kubespray at the release, and check its commit",
    "environment": "make its Python environment",
    "wait": "wait for SSH and cloud-init on every node",
    "run": "run the playbooks that what has changed calls for; none where nothing has",
    "kubeconfig": "fetch kubeconfig/CLUSTER.yaml",
    "verify": "prove that the API answers at its addresses, as this cluster",
    "all": "fetch, environment, wait, run and kubeconfig, in that order",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ops.kubespray", description="Run Kubespray on a deployed cluster.")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, does in STEPS.items():
        step = steps.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
        step.add_argument("cluster", metavar="CLUSTER")
        if name == "kubeconfig":
            step.add_argument("--merge", action="store_true", help="merge it into your own kubeconfig, too")
    does = "take a node out of Kubernetes, before its server is destroyed"
    taking_out = steps.add_parser("remove", help=does, description=f"{does[0].upper()}{does[1:]}.")
    taking_out.add_argument("node", metavar="NODE")
    taking_out.add_argument("cluster", metavar="CLUSTER")
    taking_out.add_argument("--control-plane", action="store_true", help="NODE may be one of the control plane")
    taking_out.add_argument("--unreachable", action="store_true", help="NODE answers no more: do nothing on it")
    does = "take every worker but some out of Kubernetes"
    leaving = steps.add_parser("remove-others", help=does, description=f"{does[0].upper()}{does[1:]}.")
    leaving.add_argument("cluster", metavar="CLUSTER")
    leaving.add_argument("--keep", required=True, metavar="NODE,NODE", help="the workers that stay")
    return parser.parse_args()


def main() -> int:
    signal.signal(signal.SIGTERM, _end)
    asked = arguments()
    layout = Layout(Path.cwd(), asked.cluster)
    if asked.step in ("remove", "remove-others"):
        return _remove(layout, asked)
    if asked.step == "verify":
        verify.verify(layout)
        return 0
    known = facts.read(layout)
    order = ("fetch", "environment", "wait", "run", "kubeconfig")
    for step in order if asked.step == "all" else (asked.step,):
        _step(step, layout, known, merge=getattr(asked, "merge", False))
    return 0


def _step(step: str, layout: Layout, known: facts.Facts, *, merge: bool) -> None:
    match step:
        case "fetch":
            checkout = run.fetch(layout, known)
            print(f"Kubespray {known.release} is in {layout.short(checkout)}")
        case "environment":
            run.fetch(layout, known)
            python = environment(layout, known.release)
            print(f"its Python environment is {layout.short(python)}")
        case "wait":
            wait.wait(layout, known)
        case "run":
            run.run(layout, known)
        case "kubeconfig":
            kubeconfig.fetch(layout, known)
            print(f"export KUBECONFIG={layout.short(layout.kubeconfig)}")
            if merge:
                print(f"merged into {kubeconfig.merge_into_users(layout)}")


def _remove(layout: Layout, asked: argparse.Namespace) -> int:
    if remove.skipped():
        print(f"{remove.SKIP} is set: nothing is taken out of Kubernetes")
        return 0
    known = facts.read(layout)
    if asked.step == "remove-others":
        remove.remove_others(layout, known, asked.keep.split(","))
        return 0
    flags = {"control_plane": asked.control_plane, "unreachable": asked.unreachable}
    if not remove.remove(layout, known, asked.node, **flags):
        print(f"{asked.node} is not in {layout.cluster}, as far as its last run is known")
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    command(main)
