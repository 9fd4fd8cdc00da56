"""The runs of a session's training: their figures, their names, their checkpoints."""

import csv
from io import StringIO
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.changes import OF_THE_PASS, ChangedSession, change_response, shown_in
from app.api.http.documentation import INPUT, SESSION, Problem, Responses
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import services_of
from app.api.train_messages import GoRequest, RenameRequest, RunList, RunObject, WholeRun
from app.sessions.session import ANY_NUMBER
from app.training.commander import Commander
from app.training.frame import evaluation_columns, step_columns
from app.training.orders import Go, Remove, Rename
from app.training.run import Run

A_TABLE: Final[Responses] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table."}
}
UNDER_WAY: Final[Responses] = {409: {"model": Problem, "description": "This run is under way."}}

router = APIRouter(
    prefix="/api/sessions/{session_id}/runs", tags=["training"], route_class=JsonRoute
)


@router.get("", response_model=RunList, responses=SESSION)
async def list_runs(session_id: str, request: Request) -> Response:
    """Return the session's runs, and which of them its network is in."""
    commander = await _commander(session_id, request)
    current = commander.control.run
    return json_response(
        {
            "runs": [commander.describe(run) for run in commander.runs],
            "current": None if current is None else current.id,
        }
    )


@router.get("/{run_id}", response_model=WholeRun, responses=SESSION)
async def get_run(session_id: str, run_id: str, request: Request) -> Response:
    """Return a run with the figures that are kept of it."""
    commander = await _commander(session_id, request)
    run = commander.run_of(run_id)
    return json_response(
        commander.describe(run)
        | {
            "record": step_columns(run.record.steps),
            "evaluations": evaluation_columns(run.record.evaluations),
        }
    )


@router.get("/{run_id}/csv", response_class=Response, responses=A_TABLE | SESSION)
async def get_csv(session_id: str, run_id: str, request: Request) -> Response:
    """Return a run's figures as a table: one row an iteration, empty where nothing is known."""
    run = (await _commander(session_id, request)).run_of(run_id)
    headers = {"Content-Disposition": f'attachment; filename="run-{run.id}.csv"'}
    return Response(_table(run), media_type="text/csv", headers=headers)


@router.patch("/{run_id}", response_model=RunObject, responses=SESSION | INPUT)
async def rename_run(
    session_id: str, run_id: str, body: RenameRequest, request: Request
) -> Response:
    """Give a run another name; a number is added where another run has it."""
    commander = await _commander(session_id, request)
    await commander.carry_out(Rename(run_id, body.name))
    return json_response(commander.describe(commander.run_of(run_id)))


@router.delete("/{run_id}", status_code=204, responses=SESSION | UNDER_WAY)
async def delete_run(session_id: str, run_id: str, request: Request) -> Response:
    """Delete a run. The network stays as it is."""
    commander = await _commander(session_id, request)
    await commander.carry_out(Remove(run_id))
    return Response(status_code=204)


@router.post(
    "/{run_id}/go",
    response_model=ChangedSession,
    responses=SESSION | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def go(session_id: str, run_id: str, body: GoRequest, request: Request) -> Response:
    """Set the network to a checkpoint of a run, one of its `moments`; this can be undone.

    Training goes on from there: as the same run from its last checkpoint, else as a branch.
    """
    services = services_of(request)
    shown = shown_in(body.pixels, body.target, request, services.settings)
    commander = await _commander(session_id, request)
    if shown is not None:
        shown.check(commander.session.network)
    await commander.carry_out(Go(run_id, body.iteration))
    session = commander.session
    async with session.turn(ANY_NUMBER):  # It is done: nothing may refuse the answer any more.
        return await change_response(services, request, session, shown, session.describe())


async def _commander(session_id: str, request: Request) -> Commander:
    services = services_of(request)
    return services.commanders.of(await services.found(session_id))


def _table(run: Run) -> str:
    steps = {step.iteration: step for step in run.record.steps}
    evaluations = {each.iteration: each for each in run.record.evaluations}
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(
        ["iteration", "epoch", "batch_cost", "gradient_norm", "train_cost", "test_cost", "accuracy"]
    )
    for iteration in sorted(steps.keys() | evaluations.keys()):
        step, evaluation = steps.get(iteration), evaluations.get(iteration)
        rows.writerow(
            [
                iteration,
                (iteration - run.record.first_iteration) / run.steps_per_epoch,
                *(("", "") if step is None else step[1:]),
                *(("", "", "") if evaluation is None else evaluation[1:]),
            ]
        )
    return text.getvalue()
