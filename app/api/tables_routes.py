"""The numbers of one beat as tables, as the page prints them: computed and written here."""

from collections.abc import Iterable, Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.calculus_messages import FoldRequest
from app.api.calculus_routes import check_targets, examples_of, fold_of, network_of
from app.api.gradient_routes import AverageRequest, check_numbers, example_of, indices_of
from app.api.http.checks import check_pixels, check_takes_digits, check_target
from app.api.http.documentation import INPUT, OTHER_STEPS, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import Services, services_of
from app.api.landscape_routes import directions_of, landscape_of
from app.api.tables_messages import (
    ChainTables,
    DigitsTables,
    GradientTables,
    KeptRun,
    LayersTables,
    LearningTables,
    MiniBatchesTables,
    NetworkTables,
    ProductTables,
    SlopesTables,
    TablesAnswer,
    TrainingTables,
    WalkTables,
)
from app.api.take_home_routes import chain_of, check_rates, check_walk, drawing_of
from app.errors import InvalidInput
from app.sessions.compute import Work
from app.sessions.session import Session
from app.take_home import training_tables as training
from app.take_home.layers_tables import fold_tables
from app.take_home.tables import Table
from app.take_home.training_tables import RunRow
from app.training.run import Run
from app.training.snapshot import state_of
from app.work.averaging import Average
from app.work.beat_numbers import (
    Labelled,
    activations_table_of,
    digits_tables_of,
    directions_table_of,
    gradient_tables_of,
    layers_tables_of,
    network_tables_of,
    path_table_of,
    product_table_of,
    readings_tables_of,
    slopes_table_of,
    walk_tables_of,
)
from app.work.take_home import tables_of_chain

router = APIRouter(prefix="/api", tags=["tables"], route_class=JsonRoute)

OF_SESSION = "/sessions/{session_id}/tables"


@router.post(
    f"{OF_SESSION}/walk", response_model=TablesAnswer, responses=OTHER_STEPS | SESSION | INPUT
)
async def walk_tables(session_id: str, body: WalkTables, request: Request) -> Response:
    """Return the tables of a picture's walk, or those of one beat of it."""
    services = services_of(request)
    check_rates(body, services.settings)
    split = await services.digits.split("test") if body.dataset else None
    async with services.session(request, session_id) as session:
        check_walk(body, session.network, split)
        drawing = await drawing_of(body, session)
        work = walk_tables_of(session, drawing, split, body.beat)
        return _answer(await services.compute_for(request, work))


@router.post("/tables/chain", response_model=TablesAnswer, responses=INPUT)
async def chain_tables(body: ChainTables, request: Request) -> Response:  # noqa: ARG001
    """Return the tables of one part of the calculus: of a chain of one neuron a layer."""
    tables = tables_of_chain(chain_of(body))
    return _answer(table for table in tables if body.part in table.beats)


@router.post("/tables/layers", response_model=TablesAnswer, responses=INPUT)
async def layers_tables(body: LayersTables, request: Request) -> Response:  # noqa: ARG001
    """Return the tables of a small network, and of the paths from one neuron to the cost."""
    network = network_of(body)
    x, y = examples_of(body.x, network.layers[0], "x"), examples_of(body.y, network.layers[-1], "y")
    if len(x) != 1 or len(y) != 1:
        raise InvalidInput(("body", "x"), "Expected one example", "wrong_length")
    check_targets(y, body)
    return _answer(layers_tables_of(network, x[0], y[0], body.neuron))


@router.post(f"{OF_SESSION}/fold", response_model=TablesAnswer, responses=SESSION | INPUT)
async def path_tables(session_id: str, body: FoldRequest, request: Request) -> Response:
    """Return the tables of a path through the session's network."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        folded = await fold_of(services, request, session, body)
    return _answer(fold_tables(folded, body.path))


@router.post(f"{OF_SESSION}/gradient", response_model=TablesAnswer, responses=SESSION | INPUT)
async def gradient_tables(session_id: str, body: GradientTables, request: Request) -> Response:
    """Return the tables of a gradient: its length, and its largest entries."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        _check_parameter(body.chosen, session, "chosen")
        if body.example is not None and body.average is None:
            subject: Average | Labelled = await example_of(
                services, session, body.example, ("body", "example")
            )
        elif body.average is not None and body.example is None:
            subject = await _average(services, session, body.average)
        else:
            message = "Expected either an example or an average"
            raise InvalidInput(("body", "example"), message, "both")
        work = gradient_tables_of(session, subject, body.chosen)
        return _answer(await services.compute_for(request, work))


@router.post(f"{OF_SESSION}/wishes", response_model=TablesAnswer, responses=SESSION | INPUT)
async def digits_tables(session_id: str, body: DigitsTables, request: Request) -> Response:
    """Return the tables of what some digits ask for, their average, and how each class is read."""
    services = services_of(request)
    test = await services.digits.split("test")
    async with services.session(request, session_id) as session:
        _check_parameter(body.middle, session, "middle")
        check_takes_digits(session.network, test.images.shape[1], ("path", "session_id"))
        check_numbers(len(body.examples), session, services.settings)
        examples = [
            await example_of(services, session, each, ("body", "examples", index))
            for index, each in enumerate(body.examples)
        ]
        average = None
        if body.average is not None:
            average = await _average(services, session, body.average)
        work = digits_tables_of(session, examples, average, body.middle, test)
        return _answer(await services.compute_for(request, work))


