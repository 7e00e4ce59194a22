"""An OpenStack on this machine: real APIs on loopback, for when no cloud is chosen. See README.md."""
