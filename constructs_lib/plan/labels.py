"""Kubernetes' own syntax for what a node is marked with: labels and taints."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from constructs_lib.plan.page import Example, Refused
from constructs_lib.plan.shown import one_of
from constructs_lib.plan.web import is_dns_name

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")

# A qualified name: an optional DNS subdomain and a slash, then 1 to 63 characters; a value is 0 to 63 of the same.
_WORD = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")


def is_label_key(text: str) -> bool:
    prefix, slash, name = text.rpartition("/")
    return len(text) <= 317 and bool(_WORD.fullmatch(name)) and (not slash or is_dns_name(prefix))


def is_label_value(text: str) -> bool:
    return not text or bool(_WORD.fullmatch(text))


def _key(text: str) -> str:
    if not is_label_key(text):
        raise Refused("is no key of a label: [DOMAIN/]NAME, NAME of 1 to 63 letters, digits and _.-; like example.com/disk")
    return text


def _value(text: str) -> str:
    if not is_label_value(text):
        near = re.sub(r"[^A-Za-z0-9_.-]+", "-", text[:256])[:63].strip("_.-")
        offer = f"take {near}" if near else "or nothing"
        raise Refused(f"is no value of a label: 0 to 63 letters, digits and _.-; {offer}", fix=near)
    return text


def _taint(text: str) -> str:
    rest, _, effect = text.rpartition(":")
    key, _, value = rest.partition("=")
    if not is_label_key(key) or not is_label_value(value):
        sample = "dedicated=infra:NoSchedule"
        raise Refused(f"is no taint: KEY=VALUE:EFFECT or KEY:EFFECT, for example {sample}", fix=sample)
    if effect not in EFFECTS:
        near = next((known for known in EFFECTS if known.lower() == effect.lower()), EFFECTS[0])
        fixed = f"{rest}:{near}"
        raise Refused(f"has no effect that Kubernetes knows: {one_of(EFFECTS)}; for example {fixed[:120]}", fix=fixed)
    return text


LabelKey = Annotated[str, AfterValidator(_key), Example("example.com/disk")]
LabelValue = Annotated[str, AfterValidator(_value), Example("")]
Taint = Annotated[str, AfterValidator(_taint), Example("dedicated=infra:NoSchedule")]
