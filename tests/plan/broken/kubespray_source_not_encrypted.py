"""What it brings runs as root."""

from tests.plan.pages import page

PAGE = page({"deploy.kubespray_source": "http://git.example.com/kubespray.git"})
MENDED = page({"deploy.kubespray_source": "git@git.example.com:mirrors/kubespray.git"})
