"""More nodes than the network has addresses."""

from tests.plan.pages import page

PAGE = page({"workers[0].count": 2000})
MENDED = page({})
