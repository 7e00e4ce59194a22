"""SSH and NodePorts for everybody: warnings."""

from tests.plan.pages import page

PAGE = page({"access.ssh_allowed_cidrs": ["0.0.0.0/0"], "access.nodeport_allowed_cidrs": ["0.0.0.0/0"]})
MENDED = page({})
