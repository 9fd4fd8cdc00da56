/** What an address holds: each value goes there and back, and nonsense is nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  listOf,
  number,
  oneOf,
  positive,
  record,
  tuple,
  whole,
} from "../../static/js/link/codecs.js";
import { digit, labelledDigit } from "../../static/js/link/digit.js";
import { networkSettings, PAGE_LINK } from "../../static/js/link/settings.js";
import { link } from "../../static/js/link/table.js";
import { CALCULUS_LINK } from "../../static/js/scenes/calculus/address.js";
import { initialCalculus } from "../../static/js/scenes/calculus/state.js";
import {
  columns,
  DESCENT_LINK,
  FIRST_INDICES,
  trainingSettings,
} from "../../static/js/scenes/descent/address.js";
import { initialDescent, reduceDescent } from "../../static/js/scenes/descent/state.js";
import { pairSettings, VANISHING_LINK } from "../../static/js/scenes/vanishing/address.js";
import { EXPERIMENTS, FIRST } from "../../static/js/scenes/vanishing/choices.js";
import { initialVanishing, reduceVanishing } from "../../static/js/scenes/vanishing/state.js";
import { WALK_LINK } from "../../static/js/scenes/walk/address.js";
import { initialState } from "../../static/js/state/page.js";
import { withValues } from "../../static/js/state/store.js";

/** Numbers drawn the same way at every run. */
function drawn(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const EDGES = [0, 1, -1, 0.1 + 0.2, 1 / 3, -1e-7, 5e-324, 2 ** -40, 999_999.999, -1e6, 1e6];
const random = drawn(7);
const NUMBERS = [
  ...EDGES,
  ...Array.from({ length: 500 }, () => (random() - 0.5) * 10 ** Math.floor(random() * 12 - 6)),
];
const NONSENSE = [
  ..."<img> NaN Infinity -Infinity 1e400 0x3 1_000 ٣ __proto__ constructor toString --1 1..2".split(
    " ",
  ),
  ...["", " ", "1 ", " 1", "1  2", "a b c d e f g h", "A".repeat(20_000)],
];

/** As an address bar brings it. */
function params(pairs) {
  return new URLSearchParams(new URLSearchParams(pairs).toString());
}

test("numbers go there and back exactly", () => {
  for (const value of NUMBERS) {
    assert.equal(number().read(number().write(value)), value);
  }
  for (const value of NUMBERS.filter((value) => value > 0)) {
    assert.equal(positive(1e6).read(positive(1e6).write(value)), value);
  }
});

test("numbers out of range are none", () => {
  assert.equal(number(0.01, 10).read("0.009"), null);
  assert.equal(number(0.01, 10).read("10.1"), null);
  assert.equal(positive(1e12).read("0"), null);
  assert.equal(positive(1e12).read("-1"), null);
  assert.equal(whole(1, 12).read("13"), null);
  assert.equal(whole(1, 12).read("0"), null);
  assert.equal(whole(0, ({ most }) => most).read("5", { most: 4 }), null);
  assert.equal(whole(0, ({ most }) => most).read("4", { most: 4 }), 4);
  assert.equal(whole(0).read("9007199254740991"), Number.MAX_SAFE_INTEGER);
  assert.equal(whole(0).read("9007199254740992"), null);
});

test("lists, tuples and records go there and back, whole or not at all", () => {
  const list = listOf(number(), 1, 3);
  const pair = tuple(whole(0, 9), oneOf("near", "far"));
  const both = record({ zoom: oneOf("near", "far"), reach: number(0) });
  for (let k = 0; k + 3 < NUMBERS.length; k += 3) {
    const values = NUMBERS.slice(k, k + 1 + (k % 3));
    assert.deepEqual(list.read(list.write(values)), values);
    const object = { zoom: k % 2 === 0 ? "near" : "far", reach: Math.abs(NUMBERS[k]) };
    assert.deepEqual(both.read(both.write(object)), object);
  }
  assert.deepEqual(pair.read(pair.write([3, "far"])), [3, "far"]);
  for (const text of ["1 2 3 4", "1 x", "", "1 2 "]) {
    assert.equal(list.read(text), null, text);
  }
  for (const text of ["3", "3 far 1", "far 3", "10 far"]) {
    assert.equal(pair.read(text), null, text);
  }
});

const STEPS = [0, 1, 63, 64, 65, 2047, 4031, 4032, 4094, 4095].map((step) => step / 4095);
const INK = {
  from: null,
  strokes: [STEPS.flatMap((x) => STEPS.map((y) => [x, y])), [[STEPS[3], 1]]],
};
const MNIST = { from: { split: "train", index: 59_999 }, strokes: [] };

test("every step of the pad and every digit of MNIST go there and back", () => {
  for (const value of [INK, MNIST, { from: { split: "test", index: 0 }, strokes: [] }]) {
    assert.deepEqual(digit.read(digit.write(value)), value);
  }
  assert.equal(digit.write({ from: null, strokes: [] }), null);
});

test("a digit that is said to be another goes there and back, that of the pad by name", () => {
  const page = { drawing: INK };
  const context = { page, pad: digit.write(INK) };
  for (const value of [INK, MNIST]) {
    const text = labelledDigit.write({ label: 3, digit: value }, context);
    assert.equal(text, value === INK ? "as3-pad" : "as3-train-59999");
    assert.deepEqual(labelledDigit.read(text, context), { label: 3, digit: value });
  }
  assert.equal(labelledDigit.read("as3-pad", { page, pad: null }), null);
});

test("what names no digit is none", () => {
  const ink = [
    "ink-",
    "ink-AAA",
    "ink-AAAA.",
    "ink-.AAAA",
    "ink-AA A",
    "ink",
    `ink-${"A".repeat(20_004)}`,
  ];
  const mnist = ["", "test-", "test-1e3", "test-10000", "train-60000", "validation-3", "test-٣"];
  for (const text of [...ink, ...mnist, ...NONSENSE]) {
    assert.equal(digit.read(text), null, text.slice(0, 20));
    assert.equal(labelledDigit.read(`as3-${text}`, { pad: null }), null);
  }
});

test("a row is written where its field is not as it was at first", () => {
  const table = link(
    [
      ["near", oneOf("yes", "no"), "view.near"],
      ["far", number(), { get: ({ own }) => own.far || null, set: (far) => ({ far }) }],
      ["other", number(), { get: ({ own }) => own.other }],
    ],
    { view: { near: "yes" }, far: 0, other: null },
  );
  const own = { view: { near: "no" }, far: 2, other: 3 };
  assert.deepEqual(table.write({ own: { ...own, view: { near: "yes" } } }), [
    ["far", "2"],
    ["other", "3"],
  ]);
  const written = table.write({ own });
  assert.deepEqual(written, [
    ["near", "no"],
    ["far", "2"],
    ["other", "3"],
  ]);
  assert.deepEqual(table.read(params(written), { own }), {
    values: { "view.near": "no", far: 2 },
    requests: { other: 3 },
  });
  assert.deepEqual(table.read(params("other=x&near=x"), { own }), {
    values: {},
    requests: { other: null },
  });
});

const SESSION = {
  id: "a",
  layers: [784, 16, 16, 10],
  activation: "sigmoid",
  output: "sigmoid",
  cost: "squared_error",
  weights: "trained",
  began_for: null,
  seed: 5,
};
const described = (...ids) => ids.map((id) => ({ id }));
const setting = (name, link, other) => ({
  name,
  link,
  type: "number",
  default: null,
  optional: false,
  min: 0,
  above_min: false,
  max: null,
  ...other,
});
/** What the server describes, with one of each that is made up. */
const DESCRIPTORS = {
  activations: described("sigmoid", "tanh", "relu", "made_up"),
  initializers: described("xavier", "he", "standard_normal", "zeros", "made_up"),
  costs: [
    { id: "squared_error", outputs: ["sigmoid", "tanh", "relu", "softmax", "made_up"] },
    { id: "cross_entropy", outputs: ["sigmoid"] },
    { id: "cross_entropy", outputs: ["softmax"] },
    { id: "made_up", outputs: ["made_up"] },
  ],
  training: [
    setting("batch_size", "batch", { type: "integer", default: 10, min: 1, max: 60_000 }),
    setting("learning_rate", "eta", { default: 0.5, above_min: true }),
    setting("momentum", "momentum", { default: 0, max: 0.99 }),
    setting("seed", "shuffle", { type: "integer", max: Number.MAX_SAFE_INTEGER }),
    setting("clip", "clip", { optional: true, above_min: true }),
    setting("made_up", "madeup", { default: 3, min: null, max: 9 }),
  ],
};
const PAGE = { ...initialState, session: SESSION, options: { descriptors: DESCRIPTORS } };

/** What is set and requests by the address of a state, read on a page where `before` is shown. */
function again(table, own, before, page = PAGE) {
  const written = table.write({ page, own });
  const read = table.read(params(written), { page, own: before });
  const after = withValues(before, read.values);
  return { written, requests: read.requests, after };
}

for (const [name, table, initial] of [
  ["page", PAGE_LINK, PAGE],
  ["walk", WALK_LINK, PAGE],
  ["descent", DESCENT_LINK, initialDescent],
  ["calculus", CALCULUS_LINK, initialCalculus],
  ["vanishing", VANISHING_LINK, initialVanishing],
]) {
  test(`a fresh state has nothing to say: ${name}`, () => {
    assert.deepEqual(table.write({ page: PAGE, own: initial }), []);
  });

  test(`nonsense changes nothing: ${name}`, () => {
    const keys = ["digit", "target", "network", "start", "seed", "rate", "panel", "ask", "pin"];
    const scenes =
      "whose order entry columns over row scale along zoom cell batch eta momentum shuffle chain by " +
      "pairs parameter wide neuron path unfolded lesson a b measure curve layer rank example";
    for (const key of [...keys, ...scenes.split(" ")]) {
      for (const text of NONSENSE) {
        const { values, requests } = table.read(params([[key, text]]), {
          page: PAGE,
          own: initial,
        });
        const isNumber = text === " 1" || text === "1 ";
        assert.deepEqual(isNumber ? {} : values, {}, `${key}=${text}`);
        assert.ok(
          Object.values(requests).every((value) => value === null),
          `${key}=${text}`,
        );
      }
    }
  });
}

test("the page's settings go there and back", () => {
  const drawing = { ...PAGE.drawing, pixels: [1], strokes: INK.strokes };
  const page = {
    ...PAGE,
    drawing,
    target: 3,
    session: {
      ...SESSION,
      activation: "relu",
      output: "softmax",
      cost: "cross_entropy",
      weights: "random",
      began_for: null,
    },
    learningRate: 0.1,
    panel: "number",
  };
  const { written, requests, after } = again(PAGE_LINK, page, PAGE, page);
  assert.deepEqual(
    written.map(([key]) => key),
    ["digit", "target", "network", "start", "seed", "rate", "panel"],
  );
  assert.deepEqual([after.learningRate, after.panel], [0.1, "number"]);
  assert.deepEqual([requests.digit, requests.target], [INK, 3]);
  const { activation, output, cost } = page.session;
  assert.deepEqual(networkSettings(requests), {
    activation,
    output,
    cost,
    weights: "random",
    seed: 5,
  });
});

test("how trained a network is goes there and back, in place of its start and seed", () => {
  const session = { ...SESSION, weights: "random", began_for: 600 };
  const { written, requests } = again(PAGE_LINK, { ...PAGE, session }, PAGE, { ...PAGE, session });
  assert.deepEqual(
    written.filter(([key]) => ["trained", "start", "seed"].includes(key)),
    [["trained", "600"]],
  );
  assert.equal(networkSettings(requests).trained_for, 600);
});

test("a network that is not known is none, whatever else is said of it", () => {
  const requests = (text) =>
    networkSettings(PAGE_LINK.read(params(text), { page: PAGE, own: PAGE }).requests);
  assert.equal(requests(""), null);
  assert.equal(requests("seed=x&start=trained"), null);
  for (const network of [
    "relu.relu.cross_entropy",
    "a.b.c",
    "relu.relu",
    "",
    "tanh.tanh.squared_error.x",
  ]) {
    assert.equal(requests(`network=${network}&start=random&seed=3`), null, network);
  }
  assert.deepEqual(requests("start=random"), {
    activation: "sigmoid",
    output: "sigmoid",
    cost: "squared_error",
    weights: "random",
    seed: undefined,
  });
});

test("what the server describes is known to an address, and nothing before that", () => {
  const read = (page) =>
    PAGE_LINK.read(params("network=made_up.made_up.made_up"), { page, own: page }).requests.network;
  const made = { activation: "made_up", output: "made_up", cost: "made_up" };
  assert.deepEqual(read(PAGE), made);
  assert.equal(read({ ...PAGE, options: null }), null);
  const training = (text, page) => {
    const { requests } = DESCENT_LINK.read(params(text), { page, own: initialDescent });
    return trainingSettings(requests, page);
  };
  assert.deepEqual(training("madeup=-5&batch=1e9&eta=0&momentum=1", PAGE), { made_up: -5 });
  assert.deepEqual(training("madeup=10&shuffle=1.5", PAGE), {});
  assert.deepEqual(training("madeup=-5", { ...PAGE, options: null }), {});
});

test("whether questions are asked goes there and back", () => {
  const { written, after } = again(PAGE_LINK, { ...PAGE, asking: true }, PAGE);
  assert.deepEqual([written.find(([key]) => key === "ask"), after.asking], [["ask", "yes"], true]);
});

test("what is pinned goes there and back, where the network has it", () => {
  for (const pinned of [
    { kind: "neuron", layer: 0, index: 783 },
    { kind: "neuron", layer: 3, index: 9 },
    { kind: "weight", layer: 1, to: 15, from: 783 },
  ]) {
    const { written, after } = again(WALK_LINK, { ...PAGE, pinned }, PAGE);
    assert.deepEqual(
      written.map(([key]) => key),
      ["pin"],
    );
    assert.deepEqual(after.pinned, pinned);
  }
  for (const pin of ["4 0", "3 10", "0 784", "1 16 0", "1 0 784", "0 0 0", "1", "1 2 3 4"]) {
    assert.deepEqual(WALK_LINK.read(params({ pin }), { page: PAGE, own: PAGE }).values, {}, pin);
  }
});

test("the calculus' numbers go there and back exactly", () => {
  for (let k = 0; k < 40; k++) {
    const at = (index) => NUMBERS[(k * 7 + index) % NUMBERS.length];
    const numbers = (count) => Array.from({ length: count }, (_, i) => at(i));
    const state = {
      ...initialCalculus,
      chain: { parameters: numbers(6), x: [at(6)], y: [at(7)] },
      by: at(8),
      pairs: initialCalculus.pairs.map((_, i) => ({ x: at(i), y: at(i + 4) })),
      parameter: k % 6,
      wide: { parameters: numbers(17), x: [at(17), at(18)], y: [at(19), at(20)] },
      neuron: k % 3,
      path: [783 - k, k % 16, 15 - (k % 16), k % 10],
      unfolded: initialCalculus.chain,
    };
    const { after, written } = again(CALCULUS_LINK, state, initialCalculus);
    assert.deepEqual(after, state);
    assert.deepEqual(again(CALCULUS_LINK, after, initialCalculus).written, written);
  }
});

const OWN = {
  index: null,
  label: 4,
  pixels: [1],
  from: null,
  ink: { strokes: INK.strokes, placement: null },
};
const RELABELLED = {
  index: null,
  label: 4,
  pixels: [1],
  from: { split: "train", index: 7 },
  ink: null,
};

test("the descent's settings go there and back", () => {
  const digits = FIRST_INDICES.map((index) => ({
    index,
    label: 0,
    pixels: [],
    from: null,
    ink: null,
  }));
  const page = { ...PAGE, drawing: { ...PAGE.drawing, pixels: [1], strokes: INK.strokes } };
  const table = { ...initialDescent.table, digits: [OWN, RELABELLED, ...digits.slice(2)] };
  const settings = {
    batch_size: 32,
    learning_rate: 3,
    momentum: 0.9,
    seed: 8,
    clip: 0.5,
    made_up: -2,
  };
  const frame = { settings };
  const state = {
    ...initialDescent,
    part: "training",
    gradient: {
      ...initialDescent.gradient,
      over: "mini_batch",
      order: "size",
      chosen: 9,
      compared: 4,
    },
    table: { ...table, over: "100", row: 13_001 },
    training: { ...initialDescent.training, frame, costScale: "log" },
    miniBatches: { ...initialDescent.miniBatches, along: "path", zoom: "near", reach: 1.25 },
    learning: { ...initialDescent.learning, cell: { label: 4, prediction: 9 } },
  };
  const { written, requests, after } = again(DESCENT_LINK, state, initialDescent, page);
  assert.equal(
    new URLSearchParams(written).toString(),
    "seed=5&whose=mini_batch&order=size&entry=9+4&columns=as4-pad+as4-train-7+1387+2034+2432+264" +
      "&over=100&row=13001&scale=log&along=path&zoom=near+1.25&cell=4+9" +
      "&batch=32&eta=3&momentum=0.9&shuffle=8&clip=0.5&madeup=-2",
  );
  for (const field of ["over", "order", "chosen", "compared"]) {
    assert.equal(after.gradient[field], state.gradient[field]);
  }
  assert.deepEqual([after.table.over, after.table.row], ["100", 13_001]);
  assert.equal(after.training.costScale, "log");
  const { along, zoom, reach } = after.miniBatches;
  assert.deepEqual([along, zoom, reach], ["path", "near", 1.25]);
  assert.deepEqual(after.learning.cell, { label: 4, prediction: 9 });
  assert.deepEqual(trainingSettings(requests, page), settings);
  const context = { page, own: state, pad: null };
  const pad = { ...context, pad: digit.write(INK) };
  assert.deepEqual(requests.columns, null); // This address says nothing of what is on the pad.
  assert.deepEqual(
    columns.read(columns.write(state.table.digits, pad), pad).map(({ label }) => label),
    [4, 4, null, null, null, null],
  );
});

test("the descent says nothing of what would be there anyway", () => {
  const bySize = Int32Array.of(7, 3, 1);
  const largest = { ...initialDescent.gradient, bySize, chosen: 7 };
  const written = (state) =>
    DESCENT_LINK.write({ page: PAGE, own: { ...initialDescent, ...state } });
  assert.deepEqual(written({ gradient: largest }), []);
  assert.deepEqual(written({ gradient: { ...largest, chosen: 3 } }), [["entry", "3"]]);
  const settings = {
    batch_size: 10,
    learning_rate: 0.5,
    momentum: 0,
    seed: SESSION.seed,
    clip: null,
    made_up: 3,
  };
  assert.deepEqual(written({ training: { ...initialDescent.training, frame: { settings } } }), []);
  const random = { ...PAGE, session: { ...SESSION, weights: "random" } };
  assert.deepEqual(written({ part: "training" }), [["seed", "5"]]);
  assert.deepEqual(
    DESCENT_LINK.write({ page: random, own: { ...initialDescent, part: "training" } }),
    [],
  );
});

test("another plane is seen whole, unless its address says how near", () => {
  const near = { ...initialDescent.miniBatches, zoom: "near", reach: 2 };
  const own = { ...initialDescent, miniBatches: near };
  const after = (text) =>
    withValues(own, DESCENT_LINK.read(params(text), { page: PAGE, own }).values).miniBatches;
  assert.deepEqual(after("along=path"), { ...near, along: "path", zoom: "wide" });
  assert.deepEqual(after("along=path&zoom=close+3"), {
    ...near,
    along: "path",
    zoom: "close",
    reach: 3,
  });
});

test("an entry that an address names is compared with the one looked at", () => {
  const gradient = { ...initialDescent.gradient, chosen: 3, compared: 1 };
  const own = { ...initialDescent, gradient };
  const after = (text) => {
    const { chosen, compared } = withValues(
      own,
      DESCENT_LINK.read(params(text), { page: PAGE, own }).values,
    ).gradient;
    return [chosen, compared];
  };
  assert.deepEqual(after("entry=5"), [5, 3]);
  assert.deepEqual(after("entry=3"), [3, 1]);
  assert.deepEqual(after("entry=5+9"), [5, 9]);
  assert.deepEqual(after("entry=5+13002"), [3, 1]);
});

test("what was averaged goes where the last column is about something else", () => {
  const set = (values) => ({ type: "set", values });
  const table = { ...initialDescent.table, over: "100", average: {}, reached: 2, progress: {} };
  const state = { ...initialDescent, table };
  assert.equal(reduceDescent(state, set({ "table.over": "100" })), state);
  const { average, reached, progress } = reduceDescent(state, set({ "table.over": "all" })).table;
  assert.deepEqual([average, reached, progress], [null, 0, null]);
  assert.equal(reduceDescent(state, set({ "table.row": 3 })).table.average, table.average);
});

const EXAMPLE = { pixels: [1], label: 3, name: "", isOwn: false };

test("the vanishing gradient's settings go there and back", () => {
  const digits = [
    [{ ...EXAMPLE, digit: { ...MNIST } }, "train-59999", { label: null, digit: MNIST }],
    [{ ...EXAMPLE, isOwn: true, digit: INK }, "as3-pad", { label: 3, digit: INK }],
    [{ ...EXAMPLE, isOwn: true, digit: MNIST }, "as3-train-59999", { label: 3, digit: MNIST }],
  ];
  for (const [experiment, usual] of EXPERIMENTS) {
    for (const [example, text, named] of digits) {
      const a = { ...usual.a, depth: 12, clip: 0.25, learning_rate: 1e-7, initializer: "made_up" };
      const opened = reduceVanishing(initialVanishing, {
        type: "pairChosen",
        pair: { a, b: usual.b },
        experiment,
      });
      const chosen = { measure: "norm", layer: 4, rank: 2, example, part: "slopes" };
      const own = { ...opened, ...chosen };
      const page = { ...PAGE, drawing: { ...PAGE.drawing, pixels: [1], strokes: INK.strokes } };
      const written = [
        ...PAGE_LINK.write({ page, own: page }),
        ...VANISHING_LINK.write({ page, own }),
      ];
      assert.equal(new Map(written).get("example"), text);
      const { values, requests } = VANISHING_LINK.read(params(written), {
        page,
        own: initialVanishing,
      });
      assert.deepEqual(values, { measure: "norm", layer: 4, rank: 2 });
      assert.deepEqual(requests.example, named);
      assert.deepEqual(pairSettings(requests, "slopes", initialVanishing), {
        pair: { a, b: usual.b },
        experiment,
      });
      assert.equal(pairSettings(requests, "slopes", own), null);
    }
  }
});

test("an experiment's own networks are named by its part alone", () => {
  const [[experiment, pair]] = EXPERIMENTS;
  assert.deepEqual(pairSettings({}, experiment, initialVanishing), { pair, experiment });
  assert.equal(pairSettings({}, "slopes", initialVanishing), null);
  assert.deepEqual(pairSettings({ a: pair.a }, "slopes", initialVanishing), {
    pair: { ...FIRST, a: pair.a },
    experiment: "",
  });
  const own = {
    ...reduceVanishing(initialVanishing, { type: "pairChosen", pair, experiment }),
    part: experiment,
  };
  assert.deepEqual(VANISHING_LINK.write({ page: PAGE, own }), []);
});
