"""Runs the pinned CDKTF CLI with the project's Node.js, engine and providers: `python -m ops.cdktf deploy stage-cluster`.

Commands that talk to a cloud get one: the user's, or the lab. All else is the CLI's own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from ops import cloud, keys
from ops.cloud import Cloud
from ops.errors import PROJECT, OpsError, command
from tools import toolchain
from tools.errors import SetupError

TALKS_TO_A_CLOUD = ("apply", "deploy", "destroy", "diff", "plan", "output")
LOCKS_PROVIDERS = ("apply", "deploy", "destroy", "diff", "plan")
MIRROR = PROJECT / ".tools" / "providers.tfrc"
KEY_VARIABLE = "TF_VAR_ssh_public_key"


def environment(chosen: Cloud | None) -> dict[str, str]:
    """The variables for CDKTF, the engine and its providers. OpsError: a tool is missing."""
    try:
        variables = toolchain.environment(PROJECT, os.environ)
    except SetupError as error:
        raise OpsError(str(error)) from None
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
    if arguments[:1] and arguments[0] in LOCKS_PROVIDERS and variables.get("TF_CLI_CONFIG_FILE") == str(MIRROR):
        # `providers lock` asks the registries whatever the configuration says; `init` locks what the mirror holds
        line.append("--skip-provider-lock")
    process = subprocess.Popen([str(part) for part in line], env=dict(variables), cwd=PROJECT)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def main() -> int:
    arguments = sys.argv[1:]
    talks = bool(arguments) and arguments[0] in TALKS_TO_A_CLOUD
    chosen = cloud.choose(os.environ) if talks else None
    return run(arguments, environment(chosen))


if __name__ == "__main__":
    command(main)
