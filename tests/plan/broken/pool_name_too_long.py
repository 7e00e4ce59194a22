"""Here it is the pool that takes the room."""

from tests.plan.pages import page

PAGE = page({"workers[0].name": "general-purpose-workers-with-four-cores-and-eight-gigabytes-ab"})
MENDED = page({})
