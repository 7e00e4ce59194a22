"""Whether a host can be reached, asked quickly, through the proxy that the environment names."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request

PATIENCE = 5.0  # seconds; a resolver alone may hang for longer


def reachable(url: str, patience: float = PATIENCE) -> bool:
    """True once the server answers, with whatever status. Never takes much longer than `patience`."""
    answered = threading.Event()
    finished = threading.Event()

    def ask() -> None:
        try:
            urllib.request.urlopen(url, timeout=patience).close()  # noqa: S310 - an https of pins.py
            answered.set()
        except urllib.error.HTTPError as refusal:
            # A proxy that forbids the host answers 403 or 407 too.
            if refusal.code not in (403, 407, 502, 503, 504):
                answered.set()
        except (OSError, ValueError):
            pass
        finally:
            finished.set()

    # A thread, because the name look-up knows no timeout; a daemon, so that it keeps nobody waiting.
    threading.Thread(target=ask, daemon=True).start()
    finished.wait(patience)
    return answered.is_set()


def download(url: str, patience: float = 30.0) -> bytes | None:
    """The content, or None where it cannot be had. The patience is for each silence, not for the whole."""
    try:
        with urllib.request.urlopen(url, timeout=patience) as answer:  # noqa: S310 - as above
            content: bytes = answer.read()
            return content
    except OSError:  # what urllib raises is one
        return None
