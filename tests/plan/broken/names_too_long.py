"""Nova cuts host names off at 63."""

from tests.plan.pages import page

PAGE = page({"cluster_name": "a-very-long-name-for-a-cluster-of-the-stage-of-this-company"})
MENDED = page({"cluster_name": "a-very-long-name-for-a-cluster-of-the-stage-of-this"})
