import assert from "node:assert/strict";
import { test } from "node:test";

import { KEYS, keyOf } from "../../static/js/page/keys.js";

const LETTERS = KEYS.flatMap(([keys]) => keys).filter((key) => /^[a-z]$/.test(key));
const DIGITS = [..."0123456789"];

/** What other keyboards write on the key in the place of an English letter or digit. */
const CYRILLIC = {
  a: "ф",
  b: "и",
  c: "с",
  f: "а",
  h: "р",
  i: "ш",
  o: "щ",
  p: "з",
  s: "ы",
  u: "г",
  w: "ц",
};
const GREEK = {
  a: "α",
  b: "β",
  c: "ψ",
  f: "φ",
  h: "η",
  i: "ι",
  o: "ο",
  p: "π",
  s: "σ",
  u: "θ",
  w: "ς",
};
const HEBREW = {
  a: "ש",
  b: "נ",
  c: "ב",
  f: "כ",
  h: "י",
  i: "ן",
  o: "ם",
  p: "פ",
  s: "ד",
  u: "ו",
  w: "'",
};
const FRENCH_DIGITS = [..."à&é\"'(-è_ç"];
const ARABIC_DIGITS = [..."٠١٢٣٤٥٦٧٨٩"];

/** @type {(key: string, code: string, shiftKey?: boolean) => string} */
const read = (key, code, shiftKey = false) => keyOf({ key, code, shiftKey });

test("every letter of the story is read with Caps Lock, with Shift, and with both", () => {
  assert.ok(LETTERS.length > 8);
  for (const letter of LETTERS) {
    const code = `Key${letter.toUpperCase()}`;
    assert.equal(read(letter.toUpperCase(), code), letter);
    assert.equal(read(letter.toUpperCase(), code, true), letter);
    assert.equal(read(letter, code, true), letter);
  }
});

test("where a keyboard has no Latin letters, the key in the place of one is read as it", () => {
  for (const keyboard of [CYRILLIC, GREEK, HEBREW]) {
    for (const letter of LETTERS.filter((each) => each in keyboard && keyboard[each] !== "'")) {
      const code = `Key${letter.toUpperCase()}`;
      assert.equal(read(keyboard[letter], code), letter);
      assert.equal(read(keyboard[letter].toUpperCase(), code), letter);
      assert.equal(read("Process", code), letter);
    }
  }
});

test("a Latin letter is read as it is written, wherever it is on the keyboard", () => {
  assert.equal(read("s", "Semicolon"), "s"); // Dvorak
  assert.equal(read("o", "KeyS"), "o");
  assert.equal(read("a", "KeyQ"), "a"); // French
});

test("digits are read where they are behind Shift, and in other scripts", () => {
  for (const digit of DIGITS) {
    const code = `Digit${digit}`;
    assert.equal(read(digit, code), digit);
    assert.equal(read(digit, code, true), digit);
    assert.equal(read(FRENCH_DIGITS[Number(digit)], code), digit);
    assert.equal(read(ARABIC_DIGITS[Number(digit)], code), digit);
  }
  assert.equal(read("!", "Digit1", true), "!");
});

test("named keys and signs are read as they are", () => {
  for (const key of ["ArrowRight", "PageDown", " ", "Enter", "Escape", "Home", "?", "."]) {
    assert.equal(read(key, "KeyP"), key);
  }
  assert.equal(read("Dead", "KeyP"), "Dead");
});
