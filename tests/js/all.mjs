/** Runs test files in one process, one after the other: `node tests/js/all.mjs FILE...`. */

import { after, suite } from "node:test";
import { pathToFileURL } from "node:url";
import "./recording_context.mjs"; // It is for all who import it, and comes once.

const untouched = Object.getOwnPropertyDescriptors(globalThis);

/** Take away what a file has put where all others would find it. */
function tidy() {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (Object.hasOwn(untouched, name)) {
      Reflect.defineProperty(globalThis, name, untouched[name]);
    } else {
      Reflect.deleteProperty(globalThis, name);
    }
  }
}

for (const path of process.argv.slice(2)) {
  // As a suite, so that its hooks are for its own tests; each comes once the one before has ended.
  await new Promise((ended) => {
    suite(path, async () => {
      try {
        await import(pathToFileURL(path).href);
      } finally {
        after(() => {
          tidy();
          ended(null);
        });
      }
    });
  });
}
