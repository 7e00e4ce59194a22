"""wn10 of one pool is wn10 of the other."""

from constructs_lib.plan.settings import WorkerPool
from tests.plan.pages import page

PAGE = page(
    {
        "workers": [
            WorkerPool(name="wn", count=11, flavor="m", image="i"),
            WorkerPool(name="wn1", count=1, flavor="m", image="i"),
        ]
    }
)
MENDED = page(
    {
        "workers": [
            WorkerPool(name="wn", count=10, flavor="m", image="i"),
            WorkerPool(name="wn1", count=1, flavor="m", image="i"),
        ]
    }
)
