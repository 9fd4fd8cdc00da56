/** One player leads through every scene's story: by keys, by itself, and past questions. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../static/js/page/player.js";

const READING_MS = 1500;

/** A player over beats that each move for a second. */
function playerOf(beats, story = {}) {
  let shown = beats[0].id;
  const player = new Player(
    {
      beats: () => beats,
      shown: () => shown,
      show: (id) => {
        shown = id;
      },
      asks: () => false,
      whole: () => true,
      reading: () => READING_MS,
      onward: () => false,
      back: () => false,
      ends: () => false,
      leave: () => {},
      ...story,
    },
    () => {},
  );
  return player;
}

const beatsOf = (...ids) => ids.map((id) => ({ id, caption: [], duration: 1000 }));

test("next lets a beat's motion begin, and going back shows it as it ends", () => {
  const player = playerOf(beatsOf("a", "b"));
  player.next();
  assert.equal(player.beat.id, "b");
  player.tick(250);
  assert.equal(player.clock.progress, 0.25);
  player.previous();
  assert.deepEqual([player.beat.id, player.clock.progress], ["a", 1]);
});

test("a beat that does not move is there at once", () => {
  const player = playerOf([
    { id: "a", caption: [] },
    { id: "b", caption: [], duration: 0 },
  ]);
  player.next();
  assert.equal(player.clock.progress, 1);
  assert.equal(player.running, false);
});

test("playing goes through what moves, lets it be read, and ends at the last beat", () => {
  const player = playerOf(beatsOf("a", "b"));
  player.playOrPause();
  const seen = [];
  for (let ms = 0; ms < 4000 && player.running; ms += 100) {
    player.tick(100);
    seen.push(player.beat.id);
  }
  assert.deepEqual([...new Set(seen)], ["a", "b"]);
  assert.equal(player.clock.playing, false);
  assert.equal(seen.length, (2 * Math.max(1000, READING_MS)) / 100);
});

test("a pause lets what moves stand still, and playing on continues there", () => {
  const player = playerOf(beatsOf("a", "b"));
  player.playOrPause();
  player.tick(300);
  player.playOrPause();
  assert.equal(player.running, false);
  player.playOrPause();
  player.tick(100);
  assert.equal(player.clock.progress, 0.4);
});

/** A player over beats of which those named have questions. */
function questioned(asked, ids = ["a", "b", "c"]) {
  const revealed = [];
  const shown = { id: ids[0] };
  const player = playerOf(beatsOf(...ids), {
    shown: () => shown.id,
    show: (id) => {
      shown.id = id;
    },
    asks: () => asked.includes(shown.id) && !revealed.includes(shown.id),
    reveal: () => revealed.push(shown.id),
  });
  return { player, revealed };
}

test("a question hides what the beat brings until the next press", () => {
  const { player, revealed } = questioned(["b"]);
  player.next();
  player.tick(500);
  assert.deepEqual([player.veiled, player.clock.progress], [true, 0]);
  player.next();
  player.tick(500);
  assert.deepEqual([player.beat.id, player.veiled, player.clock.progress], ["b", false, 0.5]);
  assert.deepEqual(revealed, ["b"]);
});

test("what was answered is not asked again, and going back shows it", () => {
  const { player } = questioned(["b"]);
  player.next();
  player.next();
  player.next();
  player.previous();
  assert.deepEqual([player.beat.id, player.veiled], ["b", false]);
  player.previous();
  player.next();
  assert.deepEqual([player.beat.id, player.veiled], ["b", false]);
});

test("playing halts at a question, and the play key reveals it and goes on", () => {
  const { player } = questioned(["b"]);
  player.playOrPause();
  for (let ms = 0; ms < 20_000; ms += 100) {
    player.tick(100);
  }
  assert.deepEqual([player.beat.id, player.veiled, player.clock.playing], ["b", true, false]);
  assert.equal(player.running, false);
  player.playOrPause();
  assert.deepEqual([player.veiled, player.clock.playing, player.clock.progress], [false, true, 0]);
  for (let ms = 0; ms < 4000; ms += 100) {
    player.tick(100);
  }
  assert.equal(player.beat.id, "c");
});

test("what a press brings about is asked first, and what comes otherwise is not", () => {
  const shown = { id: "a" };
  const player = playerOf(beatsOf("a", "b"), {
    shown: () => shown.id,
    show: (id) => {
      shown.id = id;
    },
    asks: () => shown.id === "b",
    onward: () => true,
  });
  player.next();
  shown.id = "b";
  player.moved();
  assert.deepEqual([player.veiled, player.clock.progress], [true, 0]);
  shown.id = "a";
  player.moved();
  shown.id = "b";
  player.moved();
  assert.equal(player.veiled, false);
});

test("a beat that is not there yet is shown once it is, or the nearest once all is there", () => {
  const beats = beatsOf("a");
  let whole = false;
  const player = playerOf(beats, { whole: () => whole });
  player.showOnceThere("c");
  assert.equal(player.waiting, true);
  beats.push(...beatsOf("b", "c"));
  player.arrive();
  assert.deepEqual([player.beat.id, player.waiting], ["c", false]);
  player.showOnceThere("nowhere");
  whole = true;
  player.arrive();
  assert.equal(player.beat.id, "c");
});

test("what a beat has in place of the next one is done once, and then the story goes on", () => {
  const asked = [];
  const answers = ["waiting", true, false];
  const player = playerOf(beatsOf("a", "b"), {
    onward: (isDone) => {
      asked.push(isDone);
      return answers.shift();
    },
  });
  player.next();
  player.next();
  assert.equal(player.beat.id, "a");
  player.next();
  assert.equal(player.beat.id, "b");
  assert.deepEqual(asked, [false, false, true]);
});

test("playing goes on with what a beat's own action brings", () => {
  const beats = beatsOf("a", "b");
  let isTaken = false;
  const shown = { id: "a" };
  const player = playerOf(beats, {
    shown: () => shown.id,
    show: (id) => {
      shown.id = id;
    },
    onward: () => {
      const isFirst = !isTaken;
      isTaken = true;
      return isFirst;
    },
  });
  player.playOrPause();
  player.tick(1000);
  player.tick(1000);
  assert.deepEqual([isTaken, player.beat.id], [true, "a"]);
  shown.id = "b"; // What was done has led here.
  player.moved();
  assert.deepEqual([player.clock.playing, player.clock.progress], [true, 0]);
});

test("beyond its ends the story is left, and the last key stops before what leads on", () => {
  const left = [];
  const beats = [...beatsOf("a", "b"), { id: "chapter", caption: [], aside: true }];
  const player = playerOf(beats, { leave: (direction) => left.push(direction) });
  player.previous();
  player.last();
  assert.equal(player.beat.id, "b");
  player.next();
  assert.equal(player.beat.id, "chapter");
  player.next();
  assert.deepEqual(left, [-1, 1]);
});
