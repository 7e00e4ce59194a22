"""A secret in a URL: refused, and not shown."""

from constructs_lib.plan.kubernetes import Proxy
from tests.plan.pages import page

PAGE = page(
    {"kubernetes.proxy": Proxy(http_proxy="http://me:secret@proxy:3128", https_proxy="proxy:3128", additional_no_proxy=["a b"])}
)
MENDED = page(
    {
        "kubernetes.proxy": Proxy(
            http_proxy="http://proxy:3128", https_proxy="http://proxy:3128", additional_no_proxy=[".example.com", "10.0.0.0/8"]
        )
    }
)
