"""What can go wrong, each with its exit code and what to do."""


class BadInput(Exception):
    code = 2


class Failed(Exception):
    """An executable that was to be measured did not run."""
    code = 5
