"""`python3 -m lab`: refuses a Python that is too old, then hands over to the command line."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (the services need it; say so instead of a SyntaxError)
    sys.exit(f"lab: Python 3.11 or newer is needed, this is {sys.version.split()[0]}")

from lab.cli import main

sys.exit(main())
