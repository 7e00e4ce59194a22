"""Runs Kubespray on a deployed cluster: gets it at a pinned commit, waits for the nodes, runs what has changed."""
