/**
 * What an address holds of a state: one row for each key, by which it is written and read. Pure.
 *
 * @import {Path, Values} from "../state/store.js"
 * @import {State} from "../state/page.js"
 * @import {Codec} from "./codecs.js"
 */

import { valueAt } from "../state/store.js";

/**
 * @template S
 * @typedef {object} Context what a text may refer to
 * @property {State} page
 * @property {S} own the state that the rows are about
 * @property {string | null} [pad] the digit on the pad, as an address names it
 * @property {string | null} [part] the part that the address names
 */

/**
 * Where a value stands that is not simply one field: null for what needs no words. What takes more
 * than to set fields has no `set`: the table hands it on.
 * @template S
 * @typedef {{get: (context: Context<S>) => any, set?: (value: any, context: Context<S>) => Values<S>}}
 *   Where
 */

/**
 * @template S
 * @typedef {[key: string, codec: Codec<any, Context<S>>, where: Path<S> | Where<S>]} Row
 */

/**
 * @template S
 * @typedef {object} Link
 * @property {(context: Context<S>) => [string, string][]} write what differs from the initial state
 * @property {(settings: URLSearchParams, context: Context<S>) =>
 *   {values: Values<S>, asked: Record<string, any>}} read the fields to set, and what takes more than
 *   that, by its key: null where an address says it in no known words
 */

/** @type {<S>(rows: Row<S>[], initial: S) => Link<S>} */
export function link(rows, initial) {
  const all = rows.map(([key, codec, where]) => ({
    key,
    codec,
    ...(typeof where === "object" ? { ...where, isField: false } : fieldAt(where)),
  }));
  return {
    write: (context) =>
      all.flatMap(({ key, codec, get, isField }) => {
        /** @type {(context: any) => string | null} */
        const text = (about) => {
          const value = get(about);
          return value === null ? null : codec.write(value, about);
        };
        const now = text(context);
        const isUsual = isField && now === text({ ...context, own: initial });
        return now === null || isUsual ? [] : [[key, now]];
      }),
    read: (settings, context) => {
      const about = { pad: settings.get("digit"), ...context };
      const values = {};
      /** @type {Record<string, any>} */
      const asked = {};
      for (const { key, codec, set } of all) {
        const text = settings.get(key);
        const value = text === null ? null : codec.read(text, about);
        if (set === undefined && text !== null) {
          asked[key] = value;
        } else if (value !== null) {
          Object.assign(values, set?.(value, about));
        }
      }
      return { values, asked };
    },
  };
}

/** @type {<S>(path: Path<S>) => Where<S> & {isField: boolean}} */
function fieldAt(path) {
  return {
    get: ({ own }) => valueAt(own, path),
    set: (value) => /** @type {any} */ ({ [path]: value }),
    isField: true,
  };
}
