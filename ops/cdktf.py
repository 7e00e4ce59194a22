"""The CDKTF CLI under the customer's name: `pipenv run cdktf deploy stage-cluster` runs `python -m ops.cdktf deploy ...`.

Commands that talk to a cloud get one: the user's, or the lab. A deploy of named clusters is checked first, as `make deploy`
checks it; a destroy is a word clear enough to lift the protection. All else is the CLI's own.
"""

from __future__ import annotations

import os
import sys

from ops import cloud, runner
from ops.errors import command
from ops.guard import guard, noted_run
from ops.preflight import preflight
from ops.target import target

_TALKS_TO_A_CLOUD = ("apply", "deploy", "destroy", "diff", "plan", "output")


def main() -> int:
    arguments = sys.argv[1:]
    verb = arguments[0] if arguments else ""
    if verb not in _TALKS_TO_A_CLOUD or "--help" in arguments:
        return runner.run(arguments, runner.environment(None))
    names = [word for word in arguments[1:2] if not word.startswith("-")]
    if verb in ("apply", "deploy") and names:
        chosen = target(names)
        preflight(chosen.plan, chosen.connection, cloud=chosen.cloud, public_key=chosen.variables.get(runner.KEY_VARIABLE))
        guard(chosen)
        return noted_run(chosen, arguments)
    variables = runner.environment(cloud.choose(os.environ))
    if verb == "destroy":
        variables |= runner.WHOLE_CLUSTER
    return runner.run(arguments, variables)


if __name__ == "__main__":
    command(main)
