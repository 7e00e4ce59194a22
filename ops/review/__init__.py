"""A cluster as a person reads it before it is there: `python -m ops.review stage-cluster`. Asks no cloud unless told to."""
