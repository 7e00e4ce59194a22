"""The user's public SSH key in Nova. The private one is never seen."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf import TerraformVariable
from cdktf_cdktf_provider_openstack.compute_keypair_v2 import ComputeKeypairV2
from constructs import Construct

from constructs_lib.openstack.ids import addressed


@dataclass(frozen=True, kw_only=True)
class KeyPairProps:
    name: str  # the cluster's
    ssh_public_key: str  # the key's text ("ssh-ed25519 AAAA..."), or the path of a file that holds it


class KeyPair(Construct):
    """The key comes from a file at deploy, so that the synthesized output is the same on every machine.

    TF_VAR_ssh_public_key, the key's text, goes before it.
    """

    def __init__(self, scope: Construct, id_: str, *, props: KeyPairProps) -> None:
        super().__init__(scope, id_)
        given = TerraformVariable(
            self,
            "given",
            type="string",
            default="",
            description="Public SSH key for every node, as text. Empty: the key of the settings page",
        )
        given.override_logical_id("ssh_public_key")
        # A key's text has a space between type and blob; a path to a key hardly has.
        text = props.ssh_public_key
        is_text = text.startswith(("ssh-", "ecdsa-", "sk-"))
        source = f'"{text}"' if is_text else f'file(pathexpand("{text}"))'
        made = ComputeKeypairV2(
            self,
            "key-pair",
            name=props.name,
            public_key=f'${{trimspace(var.ssh_public_key != "" ? var.ssh_public_key : {source})}}',
        )
        self.key_pair_name: str = addressed(made, props.name).name
