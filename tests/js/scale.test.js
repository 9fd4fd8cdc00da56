/** A length is a number: arrows are as long as what they stand for, and the picture says how long. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { format } from "../../static/js/kit/format.js";
import { Scale } from "../../static/js/kit/scale.js";
import { layoutNetwork } from "../../static/js/network/layout.js";
import { walkParts } from "../../static/js/scenes/walk/beats.js";
import { drawMoving, drawStill } from "../../static/js/scenes/walk/views/network_view.js";
import { initialState, reduce } from "../../static/js/state/page.js";
import { backward, forward, session } from "./answers.mjs";
import { RecordingContext } from "./recording_context.mjs";

const THEME = { positive: "blue", negative: "red", dim: "grey", font: "serif", ground: "#000000" };
const COLOURS = { ...THEME, raised: "#000000", ink: "#ffffff", accent: "#ffff00", rule: "#333333" };
const DOT = 0.04;
const SIZES = [
  [1000, 430],
  [366, 312],
];

/** Numbers of very different sizes, another list for each seed. */
function random(seed, count) {
  let state = seed * 2654435761;
  return Array.from({ length: count }, () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    const size = 10 ** ((state % 6000) / 1000 - 5);
    return state % 7 === 0 ? 0 : Math.floor(state / 2 ** 20) % 2 === 0 ? size : -size;
  });
}

/** A backward answer of random nudges. */
function randomly(seed) {
  const answer = backward();
  return {
    ...answer,
    contributions: answer.contributions.map((rows, l) =>
      rows.map((row, k) => random(seed + 31 * l + k, row.length)),
    ),
    nudges: {
      ...answer.nudges,
      activations: answer.nudges.activations.map((all, l) => random(seed + 7 * l, all.length)),
      biases: answer.nudges.biases.map((all, l) => random(seed + 3 * l, all.length)),
    },
  };
}

/** Each beat of the walk with what is drawn for it, and with the numbers that its arrows show. */
function drawnBeats(answer, [width, height]) {
  const sampled = { type: "sampled", pixels: forward().activations[0], label: 3 };
  const state = {
    ...reduce({ ...initialState, session }, { ...sampled, from: null, ink: null }),
    ...{ forward: forward(), backward: answer },
  };
  return walkParts(state)
    .flatMap(({ beats }) => beats)
    .map((beat) => {
      const context = new RecordingContext();
      const frame = {
        ...{ ...state, layout: layoutNetwork(width, height, session.layers), theme: COLOURS },
        ...{ brushRadius: 0.04, picture: beat.picture, veiled: false, progress: 1 },
        ...{ overlay: { lines: [], travellers: [] }, weightOpacities: [], litLayer: null },
      };
      drawStill(context, frame);
      drawMoving(context, frame);
      return { beat, context, frame };
    });
}

test("a length is in proportion to its number, and a small one is a dot", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const values = random(seed, 12);
    const scale = Scale.fitting([{ values, room: 1 + seed }]);
    const most = Math.max(...values.map(Math.abs));
    for (const value of values) {
      assert.ok(Math.abs(scale.length(value) - ((1 + seed) * Math.abs(value)) / most) < 1e-9);
      assert.equal(scale.isDot(value), Math.abs(value) < DOT * most);
    }
    assert.ok(scale.legend("arrow").endsWith(format(most).text));
  }
});

test("one scale gives every group room", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const groups = [3, 5, 8].map((room, i) => ({ values: random(seed + i, 6), room }));
    const scale = Scale.fitting(groups);
    for (const { values, room } of groups) {
      assert.ok(values.every((value) => scale.length(value) <= room + 1e-9));
    }
  }
});

test("where all are nothing all are dots", () => {
  const scale = Scale.fitting([{ values: [0, 0], room: 20 }]);
  assert.equal(scale.length(0), 0);
  assert.ok(scale.isDot(0));
});

