"""One variable in two files."""

from tests.plan.pages import page

PAGE = page({"kubernetes.extra_vars": {"addons": {"helm_enabled": True}, "other": {"helm_enabled": False}}})
MENDED = page({"kubernetes.extra_vars": {"addons": {"helm_enabled": True}}})
