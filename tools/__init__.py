"""Set-up of a fresh machine, into the project's own folder. Standard library only: it comes first."""