/** Fail unless the arrows of one layer's nudges are as long as these; return how many there are. */
function checkNudges({ beat, context, frame }, values) {
  const most = Math.max(...values.map(Math.abs));
  const [legend] = context.texts.filter((text) => text.includes("arrow"));
  assert.ok(legend.endsWith(format(most).text), beat.id);
  const { ys } = frame.layout.columns[beat.picture.nudges - 1];
  const longest = Math.max(...context.arrows.map(({ value }) => Math.abs(value)));
  for (const { tail, tip, value } of context.arrows) {
    const j = ys.findIndex((y) => Math.abs(y - (tail + tip) / 2) < 1e-6);
    assert.ok(Math.abs(value / longest - values[j] / most) < 1e-9, beat.id);
  }
  const large = values.filter((value) => Math.abs(value) >= DOT * most);
  assert.ok(context.arrows.length >= large.length, beat.id);
  return context.arrows.length;
}

for (const size of SIZES) {
  test(`arrows are as long as their numbers, on the scale that is written, ${size}`, () => {
    let seen = 0;
    for (const answer of [1, 2, 3, 4, 5].map(randomly)) {
      const drawn = drawnBeats(answer, size);
      for (const { beat, context } of drawn) {
        const { columns, nudges } = beat.picture;
        const legends = context.texts.filter((text) => text.includes("arrow"));
        assert.equal(legends.length, columns || nudges ? 1 : 0, beat.id);
      }
      const ofNudges = drawn.filter(({ beat: { picture } }) => {
        return picture.nudges && !picture.columns && picture.lines !== "bias-nudge";
      });
      for (const each of ofNudges) {
        seen += checkNudges(each, answer.nudges.activations[each.beat.picture.nudges - 1]);
      }
    }
    assert.ok(seen > 0);
  });
}

/** What is drawn of one row, and what it shows. */
function rowOf(answer, size) {
  const drawn = drawnBeats(answer, size).find(({ beat }) => beat.id === "adding-row");
  const { row, sum, order } = drawn.beat.picture.columns;
  const asked = answer.contributions[1].map((wishes) => wishes[row]);
  return { ...drawn, row, sum: sum[row], asked, order };
}

/** Random wishes, and their sums as the nudges. */
function addingUp(seed) {
  const answer = randomly(seed);
  const [first, second] = answer.contributions;
  const sums = second[0].map((_, j) => second.reduce((sum, wishes) => sum + wishes[j], 0));
  const activations = [first[0], sums, answer.nudges.activations[2]];
  return { ...answer, nudges: { ...answer.nudges, activations } };
}

for (const size of SIZES) {
  test(`a row's arrows are laid head to tail and end at their sum, ${size}`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { context, asked, sum } = rowOf(addingUp(seed), size);
      const most = Math.max(...asked.map(Math.abs), Math.abs(sum));
      const laid = asked.filter((value) => Math.abs(value) >= DOT * most);
      const arrows = context.arrows.slice(-laid.length - (Math.abs(sum) >= DOT * most ? 1 : 0));
      const unit = Math.max(...arrows.map(({ value }) => Math.abs(value))) / most;
      for (const [i, value] of laid.entries()) {
        assert.ok(Math.abs(arrows[i].value / unit - value) < 1e-6 * most, `${seed}`);
      }
      const zero = arrows[laid.length]?.tail;
      if (zero !== undefined) {
        assert.ok(Math.abs((zero - arrows[laid.length].tip) / unit - sum) < 1e-6 * most);
      }
      const legends = context.texts.filter((text) => text.includes("arrow"));
      assert.equal(legends.length, 1);
      // In the digits of the arrows' own numbers, which add up: the largest may have given way.
      const labels = context.texts
        .filter((text) => /^[+−]/.test(text))
        .map((text) => text.slice(1));
      const largest = labels.find((label) => legends[0].endsWith(` = ${label}`));
      assert.ok(largest !== undefined && Math.abs(Number.parseFloat(largest) - most) < 0.02 * most);
    }
  });
}
