"""git would take it for an option."""

from tests.plan.pages import page

PAGE = page({"deploy.kubespray_source": "--upload-pack=touch /tmp/x"})
MENDED = page({"deploy.kubespray_source": "../kubespray"})
