"""A clock that tests turn."""


class TurnedClock:
    """Says what `now` is set to, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
