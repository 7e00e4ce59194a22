"""What v2.31.0 refuses, and what it no longer reads."""

from tests.plan.pages import page

PAGE = page({"kubernetes.extra_vars": {"addons": {"kubelet_static_pod_path": "/x", "krew_enabled": True}}})
MENDED = page(
    {
        "kubernetes.kubespray_version": "v2.30.0",
        "kubernetes.kubernetes_version": "1.34.3",
        "kubernetes.extra_vars": {"addons": {"krew_enabled": True}},
    }
)
