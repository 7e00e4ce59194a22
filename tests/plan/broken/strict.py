"""A warning, made an error by the page itself."""

from tests.plan.pages import page

PAGE = page({"strict": True, "access.ssh_allowed_cidrs": []})
MENDED = page({"strict": True})
