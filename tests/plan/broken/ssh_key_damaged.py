"""A key that was cut off by copying."""

from tests.plan.pages import page

PAGE = page({"access.ssh_public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx"})
MENDED = page({})
