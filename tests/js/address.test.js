import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress } from "../../static/js/link/address.js";

const BEAT = { scene: "walk", beat: "adding-up", settings: "" };
const SETTINGS = "digit=ink-UBTwU8Q9WlOe&target=3&panel=code";

/** What programs and sentences make of "#walk/adding-up". */
const AS_THEY_COME = [
  "#walk/adding-up",
  "#walk/adding-up.",
  "#walk/adding-up).",
  "#walk/adding-up,",
  "#walk/adding-up”",
  "#walk/adding-up>",
  "#walk/adding-up%29",
  "#walk/adding-up%20",
  "#walk/adding-up/",
  "#walk/adding-up?",
  "#walk%2Fadding-up",
  "#walk%252Fadding-up",
  "#Walk/Adding-Up",
  "#WALK/ADDING-UP",
  "#/walk/adding-up",
  "#!/walk/adding-up",
  "##walk/adding-up",
  "#walk/adding–up",
  "#walk/adding‑up",
  "#walk/adding%E2%80%93up",
  "#walk/adding-\u00adup",
  "#walk/ad\u200bding-up",
  "#walk/%20adding-up",
];

test("an address is found again in what mail programs, slides and sentences make of it", () => {
  for (const hash of AS_THEY_COME) {
    assert.deepEqual(readAddress(hash), BEAT, hash);
  }
});

test("its settings are, too, and what is case-sensitive in them stays", () => {
  const whole = `#walk/adding-up?${SETTINGS}`;
  for (const hash of [
    whole,
    `${whole}.`,
    `${whole}).`,
    `${whole}%3E`,
    whole.replaceAll("&", "&amp;"),
    `#${encodeURIComponent(whole.slice(1))}`,
    whole.replace("/", "%2F"),
    `#Walk/Adding-Up?${SETTINGS}`,
  ]) {
    assert.deepEqual(readAddress(hash), { ...BEAT, settings: SETTINGS }, hash);
  }
});

test("what is no address stays none", () => {
  for (const hash of [
    "",
    "#",
    "#%",
    "#walk/cost/more",
    "#<img src=x>",
    "#walk/cost/<img>?digit=1",
  ]) {
    assert.equal(readAddress(hash), null, hash);
  }
  assert.deepEqual(readAddress("#walk"), { scene: "walk", beat: null, settings: "" });
});
