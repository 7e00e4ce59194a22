"""Before any test: jsii gets the Node.js of the project, as main.py does it; an interrupt is an interrupt; no test is timed."""

import os
import signal

from hypothesis import settings

import constructs_lib  # noqa: F401  as in main.py

# A shell starts what it puts into the background with SIGINT ignored, and all that is started from there inherits it:
# commands that a test interrupts would not hear of it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Machines are noisy. Where CI is set, Hypothesis takes a profile of its own, without deadlines and with the same examples.
if not os.environ.get("CI"):
    settings.register_profile("project", deadline=None)
    settings.load_profile("project")
