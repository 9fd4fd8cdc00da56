"""What another process tells of a training, frame by frame, and what is missing of it."""

from app.training.frame import Frame, Seen, Snapshot, read_frame
from app.training.metrics import Evaluation, StepFigures
from app.training.mirror import FEWER_STEPS, MOST_STEPS, Mirror

RUN = "abcdef"


def snapshot(last: int, first: int = 1) -> Snapshot:
    steps = [StepFigures(number, 1 / number, 0.5) for number in range(first, last + 1)]
    evaluations = [Evaluation(0, 0.5, 0.6, 0.1)]
    return Snapshot({"run": {"id": RUN}, "iteration": last}, RUN, steps, evaluations)


def test_a_mirror_tells_what_it_was_told() -> None:
    mirror = Mirror()
    one, two = Frame(snapshot(3), 7), Frame(snapshot(5), 9)
    assert mirror.take_frame(1, one.file(Seen()))
    assert mirror.take_frame(2, two.file(one.seen))
    assert mirror.snapshot == snapshot(5)


def test_a_missed_frame_is_noticed_and_all_is_told_anew() -> None:
    mirror = Mirror()
    frames = [Frame(snapshot(last), last) for last in (3, 5, 8, 9)]
    assert not mirror.take_frame(1, frames[1].file(frames[0].seen))
    assert mirror.snapshot is None
    assert mirror.take_frame(1, frames[0].file(Seen()))
    assert not mirror.take_frame(3, frames[2].file(frames[1].seen))
    assert not mirror.take_frame(4, frames[3].file(frames[2].seen))
    assert mirror.snapshot == snapshot(3)
    assert mirror.take_frame(5, frames[3].file(Seen()))
    assert mirror.snapshot == snapshot(9)


def test_a_picture_counts_and_is_shown_once() -> None:
    mirror = Mirror()
    one, two = Frame(snapshot(3), 1), Frame(snapshot(5), 2)
    assert mirror.take_frame(1, one.file(Seen()))
    mirror.take_picture(2, b"picture")
    assert mirror.take_frame(3, two.file(one.seen))
    assert mirror.new_picture() == b"picture"
    assert mirror.new_picture() is None


def test_a_mirror_keeps_no_more_than_a_run_does() -> None:
    mirror = Mirror()
    before = Frame(snapshot(1), 1)
    assert mirror.take_frame(1, before.file(Seen()))
    for number in range(2, 200):
        frame = Frame(snapshot(100 * number), number)
        assert mirror.take_frame(number, frame.file(before.seen))
        before = frame
    assert mirror.snapshot is not None
    assert FEWER_STEPS / 2 < len(mirror.snapshot.steps) <= MOST_STEPS
    assert mirror.snapshot.steps[-1].iteration == 19_900


def test_steps_that_were_lost_are_taken_back() -> None:
    """A viewer that has seen more than there is gets all of it anew."""
    seen = Frame(snapshot(9), 1).seen
    header, steps, _ = read_frame(Frame(snapshot(5), 2).file(seen))
    assert header["complete"] is True
    assert [step.iteration for step in steps] == [1, 2, 3, 4, 5]
