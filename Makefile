# The one list of commands. Everything is set up on the way; each run skips what is done.

PYTHON ?= python3
CLUSTER ?= stage-cluster
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup synth diff deploy destroy review kubespray verify test lint format lab-up lab-down lab-reset lab-status bench lock provider-mirror clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s%s\n", $$1, $$2 }'

setup: ## Get everything the project needs, into this folder
	@$(PYTHON) -m tools setup

synth: setup ## Write cdktf.out: the Terraform that the Python means
	@$(PY) -m ops.cdktf synth

diff: setup ## Show what a deploy of CLUSTER would change, and which of it would hurt
	@$(PY) -m ops.diff $(CLUSTER)

deploy: setup ## Deploy CLUSTER to the cloud OS_CLOUD, or to the embedded one
	@$(PY) -m ops.deploy $(CLUSTER)

destroy: setup ## Destroy CLUSTER and all that deploy made for it
	@$(PY) -m ops.destroy $(CLUSTER)

review: setup ## Draw CLUSTER before it is made: addresses, what it counts, who reaches what (OUT=file.html writes it)
	@$(PY) -m ops.review $(CLUSTER) $(if $(OUT),--out $(OUT))

kubespray: setup ## Run Kubespray on the deployed CLUSTER, and fetch its kubeconfig
	@$(PY) -m ops.kubespray all $(CLUSTER)

verify: setup ## Prove that the API of CLUSTER answers at its VIP, with its certificate checked
	@$(PY) -m ops.kubespray verify $(CLUSTER)

test: lint ## Run every check and every test, end to end included
	@$(PYTHON) -m tools test-programs
	@$(PY) -m pytest

lint: setup ## Check style, format and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: setup ## Format the code and repair what a machine can
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .

lab-status: ## Say how each service of the embedded OpenStack is
	@$(PYTHON) -m lab status

lab-up: ## Start the embedded OpenStack
	@$(PYTHON) -m lab up

lab-down: ## Stop it; its content stays
	@$(PYTHON) -m lab down

lab-reset: ## Start it anew, empty
	@$(PYTHON) -m lab reset

bench: setup ## Measure, and print the figures
	@$(PY) -m bench

lock: ## Renew the lock files, each without a registry's host
	@$(PYTHON) -m tools lock

provider-mirror: setup ## Build the Terraform providers for a site without a registry
	@$(PYTHON) -m tools provider-mirror

clean: ## Remove what set-up made; state, inventories and keys stay
	@$(PYTHON) -m tools clean
