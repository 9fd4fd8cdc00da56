"""A training that goes on in another process, as it is shown here."""

from typing import Final

from app.training.frame import Snapshot, read_frame, thinned_to

MOST_STEPS: Final = 8192
FEWER_STEPS: Final = 4096
"""With more steps than the one, only the other are kept: as many as a run keeps itself."""


class Mirror:
    """What another process has sent of a training, frame by frame."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        """None before the first frame."""
        self.is_whole = False
        """Whether nothing is missing of what was sent."""
        self._picture: bytes | None = None
        self._number = 0

    def await_complete(self) -> None:
        """Wait for a complete frame, because something was missed; until then all stays shown."""
        self.is_whole = False

    def take_frame(self, number: int, file: bytes) -> bool:
        """Take over the next frame; return whether nothing is missing before it."""
        is_next = number == self._number + 1
        metadata, steps, evaluations = read_frame(file)
        is_complete = metadata.pop("complete")
        del metadata["frame"]
        self.is_whole = is_complete or (self.is_whole and is_next)
        if not self.is_whole:
            return False
        self._number = number
        if not is_complete and self.snapshot is not None:
            steps = [*self.snapshot.steps, *steps]
            evaluations = [*self.snapshot.evaluations, *evaluations]
        if len(steps) > MOST_STEPS:
            steps = list(thinned_to(steps, FEWER_STEPS))
        run = metadata["run"]
        self.snapshot = Snapshot(metadata, run["id"] if run else "", steps, evaluations)
        return True

    def take_picture(self, number: int, file: bytes) -> None:
        """Take over a picture of the weights, which says itself of what."""
        if number == self._number + 1:
            self._number = number
        self._picture = file

    def new_picture(self) -> bytes | None:
        """Return the newest picture, once."""
        picture, self._picture = self._picture, None
        return picture
