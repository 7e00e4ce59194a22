"""`python3 -m tools COMMAND`, which the Makefile calls. Any Python 3 can read it, to refuse an old one."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one gets here
    sys.stderr.write(
        "setup: this is Python {}.{}, and 3.11 or newer is needed; "
        "install one and name it: make setup PYTHON=python3.12\n".format(*sys.version_info)
    )
    raise SystemExit(1)

import signal

from tools.commands import main

signal.signal(signal.SIGTERM, signal.default_int_handler)  # a SIGTERM leaves nothing running either
raise SystemExit(main(sys.argv[1:]))
