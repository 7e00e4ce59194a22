"""Ansible is shut out: a warning."""

from tests.plan.pages import page

PAGE = page({"access.ssh_allowed_cidrs": []})
MENDED = page({})
