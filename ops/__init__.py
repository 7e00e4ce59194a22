"""Commands around a deploy: which cloud, whether it has what the plan needs, the CDKTF CLI, what came of it."""
