"""The tables of every beat are, cell by cell, what a program prints that was taken home."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.app.take_home.programs import Table, run, says, tables_in
from tests.browser.support.conversing import CONVERSATION

NUMBER = re.compile(r"(\d+\.\d+)(?: (?:\\cdot|·) 10(?:\^\{(-?\d+)\}|([⁻⁰¹²³⁴-⁹]+)))?")

FROM_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

# What the page does, on a page without it: a network, a drawing, and whatever becomes of them.
WALK = (
    "async (wish) => {"
    + CONVERSATION
    + """
  const js = "/static/js";
  const [{ walkBeats }, { walkTables }, { needsDigits, walkProgram }, { inkPicture }] =
    await Promise.all(
      [
        "scenes/walk/beats",
        "scenes/walk/tables/tables",
        "server/take_home_api",
        "input/digit_image",
      ].map((name) => import(`${js}/${name}.js`)),
    );
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
  const { api } = await import(`${js}/server/client.js`);
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
)

# The same for the chain: each part is answered as the scene asks for it.
CHAIN = """async (actions) => {
  const folder = "/static/js/scenes/calculus";
  const names = ["state", "chain_facts", "tables/tables", "calculus_parts", "chain_tex"];
  const [{ initialCalculus, reduceCalculus }, { wishOf, nudgeOf }, { chainTables }, parts, tex] =
    await Promise.all(names.map((name) => import(`${folder}/${name}.js`)));
  const { calculusApi } = await import("/static/js/server/calculus_api.js");
  const { chainProgram } = await import("/static/js/server/take_home_api.js");
  let state = actions.reduce(reduceCalculus, initialCalculus);
  const { chain, by, pairs, wide } = state;
  const ripples = { weight: "w3", bias: "b3", activation: "a2", back: "w2" };
  const wishes = {
    chain: wishOf(chain),
    tree: wishOf(chain),
    gradient: wishOf(chain),
    examples: { ...wishOf(chain), x: pairs.map(({ x }) => [x]), y: pairs.map(({ y }) => [y]) },
    layers: { layers: [2, 3, 2], parameters: wide.parameters, x: [wide.x], y: [wide.y] },
  };
  const formulas = {
    chain: (pass) => [tex.passTex(pass, chain, false)],
    gradient: (pass) =>
      ["w1", "b1", "w2", "b2", "w3", "b3"].map((name) => tex.lineTex(pass, name, false)),
  };
  for (const [name, nudged] of Object.entries(ripples)) {
    wishes[`ripple-${name}`] = wishOf(chain, nudgeOf(nudged, by));
    formulas[`ripple-${name}`] = (pass) => [tex.productTex(pass, nudged, by, 9)];
  }
  for (const [kind, wish] of Object.entries(wishes)) {
    const answer = await calculusApi.pass(wish);
    state = reduceCalculus(state, { type: "answered", kind, answer });
  }
  const program = await chainProgram(state);
  return {
    program: await program.file.text(),
    name: program.name,
    beats: Object.keys(wishes).map((id) => {
      const pass = state.answers[id].examples[0];
      const { caption } = parts.PARTS.find((part) => part.id === id);
      const words = caption(state).map(({ text }) => text);
      return {
        id,
        text: [...words, ...(formulas[id]?.(pass) ?? [])].join(" "),
        tables: chainTables(state, id),
      };
    }),
  };
}"""

FOLD = """async () => {
  const { api } = await import("/static/js/server/client.js");
  const { digitsApi } = await import("/static/js/server/digits_api.js");
  const { calculusApi } = await import("/static/js/server/calculus_api.js");
  const folder = "/static/js/scenes/calculus";
  const { initialCalculus } = await import(`${folder}/state.js`);
  const { chainTables } = await import(`${folder}/tables/tables.js`);
  const { id } = await api.createSession(null);
  const { pixels } = await digitsApi.digitAfter("test", "2", 0);
  const path = [406, 3, 5, 2];
  const answer = await calculusApi.fold(id, { pixels, target: 2, path });
  const none = chainTables(initialCalculus, "fold");
  const fold = { answer, path };
  return none.length === 0 && [answer, chainTables({ ...initialCalculus, fold }, "fold")];
}"""


def set_to(index: int, value: float) -> dict[str, Any]:
    """Return what sets one of the chain's parameters."""
    place = {"network": "chain", "field": "parameters", "index": index}
    return {"type": "numberSet", **place, "value": value}


CHAINS: dict[str, list[dict[str, Any]]] = {
    "as it opens": [],
    "saturated": [set_to(4, 4.0), set_to(5, 4.0), set_to(0, -4.0)],
    "a weight of nothing": [set_to(2, 0)],
    "a small nudge down": [{"type": "nudgeSet", "by": -1e-6}],
    "no nudge": [{"type": "nudgeSet", "by": 0}],
    "another derivative": [
        {"type": "parameterChosen", "parameter": 0},
        {"type": "pairSet", "index": 1, "field": "x", "value": 0},
        {"type": "neuronChosen", "neuron": 2},
    ],
}


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


def numbers_in(table: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield the numbers of a table's title and cells, which may be in units of a power of ten."""
    yield from numbers(table["title"])
    _, _, power = table["title"].partition("in units of 10")
    unit = 10.0 ** int(power.translate(FROM_SUPERSCRIPTS) or 0)
    for row in table["rows"]:
        for cell in row:
            yield from ((size * unit, half * unit) for size, half in numbers_of(cell))


def assert_all_stand(beat: dict[str, Any]) -> None:
    """Fail unless every number of the beat's caption and formula stands in its tables."""
    cells = [each for table in beat["tables"] for each in numbers_in(table)]
    for said, half in numbers(beat["text"]):
        # Each may be rounded to fewer digits than the other.
        near = [abs(said - cell) <= (half + other) * (1 + 1e-9) for cell, other in cells]
        assert any(near), (beat["id"], said, beat["text"])


def test_every_number_that_is_said_stands_in_the_beats_tables(walk: Any) -> None:
    for beat in walk["beats"]:
        assert_all_stand(beat)


@pytest.mark.parametrize("actions", CHAINS)
def test_a_chain_and_its_program_have_the_same_cells(
    modules: Page, tmp_path: Path, actions: str
) -> None:
    chain = modules.evaluate(CHAIN, CHAINS[actions])
    assert chain["name"] == "nudge-chain.py"
    printed = tables_in(run(chain["program"], tmp_path))
    for beat in chain["beats"]:
        assert beat["tables"], beat["id"]
        for table in beat["tables"]:
            if beat["id"] != "layers":  # It is about another network.
                compare(table, printed[table["title"]])
        assert_all_stand(beat)


def test_a_folded_path_is_told_by_its_sums(modules: Page) -> None:
    answer, tables = modules.evaluate(FOLD)
    sums, end = tables
    assert [row[:2] for row in sums["rows"]] == [
        ["pixel 406", "neuron 3"],
        ["neuron 3", "neuron 5"],
        ["neuron 5", "output 2"],
    ]
    places = ["weights", "activations", "rests", "biases"]
    for link, row in enumerate(sums["rows"]):
        constant = answer["parameters"][2 * link + 1]
        says(row[2:], [*(answer[name][link] for name in places), constant])
    says([end["rows"][0][1]], answer["activations"][-1:])
    assert [row[1] for row in end["rows"][1:]] == ["1.00", str(answer["path_count"])]
