"""Before any test: jsii gets the Node.js of the project, as main.py does it, and an interrupt is an interrupt."""

import signal

import constructs_lib  # noqa: F401

# A shell starts what it puts into the background with SIGINT ignored, and all that is started from there inherits it:
# commands that a test interrupts would not hear of it.
signal.signal(signal.SIGINT, signal.default_int_handler)
