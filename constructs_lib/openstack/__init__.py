"""CDKTF constructs for OpenStack, one noun in each file. They take concrete values and references, never settings pages."""
