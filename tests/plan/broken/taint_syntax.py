"""No effect, and one in lower case."""

from tests.plan.pages import page

PAGE = page({"control_plane.node_taints": ["dedicated=infra", "dedicated=infra:noschedule"]})
MENDED = page({"control_plane.node_taints": ["dedicated=infra:NoSchedule", "dedicated:NoExecute"]})
