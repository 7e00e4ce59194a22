"""Host names are lower case."""

from tests.plan.pages import page

PAGE = page({"cluster_name": "Stage_Cluster"})
MENDED = page({"cluster_name": "stage-cluster"})