@router.post(f"{OF_SESSION}/training", response_model=TablesAnswer, responses=SESSION | INPUT)
async def training_tables(session_id: str, body: TrainingTables, request: Request) -> Response:
    """Return the tables of the session's training: its figures, runs, and curves."""
    services = services_of(request)
    commander = services.commanders.of(await services.found(session_id))
    rows: list[RunRow] = []
    for each in body.runs:
        if not isinstance(each, KeptRun):
            rows.append(RunRow(**each.model_dump()))
        elif (run := commander.runs.get(each.run)) is not None:
            rows.append(_row_of(run))  # One that was deleted meanwhile is left out.
    current = commander.control.run
    evaluations = [] if current is None else _evaluations_of(current)
    return _answer(training.training_tables(state_of(commander), rows, evaluations))


@router.post(f"{OF_SESSION}/mini-batches", response_model=TablesAnswer, responses=SESSION | INPUT)
async def mini_batches_tables(
    session_id: str, body: MiniBatchesTables, request: Request
) -> Response:
    """Return the tables of the next mini-batches' directions, and of a run's path."""
    services = services_of(request)
    train = await services.digits.split("train")
    work: list[Work[Table]] = []
    async with services.session(request, session_id) as session:
        if body.directions is not None:
            directions = directions_of(services, session, train, body.directions)
            work.append(directions_table_of(directions))
        if body.landscape is not None:
            work.append(path_table_of(landscape_of(services, session, train, body.landscape)))
    return _answer([await services.compute_for(request, table) for table in work])


@router.post(f"{OF_SESSION}/learning", response_model=TablesAnswer, responses=SESSION | INPUT)
async def learning_tables(session_id: str, body: LearningTables, request: Request) -> Response:
    """Return the tables of what the network reads in the test digits, and in a drawing."""
    services = services_of(request)
    test = await services.digits.split("test")
    async with services.session(request, session_id) as session:
        check_takes_digits(session.network, test.images.shape[1], ("path", "session_id"))
        tables = await services.compute_for(request, readings_tables_of(session.network, test))
        if body.pixels is not None:
            check_pixels(body.pixels, session.network)
            tables.append(activations_table_of(session, body.pixels))
    return _answer(tables)


@router.post(f"{OF_SESSION}/network", response_model=TablesAnswer, responses=SESSION | INPUT)
async def network_tables(session_id: str, body: NetworkTables, request: Request) -> Response:
    """Return the tables of what a network is, and of how strongly each of its layers learns."""
    services = services_of(request)
    session = await services.found(session_id)
    return _answer(network_tables_of(body.name, session, state_of(services.commanders.of(session))))


@router.post(f"{OF_SESSION}/slopes", response_model=TablesAnswer, responses=SESSION | INPUT)
async def slopes_tables(session_id: str, body: SlopesTables, request: Request) -> Response:
    """Return the table of a hidden layer's neurons, and the derivative of each at its z."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        _check_hidden(session)
        check_pixels(body.pixels, session.network)
        return _answer([slopes_table_of(body.name, session, body.pixels, body.layer)])


@router.post(f"{OF_SESSION}/product", response_model=TablesAnswer, responses=SESSION | INPUT)
async def product_tables(session_id: str, body: ProductTables, request: Request) -> Response:
    """Return the table of the factors that an output's error meets on its strongest path back."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        _check_hidden(session)
        check_pixels(body.pixels, session.network)
        check_target(body.target, session.network)
        example = body.pixels, body.target
        return _answer([product_table_of(body.name, session, *example, body.rank)])


def _answer(tables: Iterable[Table]) -> Response:
    return json_response({"tables": [table._asdict() for table in tables]})


async def _average(services: Services, session: Session, body: AverageRequest) -> Average:
    train = await services.digits.split("train")
    check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
    indices = indices_of(body, session, train, services.commanders.seed_of(session))
    return Average(session.network.copy(), train, indices)


def _row_of(run: Run) -> RunRow:
    accuracies = [each.accuracy for each in run.record.evaluations]
    return RunRow(run.name, run.iteration, run.settings.values(), max(accuracies, default=None))


def _evaluations_of(run: Run) -> list[Sequence[float]]:
    """Return how a run did whenever that was measured: its steps, its costs, its accuracy."""
    first = run.record.first_iteration
    return [(each.iteration - first, *each[1:]) for each in run.record.evaluations]


def _check_parameter(index: int | None, session: Session, field: str) -> None:
    count = session.network.parameters.vector.size
    if index is not None and index >= count:
        message = f"Expected the index of a parameter, below {count}"
        raise InvalidInput(("body", field), message, "out_of_range")


def _check_hidden(session: Session) -> None:
    if len(session.network.layers) < 3:
        message = "Expected a network with hidden layers"
        raise InvalidInput(("path", "session_id"), message, "unfitting_network")
