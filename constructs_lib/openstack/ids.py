"""Addresses in Terraform's state, and which of the things at them Terraform may not destroy."""

from __future__ import annotations

from typing import TypeVar

from cdktf import TerraformElement, TerraformResourceLifecycle

E = TypeVar("E", bound=TerraformElement)


def addressed(element: E, logical_id: str) -> E:
    """Give an element `logical_id` as its address in Terraform's state, in place of one made of its scopes.

    With CDKTF's own, a construct that moves to another scope would have Terraform destroy and create all that is in it.
    The caller sees to it that the id is unique for its type in the stack: CDKTF would silently make one of two.
    """
    element.override_logical_id(logical_id)
    return element


class Protection:
    """Refuses to destroy what a cluster does not survive, unless its name was said.

    Terraform itself refuses (`prevent_destroy`), whatever program runs it. `lifted`: the names that may go; True for all.
    """

    def __init__(self, lifted: frozenset[str] | bool = frozenset()) -> None:
        self._lifted = lifted

    def of(
        self, name: str, *, ignore_changes: list[str] | None = None, replaced_with: str | None = None
    ) -> TerraformResourceLifecycle | None:
        """The lifecycle of the protected resource `name`. `replaced_with`: the address of what it changes with."""
        gone = self._lifted if isinstance(self._lifted, bool) else name in self._lifted
        if gone and not ignore_changes and replaced_with is None:
            return None
        return TerraformResourceLifecycle(
            prevent_destroy=None if gone else True,
            ignore_changes=ignore_changes,
            replace_triggered_by=[replaced_with] if replaced_with is not None else None,
        )


PROTECTED = Protection()
