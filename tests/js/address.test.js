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
    whole.replaceAll("&", "&amp;amp;"),
    whole.replaceAll("&", "&#38;"),
    whole.replaceAll("&", "%26"),
    whole.replaceAll("&", "%2526"),
    whole.replaceAll("&", "%26amp%3B"),
    whole.replaceAll("=", "%3D"),
    whole.replaceAll("=", "%253D").replaceAll("&", "%2526"),
    whole.replace("?", "%3F"),
    whole.replaceAll("-", "%2D"),
    whole.replace("ink-", "ink\u2011"),
    whole.replace("&", "&\u200b"),
    whole.replace("&", "%0D%0A&"),
    `#${encodeURIComponent(whole.slice(1))}`,
    whole.replace("/", "%2F"),
    `#Walk/Adding-Up?${SETTINGS}`,
  ]) {
    assert.deepEqual(readAddress(hash), { ...BEAT, settings: SETTINGS }, hash);
  }
});

test("settings that are lists are the same lists", () => {
  const { settings } =
    readAddress("#walk/cost?talk=walk%252Fcost%252Cwalk%252Fgate%26pin=2%2B5+3") ?? {};
  const read = new URLSearchParams(settings);
  assert.deepEqual([read.get("talk"), read.get("pin")], ["walk/cost,walk/gate", "2 5 3"]);
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
