"""Where a stack keeps Terraform's state: a typed choice of the settings page, turned into CDKTF's backend."""

from __future__ import annotations

from cdktf import HttpBackend, LocalBackend, PgBackend, S3Backend, TerraformStack

from constructs_lib.plan import settings


def keep_state(stack: TerraformStack, backend: settings.Backend, *, name: str, project: str) -> None:
    """Give the stack its backend. `project`: the project's folder as seen from where Terraform runs.

    No credential is written: each backend reads its own from the environment.
    """
    match backend:
        case settings.LocalBackend():
            # CDKTF's own default is an absolute path, another one on each machine
            LocalBackend(stack, path=f"{project}/terraform.{name}.tfstate")
        case settings.S3Backend():
            S3Backend(stack, bucket=backend.bucket, key=backend.key, region=backend.region, encrypt=True)
            stack.add_override("terraform.backend.s3.use_lockfile", True)
            if backend.endpoint is not None:
                stack.add_override("terraform.backend.s3.endpoints", {"s3": backend.endpoint})
                # an S3 of one's own has none of AWS's account services
                for check in (
                    "credentials_validation",
                    "metadata_api_check",
                    "region_validation",
                    "requesting_account_id",
                ):
                    stack.add_override(f"terraform.backend.s3.skip_{check}", True)
                stack.add_override("terraform.backend.s3.use_path_style", True)
        case settings.HttpBackend():
            HttpBackend(
                stack,
                address=backend.address,
                lock_address=backend.lock_address,
                unlock_address=backend.unlock_address,
            )
        case settings.PgBackend():
            PgBackend(stack, conn_str="", schema_name=backend.schema_name)
            stack.add_override("terraform.backend.pg.conn_str", None)  # the backend reads PG_CONN_STR
