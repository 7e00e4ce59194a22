"""Addresses in Terraform's state: the name of a thing is its address, and stays it wherever its construct moves."""

from __future__ import annotations

from typing import TypeVar

from cdktf import TerraformElement

E = TypeVar("E", bound=TerraformElement)


def addressed(element: E, logical_id: str) -> E:
    """Give an element `logical_id` as its address in Terraform's state, in place of one made of its scopes.

    With CDKTF's own, a construct that moves to another scope would have Terraform destroy and create all that is in it.
    The caller sees to it that the id is unique for its type in the stack: CDKTF would silently make one of two.
    """
    element.override_logical_id(logical_id)
    return element
