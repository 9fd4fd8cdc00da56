/** The modules of words are text and functions that return it: a second language is one more of each. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../../static/js/", import.meta.url));
const ALL = readdirSync(SOURCES, { recursive: true })
  .filter((path) => path.endsWith(".js"))
  .map((path) => join(SOURCES, path));
const MODULES = ALL.filter((path) => /^(.*_)?words\.js$/.test(basename(path)));
/** They run alone, where no module has come or can be read, so their few sentences stand in them. */
const ALONE = ["first.js", "old_browser.js", "room/arrival.js"].map((name) => join(SOURCES, name));
const STRING = /"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
/** Words that hardly stand in anything but a sentence. */
const SENTENCE =
  /\b(?:the|an?|is|are|was|has|and|not|as|from|then|its) [a-z$]{2,}|\b[a-z]{2,} (?:the|an|is|are|was|has|and|not|as|from|then|its)\b/i;
const IMPORT = /^(?:import|export)\s[^;]*?\sfrom\s+"(\.[^"]+)"/gm;
/** As something that is used: a presenter's window may be spoken of. */
const DOM = /\b(?:document|window|location|matchMedia|navigator|localStorage)\s*[.([]/;

/** A file's code, without its comments. */
const codeOf = (path) =>
  readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");

/** A module and all that it imports, directly or not. */
function closure(path, found = new Set()) {
  if (!found.has(path)) {
    found.add(path);
    for (const [, name] of codeOf(path).matchAll(IMPORT)) {
      closure(join(dirname(path), name), found);
    }
  }
  return found;
}

/** Whether a value is text, or is made of texts and functions alone. */
const isWords = (value) =>
  typeof value === "string" ||
  typeof value === "function" ||
  typeof value === "boolean" ||
  typeof value === "number" || // what an answer to choose stands for
  (typeof value === "object" && value !== null && Object.values(value).every(isWords));

test("no sentence stands outside of the words, but for whoever changes the code", () => {
  const others = ALL.filter((path) => ![...MODULES, ...ALONE].includes(path));
  const found = others.flatMap((path) => {
    const shown = codeOf(path).replace(/new \w*(?:Error|Exception)\([^)]*\)/g, "");
    const sentences = (shown.match(STRING) ?? []).filter((text) => SENTENCE.test(text));
    return sentences.map((text) => `${path.slice(SOURCES.length)}: ${text}`);
  });
  assert.deepEqual(found, []);
});

test("every scene, the panels and the page have their words", () => {
  assert.ok(MODULES.length > 20, "all of them are looked at");
});

for (const path of MODULES) {
  const name = path.slice(SOURCES.length);

  test(`${name} exports nothing but words`, async () => {
    const others = Object.entries(await import(path)).filter(([, value]) => !isWords(value));
    assert.deepEqual(others, []);
  });

  test(`${name} needs no page`, () => {
    const used = [...closure(path)].filter((each) => DOM.test(codeOf(each)));
    assert.deepEqual(used, []);
  });
}
