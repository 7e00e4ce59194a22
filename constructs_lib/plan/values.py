"""The kinds of values that settings take, each with its own check and an example: addresses, names, ports."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from constructs_lib.plan.page import Example, Refused
from constructs_lib.plan.shown import quoted

T = TypeVar("T")

MOST_ITEMS = 256  # of a list or a mapping: more is a mistake, and rules that compare each with each would take their time
MOST_RANGES = 64
MOST_NUMBERS = 1000

# RFC 1123, lower case: what Kubernetes takes as a node's name, and Kubespray as a host's.
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
# net/core/dev.c, dev_valid_name(): at most IFNAMSIZ - 1 bytes, no slash, colon or white space, not "." or "..".
_INTERFACE = re.compile(r"[^\s/:]{1,15}")
# useradd's own rule, without the trailing $ of Samba's machine accounts.
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


def _list(most: int) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            one = f"[{quoted(value)}]" if isinstance(value, str | int) else "[...]"
            raise Refused(f"is no list; write {one}", fix=(value,) if isinstance(value, str | int) else None)
        if len(value) > most:
            raise Refused(f"has {len(value):,} items; the most is {most:,}", repeat=False)
        return value

    return check


def _mapping(value: Any) -> Any:
    if type(value) is not dict:
        raise Refused("is no mapping; write {...}")
    if len(value) > MOST_ITEMS:
        raise Refused(f"has {len(value):,} keys; the most is {MOST_ITEMS:,}", repeat=False)
    return value


Few = BeforeValidator(_mapping)
# Written as a list or a tuple, read as a tuple.
Many = Annotated[Sequence[T], BeforeValidator(_list(MOST_ITEMS)), AfterValidator(tuple)]


def is_ipv4(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _address(text: str) -> str:
    if not is_ipv4(text):
        sample = "10.2.184.10"
        raise Refused(f"is not an IPv4 address; write four numbers from 0 to 255, for example {sample}", fix=sample)
    return text


def _cidr(text: str) -> str:
    _, slash, length = text.partition("/")
    if not slash and is_ipv4(text):
        near = str(ipaddress.IPv4Network(f"{text}/24", strict=False))
        raise Refused(f"has no length, so it is one address; for example {near}", fix=near)
    try:
        canonical = str(ipaddress.IPv4Network(text, strict=False))
    except ValueError:
        raise Refused("is not an IPv4 network; write ADDRESS/LENGTH, for example 10.2.184.0/22", fix="10.2.184.0/22") from None
    if not length.isdigit() or canonical != text:
        raise Refused(f"is not written as its network; take {canonical}", fix=canonical)
    return text


def _range(text: str) -> str:
    start, _, end = (part.strip() for part in text[:64].partition("-"))
    try:
        first, last = ipaddress.IPv4Address(start), ipaddress.IPv4Address(end)
    except ValueError:
        raise Refused(
            "is not a range of IPv4 addresses; write FIRST-LAST, for example 10.2.184.50-10.2.184.254",
            fix="10.2.184.50-10.2.184.254",
        ) from None
    if first > last:
        raise Refused(f"ends before it starts; take {last}-{first}", fix=f"{last}-{first}")
    return f"{first}-{last}"


def _interface(text: str) -> str:
    legal = text.isprintable() and len(text.encode()) <= 15 and _INTERFACE.fullmatch(text) and text not in (".", "..")
    # it becomes part of `interface=NAME` for Calico, and a word of YAML, templates and regular expressions
    if not legal or not re.fullmatch(r"[\w.@-]+", text, re.ASCII):
        raise Refused("is no name of a network interface: 1 to 15 of a-z, A-Z, 0-9 and ._@-; for example enp3s0", fix="enp3s0")
    return text


def near_label(text: str) -> str:
    """A legal name that looks like `text`."""
    return re.sub(r"[^a-z0-9]+", "-", text[:256].lower()).strip("-")[:63].strip("-") or "stage"


def _label(text: str) -> str:
    if len(text) > 63 or not _LABEL.fullmatch(text):
        near = near_label(text)
        raise Refused(f"is no name for hosts (RFC 1123: a-z, 0-9 and -, 1 to 63 characters); take {near}", fix=near)
    return text


def _cluster(text: str) -> str:
    text = _label(text)
    if text[0].isdigit():  # Terraform's own rule for names, and the names of nodes are addresses in its state
        near = f"k{text}"[:63].rstrip("-")
        raise Refused(f"starts with a digit, which no address in Terraform's state may; take {near}", fix=near)
    return text


def _some_text(text: str) -> str:
    if not 0 < len(text) <= 255 or not text.strip() or not text.isprintable():
        raise Refused("must be 1 to 255 printable characters")
    if "${" in text or "%{" in text:  # Terraform would take it for a template, and put something else in its place
        raise Refused("holds ${ or %{, which Terraform reads as a template")
    return text


def _zone(text: str) -> str:
    if ":" in _some_text(text):
        zone = text.partition(":")[0].strip() or "nova"
        raise Refused(
            f"names a host behind the zone, which is for administrators and ties the pool to it; take {zone}", fix=zone
        )
    return text


def _user(text: str) -> str:
    if not _USER.fullmatch(text):
        raise Refused("is no name of a user: a-z, 0-9, _ and -, 1 to 32 characters; for example ubuntu", fix="ubuntu")
    return text


Address = Annotated[str, AfterValidator(_address), Example("10.2.184.10")]
Cidr = Annotated[str, AfterValidator(_cidr), Example("10.2.184.0/22")]
AddressRange = Annotated[str, AfterValidator(_range), Example("10.2.184.50-10.2.184.254")]
Interface = Annotated[str, AfterValidator(_interface), Example("enp3s0")]
Label = Annotated[str, AfterValidator(_label), Example("stage")]
ClusterName = Annotated[str, AfterValidator(_cluster), Example("stage-cluster")]
Name = Annotated[str, AfterValidator(_some_text), Example("example")]
NetworkName = Annotated[Name, Example("PUBLICNET")]
Flavor = Annotated[Name, Example("m1.large")]
Image = Annotated[Name, Example("Ubuntu 24.04")]
Zone = Annotated[str, AfterValidator(_zone), Example("nova")]
User = Annotated[str, AfterValidator(_user), Example("ubuntu")]
Port = Annotated[int, Field(ge=1, le=65535), Example(443)]
NodeNumber = Annotated[int, Field(ge=0, le=99_999), Example(0)]
AddressRanges = Annotated[Sequence[AddressRange], BeforeValidator(_list(MOST_RANGES)), AfterValidator(tuple)]
NodeNumbers = Annotated[Sequence[NodeNumber], BeforeValidator(_list(MOST_NUMBERS)), AfterValidator(tuple)]
