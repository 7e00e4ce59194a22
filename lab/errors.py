"""The one exception that a user may see: what is wrong, and what to do about it."""


class LabError(Exception):
    """Its text is shown as it is, without a traceback; the exit status is 1."""
