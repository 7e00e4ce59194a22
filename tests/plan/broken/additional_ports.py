"""A range that ends before it starts, and a rule that is there already."""

from constructs_lib.plan.settings import AdditionalPort
from tests.plan.pages import page

PAGE = page(
    {
        "access.additional_ports_worker": [
            AdditionalPort(first=90, last=80, cidrs=["10.0.0.0/8"], reason="web"),
            AdditionalPort(first=443, cidrs=["10.0.0.0/8"], reason="web"),
            AdditionalPort(first=443, last=443, cidrs=["10.0.0.0/8"], reason="again"),
        ]
    }
)
MENDED = page(
    {
        "access.additional_ports_worker": [
            AdditionalPort(first=80, last=90, cidrs=["10.0.0.0/8"], reason="web"),
            AdditionalPort(first=443, cidrs=["10.0.0.0/8"], reason="web"),
        ]
    }
)
