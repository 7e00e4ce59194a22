"""Before any test: jsii gets the Node.js of the project, as main.py does it."""

import constructs_lib  # noqa: F401
