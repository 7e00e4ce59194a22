"""A headless Chromium for pictures and tests: a profile of its own, and no network."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from ops.errors import OpsError
from ops.review.png import small

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever a page asks for, it gets nothing
    "--enable-logging=stderr",
    "--virtual-time-budget=2000",  # ms for the page to settle
)
_SECONDS = 60

# Runs beside the page, in a frame of the width in question: a window cannot be made as narrow as a telephone.
_MEASURE = """
<!doctype html><meta charset="utf-8"><title>measure</title>
<iframe id="page" style="width:{width}px;height:800px;border:0" srcdoc="{page}"></iframe><pre id="measured"></pre>
<script>
addEventListener("load", () => {{
  const frame = document.getElementById("page"), root = frame.contentDocument.documentElement;
  const wide = [...root.querySelectorAll("body *")].filter(one => {{
    const box = one.getBoundingClientRect(), style_of = frame.contentWindow.getComputedStyle;
    const clipped = (up) => up && (style_of(up).overflow === "hidden" || clipped(up.parentElement));
    return box.width > 0 && !clipped(one) && (box.right > {width} + 0.5 || box.left < -0.5);
  }});
  document.getElementById("measured").textContent = JSON.stringify({{
    width: root.scrollWidth,
    height: root.scrollHeight,
    overflowing: wide.map(one => one.tagName + " " + (one.textContent || "").trim().slice(0, 40)),
    requests: frame.contentWindow.performance.getEntriesByType("resource").map(one => one.name),
    text: root.querySelector("body").innerText,
  }});
}});
</script>
"""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How a page came out. `console`: what it said there, errors included; `overflowing`: elements past its edges."""

    width: int
    height: int
    overflowing: tuple[str, ...]
    requests: tuple[str, ...]
    text: str
    console: tuple[str, ...]


def measure(page: str, width: int) -> Measured:
    """Open an HTML page at a width in px. OpsError: there is no Chromium, or it does not start."""
    with tempfile.TemporaryDirectory(prefix="review-") as folder:
        wrapper = Path(folder) / "measure.html"
        wrapper.write_text(_MEASURE.format(width=width, page=escape(page)))
        done = _run(["--window-size=1400,900", "--dump-dom", wrapper.as_uri()])
    _, _, rest = done.stdout.partition('<pre id="measured">')
    text = unescape(rest.partition("</pre>")[0])
    if not text:
        raise OpsError(f"Chromium shows nothing:\n{done.stderr.strip()}")
    found: dict[str, Any] = json.loads(text)
    return Measured(
        width=found["width"],
        height=found["height"],
        overflowing=tuple(found["overflowing"]),
        requests=tuple(found["requests"]),
        text=found["text"],
        console=tuple(line for line in done.stderr.splitlines() if "CONSOLE" in line),
    )


def screenshot(page: str, to: Path, *, width: int, height: int) -> None:
    """A picture of a page, as PNG. OpsError: as `measure`."""
    with tempfile.TemporaryDirectory(prefix="review-") as folder:
        file, picture = Path(folder) / "page.html", Path(folder) / "page.png"
        file.write_text(page)
        done = _run([f"--window-size={width},{height}", f"--screenshot={picture}", file.as_uri()])
        if not picture.is_file():
            raise OpsError(f"Chromium makes no picture:\n{done.stderr.strip()}")
        to.write_bytes(small(picture.read_bytes()))


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise OpsError(f"no {_NAMES[0]} on PATH; install it: apt-get install -y chromium")
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        line = [program, *_FLAGS, f"--user-data-dir={profile}", *arguments]
        try:
            return subprocess.run(line, capture_output=True, text=True, check=False, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise OpsError(f"Chromium does not end within {_SECONDS} s") from None
