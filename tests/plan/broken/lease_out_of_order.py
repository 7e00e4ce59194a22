"""Each of the two orders."""

from constructs_lib.plan.settings import Lease
from tests.plan.pages import page

PAGE = page({"endpoint.lease": Lease(leaseduration=5, renewdeadline=5, retryperiod=5)})
MENDED = page({"endpoint.lease": Lease(leaseduration=30, renewdeadline=20, retryperiod=4)})
