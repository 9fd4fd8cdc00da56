"""How a training in this process stands: what viewers see of it, and its printed tables."""

from app.sessions.session import Session
from app.training.commander import Commander
from app.training.frame import NOTHING, Snapshot, has_pictures


def snapshot_of(commander: Commander) -> Snapshot:
    """Return how a training stands here; it may go on meanwhile."""
    state, run = state_of(commander), commander.control.run
    if run is None:
        return Snapshot(state, "", [], [])
    record = run.record
    return Snapshot(state, run.id, record.steps_after(NOTHING), record.evaluations_after(NOTHING))


def state_of(commander: Commander) -> dict[str, object]:
    """Return the state of the training: a frame's metadata."""
    session, run = commander.session, commander.control.run
    is_in_run = run is not None and not commander.control.is_overtaken
    latest = run.record.evaluation_at(session.iteration) if run and is_in_run else None
    done = max(0, session.iteration - run.record.first_iteration) if run and is_in_run else 0
    news = commander.control.news if is_in_run else None
    return {
        "status": commander.status,
        "reason": commander.reason,
        "session": _without_secret(session),
        "settings": commander.control.settings_now(),
        "run": None if run is None else commander.describe(run),
        "iteration": session.iteration,
        "epoch": 0 if run is None else done / run.steps_per_epoch,
        "steps_per_epoch": None if run is None else run.steps_per_epoch,
        "batch": None if news is None else {"indices": news.indices, "size": news.size},
        "costs": {
            "batch": None if news is None else news.batch_cost,
            "train": None if latest is None else latest.train_cost,
            "test": None if latest is None else latest.test_cost,
        },
        "accuracy": None if latest is None else latest.accuracy,
        "evaluated_at": None if latest is None else latest.iteration,
        "norms": None if news is None else news.norms,
        "layers": None if news is None else news.layers,
        "steps_per_second": commander.rate.steps_per_second,
        "pictured": has_pictures(session.network.parameters),
        "elapsed_s": 0 if run is None else run.elapsed_s,
        "remaining_s": _remaining(commander),
    }


def _without_secret(session: Session) -> dict[str, object]:
    """Return the session's description less its id, which would let a viewer command it."""
    described = session.describe()
    del described["id"]
    return described


def _remaining(commander: Commander) -> float | None:
    trainer, rate = commander.trainer, commander.rate.steps_per_second
    if trainer is None or trainer.until is None or not rate or commander.status != "running":
        return None
    return max(0, trainer.until - trainer.iteration) / rate
