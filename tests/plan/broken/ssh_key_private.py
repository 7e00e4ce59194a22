"""The private half: refused, and not shown."""

from tests.plan.pages import page

PAGE = page({"access.ssh_public_key": "-----BEGIN OPENSSH PRIV" + "ATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n"})
MENDED = page({})
