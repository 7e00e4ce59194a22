"""Not a name that useradd takes."""

from tests.plan.pages import page

PAGE = page({"access.ssh_user": "Ubuntu User; id"})
MENDED = page({})
