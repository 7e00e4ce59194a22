"""Makes a screenshot small: Chromium writes 24 bits a pixel, and 256 colours are enough for a page of text."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BYTES = 3  # of a pixel


def small(png: bytes) -> bytes:
    """The same picture in its 256 most used colours; others take the nearest of these.

    ValueError: it is no PNG of 8-bit RGB without interlacing.
    """
    chunks = list(_chunks(png))
    width, height, *form = struct.unpack(">IIBBBBB", chunks[0][1])
    if form != [8, 2, 0, 0, 0]:
        raise ValueError(f"no 8-bit RGB: {form}")
    rows = list(_rows(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), width))
    pixels = [[row[at : at + _BYTES] for at in range(0, len(row), _BYTES)] for row in rows]
    used = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _ in sorted(used.items(), key=lambda item: (-item[1], item[0]))[:256]]
    index = {colour: _nearest(colour, palette) for colour in used}
    data = b"".join(b"\0" + bytes(map(index.__getitem__, row)) for row in pixels)
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(data, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    distances = [sum((a - b) ** 2 for a, b in zip(colour, other, strict=True)) for other in palette]
    return distances.index(min(distances))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rows(data: bytes, width: int) -> Iterator[bytes]:
    """The rows without PNG's filters (PNG specification, section 9)."""
    length = width * _BYTES
    above = bytes(length)
    for at in range(0, len(data), length + 1):
        row = bytearray(data[at + 1 : at + 1 + length])
        _unfilter(data[at], row, above)
        above = bytes(row)
        yield above


def _unfilter(kind: int, row: bytearray, above: bytes) -> None:
    for at in range(len(row) if kind else 0):
        left = row[at - _BYTES] if at >= _BYTES else 0
        up, corner = above[at], above[at - _BYTES] if at >= _BYTES else 0
        row[at] = (row[at] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    a, b, c = abs(guess - left), abs(guess - up), abs(guess - corner)
    if a <= b and a <= c:
        return left
    return up if b <= c else corner
