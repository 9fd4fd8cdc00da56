/** What an address holds of a state: one row for each key, by which it is written and read. Pure.
 * @import {Path, Values} from "../state/store.js"
 * @import {Codec} from "./codecs.js" */

import { valueAt } from "../state/store.js";

/** @template S
 * @typedef {object} Context what a text may refer to
 * @property {State} page
 * @property {S} own the state that the rows are about
 * @property {string | null} [pad] the digit on the pad, as the address that is read names it */

/** A field by its path; or more than one, with what sets them; or what takes more than to set
 * fields, and is handed on. A value is not written where it is null, or as usual: as at first where
 * left out.
 * @template S
 * @typedef {(context: Context<S>) => any} Get */

/** @template S
 * @typedef {[key: string, codec: Codec<any, Context<S>>, where: Path<S> | Get<S> | {get: Get<S>,
 *   set: (value: any, context: Context<S>) => Values<S>}, usual?: Get<S>]} Row */

/** @template S
 * @typedef {object} Link
 * @property {(context: Context<S>) => [string, string][]} write what is not as usual
 * @property {(settings: URLSearchParams, context: Context<S>) => {values: Values<S>, requests:
 *   Record<string, any>}} read the fields to set, and what takes more than that, by its key: null
 *   where an address says it in no known words */

/** Keys whose values could not be read, by the settings that were. @type {WeakMap<URLSearchParams,
 * Set<string>>} */
const unread = new WeakMap();

/** The keys of settings whose values none who knows them could read. @type {(settings: URLSearchParams) => string[]} */
export const unreadKeys = (settings) => [...(unread.get(settings) ?? [])];

/** @type {(settings: URLSearchParams, key: string, isRead: boolean) => void} */
function note(settings, key, isRead) {
  const keys = unread.get(settings) ?? new Set();
  unread.set(settings, keys);
  keys[isRead ? "delete" : "add"](key);
}

/** Rows that depend on the server's options are made of the page's state.
 * @type {<S>(rows: Row<S>[] | ((page: State) => Row<S>[]), initial: S) => Link<S>} */
export function link(rows, initial) {
  /** @type {(page: State) => Row<any>[]} */
  const rowsOf = typeof rows === "function" ? rows : () => rows;
  /** @type {(row: Row<any>) => {get: Get<any>, set?: (value: any, context: any) => object}} */
  const ways = ([, , where]) => {
    if (typeof where === "string") {
      return { get: ({ own }) => valueAt(own, where), set: (value) => ({ [where]: value }) };
    }
    return typeof where === "function" ? { get: where } : where;
  };
  return {
    write: (context) =>
      rowsOf(context.page).flatMap((row) => {
        const [key, codec, , usual] = row;
        const { get } = ways(row);
        const [text, other] = [
          get(context),
          usual ? usual(context) : get({ ...context, own: initial }),
        ].map((value) => (value === null ? null : codec.write(value, context)));
        return text === null || text === other ? [] : [[key, text]];
      }),
    read: (settings, context) => {
      const about = { pad: settings.get("digit"), ...context };
      const values = {};
      /** @type {Record<string, any>} */
      const requests = {};
      for (const row of rowsOf(context.page)) {
        const [key, codec] = row;
        const { set } = ways(row);
        const text = settings.get(key);
        const value = text === null ? null : codec.read(text, about);
        note(settings, key, text === null || value !== null);
        if (set === undefined && text !== null) {
          requests[key] = value;
        } else if (value !== null) {
          Object.assign(values, set?.(value, about));
        }
      }
      return { values, requests };
    },
  };
}
