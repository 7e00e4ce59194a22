"""The one kind of error that set-up shows: what is wrong and the next step, without a traceback."""


class SetupError(Exception):
    """Printed as `setup: MESSAGE`; the exit status is 1."""
