"""The clusters: a page of values for each, and the stack that wires constructs for it."""
