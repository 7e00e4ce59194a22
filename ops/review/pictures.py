"""The pictures of a review for the README: as a terminal shows it, and as a browser does."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.terminal_theme import TerminalTheme

from ops.review import browser, terminal
from ops.review.html import page
from ops.review.model import Review

TERMINAL, BROWSER = "terminal.svg", "browser.png"
_WIDTH = 1280  # px of the browser's window

# Dark, and each colour light enough on it to be read (at least 7:1).
_THEME = TerminalTheme(
    (18, 24, 31),
    (232, 237, 242),
    [
        (18, 24, 31),
        (255, 125, 155),
        (140, 220, 140),
        (255, 200, 110),
        (122, 184, 245),
        (214, 170, 250),
        (120, 220, 232),
        (200, 208, 216),
    ],
)
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)


def terminal_svg(review: Review, *, command: str) -> str:
    """The terminal's picture. Rich's own loads a font from the web; here the reader's monospace font does."""
    console = terminal.console(
        record=True,
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
        width=terminal.NARROWEST,
        no_color=False,
        legacy_windows=False,
    )
    terminal.show(review, console)
    drawn = console.export_svg(title=command, theme=_THEME, unique_id="review")
    plain = _FONT_FACE.sub("\n", drawn).replace("Fira Code", "DejaVu Sans Mono")
    return "\n".join(line.rstrip() for line in plain.splitlines() if line.strip()) + "\n"


def write(review: Review, folder: Path, *, command: str) -> tuple[Path, Path]:
    """Write both pictures into a folder. OpsError: there is no Chromium for the second."""
    folder.mkdir(parents=True, exist_ok=True)
    svg, png = folder / TERMINAL, folder / BROWSER
    svg.write_text(terminal_svg(review, command=command))
    html = page(review)
    browser.screenshot(html, png, width=_WIDTH, height=browser.measure(html, _WIDTH).height)
    return svg, png
