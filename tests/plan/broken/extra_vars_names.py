"""A file with its ending, a name that is no variable's, a value that is no JSON."""

from tests.plan.pages import page

PAGE = page(
    {
        "kubernetes.extra_vars": {
            "addons.yml": {"helm_enabled": True},
            "addons": {"helm-enabled": True, "x": {1, 2}, "y": float("nan")},
        }
    }
)
MENDED = page({"kubernetes.extra_vars": {"addons": {"helm_enabled": True, "x": [1, 2.5, None, {"a": "b"}]}}})
