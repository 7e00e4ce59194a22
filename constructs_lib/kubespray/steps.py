"""Runs Kubespray at apply: one Terraform resource for each step, run again when what it depends on has changed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import Fn, ITerraformDependable, LocalExecProvisioner, TerraformCount, TerraformResource, TerraformVariable, Token
from cdktf_cdktf_provider_local.file import File
from constructs import Construct

from constructs_lib.kubespray.late import LateValues
from constructs_lib.terraform_data import terraform_data

VARIABLE = "deploy_cluster"


@dataclass(frozen=True, kw_only=True)
class BastionServer:
    server_id: str
    address: str


@dataclass(frozen=True, kw_only=True)
class KubesprayRunProps:
    name: str  # of the cluster
    root: str  # the project's folder, relative to the one where Terraform runs
    deploy_cluster: bool  # the variable's default
    kubespray_version: str
    kubespray_source: str
    kubernetes_version: str
    k8s_internal_ip: str
    k8s_api_ip: str
    k8s_api_port: int
    servers: Mapping[str, str]  # Nova's id of each node, by its name
    workers: Sequence[str]  # names of those that are taken out of Kubernetes before they are destroyed
    bastion: BastionServer | None
    inventory: Sequence[File]  # the inventory and all its variables
    os_hardening_enabled: bool = False
    timeout_minutes: int = 120
    kubespray_commit: str | None = None  # of a fork's tag; None: the pinned one of Kubespray's own
    python: str = ".venv/bin/python"  # from the project's folder


class KubesprayRun(Construct):
    """`deploy_cluster` off: the steps do not exist, and nothing runs or waits.

    An unchanged apply runs nothing. A step that fails fails the apply; the next one goes on with that step. Which
    playbook is run, `ops.kubespray` decides from what the last run made.
    """

    def __init__(self, scope: Construct, id_: str, *, props: KubesprayRunProps) -> None:
        super().__init__(scope, id_)
        self._props = props
        self._workers = frozenset(props.workers)
        self._deploy = TerraformVariable(
            self,
            VARIABLE,
            type="bool",
            default=props.deploy_cluster,
            nullable=False,
            description="Run Kubespray on the nodes",
        )
        self._deploy.override_logical_id(VARIABLE)
        facts = self._facts()
        servers = [*props.servers.values(), *([props.bastion.server_id] if props.bastion else [])]
        endpoint = [props.k8s_internal_ip, props.k8s_api_ip, str(props.k8s_api_port)]
        release = [props.kubespray_version, props.kubespray_source, props.kubespray_commit or ""]

        fetch = self._step("fetch", ("fetch", "environment"), {"release": release}, after=[facts])
        wait = self._step("wait", ("wait",), {"servers": servers}, after=[fetch])
        what = {
            "release": release,
            "kubernetes": props.kubernetes_version,
            "servers": servers,
            "endpoint": endpoint,
            "os_hardening": props.os_hardening_enabled,
            # of what they hold, which is known when an apply is planned, even where a file is to be written anew
            "inventory": [Fn.sha256(Token.as_string(file.content)) for file in props.inventory],
            "local": self._users_files(),
        }
        run = self._step("run", ("run",), what, after=[wait, *props.inventory])
        # a run may make new certificates of the administrator's
        ran = f"${{one({run.fqn}[*].id)}}"
        self._step("kubeconfig", ("kubeconfig",), {"endpoint": endpoint, "run": ran}, after=[run])
        for worker in props.workers:
            self._before_rebuilding(worker, after=[facts, *props.inventory])
        self._before_leaving(after=[facts, *props.inventory])

    def _facts(self) -> File:
        """What the steps are told beside the inventory. It is there with `deploy_cluster` off, too: for steps by hand."""
        props, late = self._props, LateValues()
        floating = props.k8s_api_ip if props.k8s_api_ip != props.k8s_internal_ip else None
        content = {
            "schema_version": 1,
            "cluster": props.name,
            "release": props.kubespray_version,
            "source": props.kubespray_source,
            "commit": props.kubespray_commit,
            "kubernetes_version": props.kubernetes_version,
            "endpoint": {
                "address": late.word(props.k8s_internal_ip),
                "port": props.k8s_api_port,
                "floating": late.word(floating) if floating else None,
            },
            "servers": {name: late.word(server) for name, server in props.servers.items()},
            "bastion": self._bastion(late),
            "os_hardening": props.os_hardening_enabled,
            "timeout_minutes": props.timeout_minutes,
        }
        id_ = f"{props.name}-kubespray"
        file = File(
            self,
            id_,
            filename=f"{props.root}/inventory/{props.name}/kubespray.json",
            content=late.text(json.dumps(content, indent=2) + "\n"),
            file_permission="0640",
            directory_permission="0750",
        )
        file.override_logical_id(id_)
        return file

    def _bastion(self, late: LateValues) -> dict[str, str] | None:
        bastion = self._props.bastion
        if bastion is None:
            return None
        return {"server": late.word(bastion.server_id), "address": late.word(bastion.address)}

    def _users_files(self) -> str:
        """A hash over the files that a user adds to group_vars, which Terraform does not write."""
        folder = f"{self._props.root}/inventory/{self._props.name}/group_vars"
        return f'${{sha256(join("", [for f in fileset("{folder}", "**/zz-local*.yml") : filesha256("{folder}/${{f}}")]))}}'

    def _step(
        self, name: str, steps: Sequence[str], triggers: Mapping[str, object], *, after: Sequence[ITerraformDependable]
    ) -> TerraformResource:
        id_ = f"{self._props.name}-{name}"
        return terraform_data(
            self,
            id_,
            count=TerraformCount.of(Token.as_number(f"${{var.{VARIABLE} ? 1 : 0}}")),
            triggers_replace=triggers,
            depends_on=after,
            provisioners=[self._command(" && ".join(self._line(step, self._props.name) for step in steps))],
        )

    def _before_rebuilding(self, worker: str, *, after: Sequence[ITerraformDependable]) -> None:
        """Takes the worker out of Kubernetes before its server is destroyed to be made anew.

        It is no `count` of `deploy_cluster`: turning that off would destroy it, and so empty a cluster of its workers.
        """
        server = self._props.servers[worker]
        self._at_destroy(f"remove-{worker}", ("remove", worker, self._props.name), {"server": server}, {}, after)

    def _before_leaving(self, *, after: Sequence[ITerraformDependable]) -> None:
        """Takes the workers that have left the settings out of Kubernetes, before their servers are destroyed.

        Terraform runs what a resource does at its destruction only while the resource is in the configuration, and that
        of a worker leaves with it. This one stays. When the names change it is made anew; being destroyed, it has the
        servers of before, which Terraform destroys after it, and the names of now, in its command.
        """
        props = self._props
        workers = {name: props.servers[name] for name in props.workers}
        line = ("remove-others", props.name, "--keep", ",".join(props.workers))
        self._at_destroy("workers", line, {"names": list(props.workers)}, workers, after)

    def _at_destroy(
        self,
        name: str,
        line: tuple[str, ...],
        triggers: Mapping[str, object],
        needs: Mapping[str, str],
        after: Sequence[ITerraformDependable],
    ) -> None:
        props = self._props
        id_ = f"{props.name}-{name}"
        control_plane = {node: server for node, server in props.servers.items() if node not in self._workers}
        way = {"bastion": props.bastion.address} if props.bastion else {}
        unless_off = f'test "${{self.input.deploy}}" != true || {self._line(*line)}'
        terraform_data(
            self,
            id_,
            triggers_replace=triggers,
            # what removing needs: Terraform destroys none of it before this is gone
            input_={"deploy": self._deploy.value, "root": props.root, "needs": {**control_plane, **way, **needs}},
            depends_on=after,
            provisioners=[self._command(unless_off, destroy=True)],
        )

    def _line(self, step: str, *arguments: str) -> str:
        return shlex.join([self._props.python, "-m", "ops.kubespray", step, *arguments])

    def _command(self, line: str, *, destroy: bool = False) -> LocalExecProvisioner:
        return LocalExecProvisioner(
            type="local-exec",
            # Terraform kills what it started when it is stopped. That is this shell, which does not become the command:
            # the command sees the shell gone, and ends Ansible in good order.
            command=f"{line} || exit $?",
            # a provisioner that runs when its resource is destroyed sees nothing but itself
            working_dir="${self.input.root}" if destroy else self._props.root,
            environment={"KUBESPRAY_UNDER_TERRAFORM": "1"},
            when="destroy" if destroy else None,
        )
