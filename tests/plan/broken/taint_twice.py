"""One key and effect with two values."""

from tests.plan.pages import page

PAGE = page({"workers[0].node_taints": ["a=1:NoSchedule", "a=2:NoSchedule"]})
MENDED = page({"workers[0].node_taints": ["a=1:NoSchedule", "a=2:NoExecute"]})
