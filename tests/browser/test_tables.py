"""The tables of every beat are, cell by cell, what a program prints that was taken home."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.api.programs import Table, run, tables_in

NUMBER = re.compile(r"(\d+\.\d+)(?: (?:\\cdot|·) 10(?:\^\{(-?\d+)\}|([⁻⁰¹²³⁴-⁹]+)))?")

FROM_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

# What the page does, on a page without it: a network, a drawing, and whatever becomes of them.
WALK = """async (wish) => {
  const js = "/static/js";
  const [{ createStore }, { initialState, reduce }, { Conversation }] = await Promise.all(
    ["store", "state", "conversation"].map((name) => import(`${js}/${name}.js`)),
  );
  const [{ walkBeats }, { walkTables }, { needsDigits, walkProgram }, { inkPicture }] =
    await Promise.all(
      ["scenes/walk/beats", "scenes/walk/tables", "take_home_api", "digit_image"].map((name) =>
        import(`${js}/${name}.js`),
      ),
    );
  const store = createStore(reduce, initialState);
  const until = (holds) => new Promise((resolve) => {
    const look = (state) => holds(state) && resolve(state);
    store.subscribe(look);
    look(store.get());
  });
  const conversation = new Conversation(store);
  await conversation.open();
  const { trained } = store.get().options;
  if (wish.network > 0) {
    conversation.openOther(trained[wish.network]);
    await until(({ session }) => session.activation === trained[wish.network].activation);
  }
  if (wish.seed !== undefined) {
    conversation.reset("random", wish.seed);
    await until(({ session }) => session.undo === 1);
  }
  if (wish.strokes) {
    store.dispatch({ type: "inked", strokes: wish.strokes, ...inkPicture(wish.strokes, 8) });
  } else {
    await conversation.sample("7", false);
  }
  if (wish.target !== undefined) {
    store.dispatch({ type: "targetChosen", target: wish.target });
    await until(({ backward }) => backward !== null);
  }
  await until(({ forward }) => forward !== null);
  if (wish.rate) {
    store.dispatch({ type: "rateChosen", learningRate: wish.rate });
  }
  for (const name of wish.changes ?? []) {
    const { version } = store.get();
    conversation[name]();
    await until((state) => state.version > version && state.backward !== null);
  }
  if (wish.rateAfter) {
    store.dispatch({ type: "rateChosen", learningRate: wish.rateAfter });
  }
  if (wish.pinned) {
    store.dispatch({ type: "pinned", item: { kind: "neuron", ...wish.pinned } });
  }
  const whole = ({ parameters, dataset, target, version }) =>
    parameters !== null && (target === null || dataset !== null);
  let state = await until(whole);
  // The parameters of the network before are shown until the new ones are there.
  const { api } = await import(`${js}/api.js`);
  const parameters = await api.parameters(state.session.id);
  state = { ...state, parameters };
  const beats = walkBeats(state);
  const program = await walkProgram(state, beats.some(needsDigits));
  return {
    program: await program.file.text(),
    name: program.name,
    beats: beats.map((beat) => ({
      id: beat.id,
      text: beat.caption.map(({ text }) => text).join("") + " " + beat.formula,
      tables: walkTables(state, beat),
    })),
  };
}"""

STROKES = [[[60, 60], [140, 50], [150, 90], [70, 150], [65, 160], [155, 158]]]

WALKS: dict[str, dict[str, Any]] = {
    "the lecture's network": {"target": 3},
    "tanh and softmax": {"network": 1, "target": 3},
    "relu and softmax": {"network": 2, "target": 7},
    "a drawing": {"strokes": STROKES, "target": 2},
    "nobody has said what it is": {"strokes": STROKES},
    "random weights": {"seed": 5, "target": 0},
    "random weights for relu": {"network": 2, "seed": 7, "target": 9},
    "a neuron that is looked at": {"target": 7, "pinned": {"layer": 2, "index": 6}},
    "a step": {"target": 3, "rate": 0.5, "changes": ["step"], "rateAfter": 0.02},
    "a step that is too long": {"network": 2, "target": 1, "rate": 10, "changes": ["step"]},
    "two steps": {"network": 1, "target": 3, "rate": 0.1, "changes": ["step", "step"]},
    "learning": {"strokes": STROKES, "target": 8, "rate": 0.02, "changes": ["learn"]},
    "a step taken back": {"target": 3, "rate": 0.5, "changes": ["step", "undo"]},
    "a step taken again": {"target": 3, "rate": 0.5, "changes": ["step", "undo", "redo"]},
}
"""The drawing, the network and what becomes of them."""


@pytest.fixture(scope="module", params=WALKS)
def walk(request: pytest.FixtureRequest, modules: Page) -> Any:
    """Every beat of a walk, with its tables, and the program of the walk."""
    return modules.evaluate(WALK, WALKS[request.param])


def compare(table: dict[str, Any], printed: Table) -> None:
    """Fail unless every cell is printed in its row, under its name."""
    assert len(table["rows"]) == len(printed.rows)
    for place, name in enumerate(table["head"]):
        assert [row[place] for row in table["rows"]] == printed.column(name), name


def test_a_walk_and_its_program_have_the_same_cells(walk: Any, tmp_path: Path) -> None:
    assert walk["name"] == "nudge-walk.py"
    printed = tables_in(run(walk["program"], tmp_path))
    for beat in walk["beats"]:
        assert beat["tables"], beat["id"]
        titles = [table["title"] for table in beat["tables"]]
        assert len(set(titles)) == len(titles), beat["id"]
        for table in beat["tables"]:
            assert table["title"] in printed, beat["id"]
            compare(table, printed[table["title"]])


def numbers(text: str) -> Iterator[tuple[float, float]]:
    """Yield the size of each number with a point, and half a unit of its last digit."""
    for mantissa, tex_power, power in NUMBER.findall(text):
        exponent = int(tex_power or power.translate(FROM_SUPERSCRIPTS) or 0)
        decimals = len(mantissa.partition(".")[2])
        yield float(mantissa) * 10.0**exponent, 0.5 * 10.0 ** (exponent - decimals)


def numbers_of(cell: str) -> Iterator[tuple[float, float]]:
    """Yield the numbers of a cell; whole ones and zeros have no point, and are exact."""
    yield from numbers(cell)
    if cell.lstrip("≈").isdigit():
        yield float(cell.lstrip("≈")), 0


def test_every_number_that_is_said_stands_in_the_beats_tables(walk: Any) -> None:
    for beat in walk["beats"]:
        rows = [row for table in beat["tables"] for row in table["rows"]]
        cells = [each for row in rows for cell in row for each in numbers_of(cell)]
        for said, half in numbers(beat["text"]):
            # Each may be rounded to fewer digits than the other.
            near = [abs(said - cell) <= (half + other) * (1 + 1e-9) for cell, other in cells]
            assert any(near), (beat["id"], said, beat["text"])
