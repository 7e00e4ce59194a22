"""Runs the pinned CDKTF CLI with the project's Node.js, engine and providers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from constructs_lib import QUIET
from ops import keys
from ops.cloud import Cloud
from ops.errors import PROJECT, OpsError
from tools import toolchain
from tools.errors import SetupError

KEY_VARIABLE = "TF_VAR_ssh_public_key"
ALLOW = "ALLOW_DESTROY"  # names of protected things that may go, by comma; main.py reads it

# For destroying all of it: nothing is protected, and no worker is taken out of a Kubernetes that goes, too.
WHOLE_CLUSTER = {ALLOW: "all", "KUBESPRAY_SKIP_REMOVE": "1"}

_LOCK_PROVIDERS = ("apply", "deploy", "destroy", "diff", "plan")
_MIRROR = PROJECT / ".tools" / "providers.tfrc"


def environment(chosen: Cloud | None) -> dict[str, str]:
    """The variables for CDKTF, the engine and its providers. OpsError: a tool is missing."""
    try:
        variables = toolchain.environment(PROJECT, os.environ)
    except SetupError as error:
        raise OpsError(str(error)) from None
    variables["PROJECT_PYTHON"] = sys.executable
    # what constructs_lib set for jsii is not the user's: the CLI would take it for a wish about memory
    variables["NODE_OPTIONS"] = variables.get("NODE_OPTIONS", "").replace(QUIET, "").strip()
    if not variables["NODE_OPTIONS"]:
        del variables["NODE_OPTIONS"]
    if chosen is not None:
        variables |= chosen.variables
        if chosen.is_lab and KEY_VARIABLE not in variables:
            variables[KEY_VARIABLE] = keys.lab_public_key(PROJECT / ".lab" / "ssh")
    return variables


def run(arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run the CLI to its end and give its exit status. An interrupt reaches it, and Terraform, by the terminal.

    Waiting goes on then: Terraform finishes what it is making and writes the state.
    """
    line = [toolchain.node_binary(PROJECT), toolchain.cdktn_cli(PROJECT), *arguments]
    if arguments[:1] and arguments[0] in _LOCK_PROVIDERS and variables.get("TF_CLI_CONFIG_FILE") == str(_MIRROR):
        # `providers lock` asks the registries whatever the configuration says; `init` locks what the mirror holds
        line.append("--skip-provider-lock")
    os.umask(0o077)  # state and plans are nobody else's
    process = subprocess.Popen([str(part) for part in line], env=dict(variables), cwd=PROJECT)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
