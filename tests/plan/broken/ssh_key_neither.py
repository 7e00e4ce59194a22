"""Neither a key nor a path."""

from tests.plan.pages import page

PAGE = page({"access.ssh_public_key": 'key "of" mine'})
MENDED = page({})
