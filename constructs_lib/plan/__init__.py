"""What may be said of a cluster, and whether it holds together. Plain Python: no cloud, no CDKTF."""

from constructs_lib.plan.check import Plan, check
from constructs_lib.plan.problems import PlanError, Problem

__all__ = ["Plan", "PlanError", "Problem", "check"]
