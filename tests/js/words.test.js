/** The modules of words are text and functions that return it: a second language is one more of each. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../../static/js/", import.meta.url));
const MODULES = readdirSync(SOURCES, { recursive: true })
  .filter((path) => /^(.*_)?words\.js$/.test(basename(path)))
  .map((path) => join(SOURCES, path));
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
