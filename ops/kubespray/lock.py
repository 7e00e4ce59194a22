"""One step at a time for a cluster: Terraform destroys several workers at once, and people have two terminals."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ops.kubespray.layout import Layout


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Waits for whoever works on the cluster now. The lock goes with its process, however that ends."""
    layout.lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for another step on {layout.cluster} to end", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
