"""Reviews of the clusters of `clusters.py`."""

from __future__ import annotations

import pytest

from ops.review.flavors import Flavor
from ops.review.model import Review, review
from tests.review.clusters import PAGES, output_of, plan_of

FLAVORS = {"gp.0.4.8": Flavor(vcpus=4, ram=8192), "gp.0.2.2": Flavor(vcpus=2, ram=2048)}


def review_of(name: str) -> Review:
    return review(plan_of(name), output_of(plan_of(name)), FLAVORS)


@pytest.fixture(params=PAGES)
def each(request: pytest.FixtureRequest) -> Review:
    return review_of(request.param)
