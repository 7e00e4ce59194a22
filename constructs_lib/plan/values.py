"""The kinds of values that settings take, each with its own check and an example: addresses, names, keys."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from constructs_lib.plan.page import Example

T = TypeVar("T")

Many = Annotated[Sequence[T], AfterValidator(tuple)]  # written as a list or a tuple, read as a tuple

# RFC 1123, lower case: what Kubernetes takes as a node's name, and Kubespray as a host's.
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
# net/core/dev.c, dev_valid_name(): at most IFNAMSIZ - 1 bytes, no slash, colon or white space, not "." or "..".
_INTERFACE = re.compile(r"[^\s/:]{1,15}")


def _address(text: str) -> str:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        raise ValueError("is not an IPv4 address; write four numbers from 0 to 255, for example 10.2.184.10") from None
    return text


def _cidr(text: str) -> str:
    try:
        ipaddress.IPv4Network(text)
    except ValueError:
        pass
    else:
        if "/" in text and text.split("/")[1].isdigit():
            return text
    try:
        canonical = ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        raise ValueError("is not an IPv4 network; write ADDRESS/LENGTH, for example 10.2.184.0/22") from None
    raise ValueError(f"is not written as its network; take {canonical}")


def _range(text: str) -> str:
    start, dash, end = (part.strip() for part in text.partition("-"))
    try:
        first, last = ipaddress.IPv4Address(start), ipaddress.IPv4Address(end)
    except ValueError:
        raise ValueError("is not a range of IPv4 addresses; write FIRST-LAST, for example 10.2.184.50-10.2.184.254") from None
    if first > last:
        raise ValueError(f"ends before it starts; take {last}-{first}")
    return f"{first}-{last}"


def _interface(text: str) -> str:
    if not _INTERFACE.fullmatch(text) or text in (".", "..") or len(text.encode()) > 15 or not text.isprintable():
        raise ValueError("is no name of a network interface: 1 to 15 characters, no slash, colon or space; for example enp3s0")
    return text


def _label(text: str) -> str:
    if len(text) > 63 or not _LABEL.fullmatch(text):
        near = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")[:63].strip("-") or "stage"
        raise ValueError(f"is no name for hosts (RFC 1123: a-z, 0-9 and -, 1 to 63 characters); take {near}")
    return text


def _some_text(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 255:
        raise ValueError("must be 1 to 255 printable characters")
    return text


Address = Annotated[str, AfterValidator(_address), Example("10.2.184.10")]
Cidr = Annotated[str, AfterValidator(_cidr), Example("10.2.184.0/22")]
AddressRange = Annotated[str, AfterValidator(_range), Example("10.2.184.50-10.2.184.254")]
Interface = Annotated[str, AfterValidator(_interface), Example("enp3s0")]
Label = Annotated[str, AfterValidator(_label), Example("stage-cluster")]
Name = Annotated[str, AfterValidator(_some_text), Example("PUBLICNET")]
Port = Annotated[int, Field(ge=1, le=65535), Example(443)]


def one_of(values: Sequence[str]) -> str:
    """`a, b or c`, for a message."""
    *front, last = values
    return f"{', '.join(front)} or {last}" if front else last
