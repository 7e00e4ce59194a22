"""Facts of other projects that the rules need, each with the release it was read from."""
