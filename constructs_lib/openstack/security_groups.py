"""Neutron security groups made of the plan's rules; each rule's reason is its description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_openstack.networking_secgroup_rule_v2 import NetworkingSecgroupRuleV2
from cdktf_cdktf_provider_openstack.networking_secgroup_v2 import NetworkingSecgroupV2
from constructs import Construct

from constructs_lib.openstack.ids import addressed
from constructs_lib.plan.firewall import Group, Rule


@dataclass(frozen=True, kw_only=True)
class SecurityGroupsProps:
    name: str  # the cluster's: prefix of every name
    groups: Sequence[Group]
    rules: Sequence[Rule]


class SecurityGroups(Construct):
    """The groups of a cluster. What no rule lets in stays out; what no rule lets out stays in."""

    def __init__(self, scope: Construct, id_: str, *, props: SecurityGroupsProps) -> None:
        super().__init__(scope, id_)
        self._ids = {group: self._group(props.name, group) for group in props.groups}
        for rule in props.rules:
            self._rule(props.name, rule)

    def id_of(self, group: Group) -> str:
        return self._ids[group]

    def _group(self, cluster: str, group: Group) -> str:
        name = f"{cluster}-{group}"
        made = NetworkingSecgroupV2(
            self,
            group,
            name=name,
            description=f"{cluster}: {group}",
            delete_default_rules=True,  # Neutron adds egress for all addresses, IPv6 too; ours are written down
        )
        return addressed(made, name).id

    def _rule(self, cluster: str, rule: Rule) -> None:
        id_ = f"{rule.group}-{rule.name}"
        made = NetworkingSecgroupRuleV2(
            self,
            id_,
            description=rule.reason,
            direction=rule.direction,
            ethertype="IPv4",
            protocol=rule.protocol,
            port_range_min=rule.ports[0] if rule.ports else None,
            port_range_max=rule.ports[1] if rule.ports else None,
            remote_ip_prefix=rule.cidr,
            remote_group_id=self._ids[rule.source_group] if rule.source_group else None,
            security_group_id=self._ids[rule.group],
        )
        addressed(made, f"{cluster}-{id_}")
