"""A number that stands there twice, and one below zero."""

from tests.plan.pages import page

PAGE = page({"workers[0].retired": [1, 1, -1]})
MENDED = page({"workers[0].retired": [1, 2]})
