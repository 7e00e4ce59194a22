"""Terraform's built-in `terraform_data`, for what is no resource of a provider's: a value to follow, a step to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdktf import ITerraformDependable, LocalExecProvisioner, TerraformCount, TerraformResource
from constructs import Construct


def terraform_data(
    scope: Construct,
    logical_id: str,
    *,
    input_: Mapping[str, Any] | None = None,
    triggers_replace: Mapping[str, Any] | None = None,
    count: TerraformCount | None = None,
    depends_on: Sequence[ITerraformDependable] | None = None,
    provisioners: Sequence[LocalExecProvisioner] | None = None,
) -> TerraformResource:
    """A `terraform_data` at the address `terraform_data.<logical_id>`.

    CDKTF's own class for it starts Terraform at synth, once for each, to ask for its version: 40 ms a node, and no synth
    without a Terraform. Set-up checks the version, so the plain resource will do.
    """
    made = TerraformResource(
        scope,
        logical_id,
        terraform_resource_type="terraform_data",
        count=count,
        depends_on=list(depends_on) if depends_on else None,
        provisioners=list(provisioners) if provisioners else None,
    )
    made.override_logical_id(logical_id)
    if input_ is not None:
        made.add_override("input", dict(input_))
    if triggers_replace is not None:
        made.add_override("triggers_replace", dict(triggers_replace))
    return made
