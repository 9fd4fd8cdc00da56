/**
 * How values are written in an address, and read out of one that anybody may have written: null for
 * what is not as expected. Pure.
 * @template V, [C=any]
 * @typedef {{read: (text: string, context: C) => V | null, write: (value: V, context: C) => string
 *   | null}} Codec C is the context: what a text may refer to */

const WHOLE = /^\d{1,16}$/;
const NUMBER = /^-?\d{1,20}(\.\d{1,25})?(e[+-]?\d{1,3})?$/;
/** No number of the page is larger; the server computes with all of these. */
const MOST = 1e6;
/** Parts the members of a list; an address shows it as "+". */
const BLANK = " ";

/** @type {<C>(least: number, most?: number | ((context: C) => number)) => Codec<number, C>} */
export const whole = (least, most = Number.MAX_SAFE_INTEGER) => ({
  read: (text, context) => {
    const value = WHOLE.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= (typeof most === "number" ? most : most(context))
      ? value
      : null;
  },
  write: String,
});

/** @type {(least?: number, most?: number) => Codec<number>} */
export const number = (least = -MOST, most = MOST) => ({
  read: (text) => {
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : null;
  },
  write: String,
});

/** @type {(most: number) => Codec<number>} */
export const positive = (most) => ({
  read: (text) => number(0, most).read(text, null) || null,
  write: String,
});

/** No number that the page writes of a setting of training is larger. */
const MOST_OF_SETTING = 1e12;

/** A setting of training, as the server describes it.
 * @type {(described: import("../server/types.js").SettingDescriptor) => Codec<number>} */
export function setting({ type, min, above_min, max }) {
  const least = min ?? -MOST_OF_SETTING;
  if (type === "integer") {
    return whole(least, max ?? undefined);
  }
  const most = max ?? MOST_OF_SETTING;
  return above_min ? positive(most) : number(least, most);
}

/** @type {<const T extends readonly string[]>(...names: T) => Codec<T[number]>} */
export const oneOf = (...names) => ({
  read: (text) => names.find((name) => name === text) ?? null,
  write: String,
});

/** So many values one after the other: all of them, or none.
 * @type {<V, C>(member: Codec<V, C>, least: number, most?: number) => Codec<V[], C>} */
export const listOf = (member, least, most = least) => ({
  read: (text, context) => {
    const words = text.split(BLANK, most + 1);
    return words.length < least || words.length > most
      ? null
      : allOf(words.map((word) => member.read(word, context)));
  },
  write: (values, context) => values.map((value) => member.write(value, context)).join(BLANK),
});

/** Values one after the other, each in its own way: all of them, or none.
 * @type {(...members: Codec<any>[]) => Codec<any[]>} */
export const tuple = (...members) => ({
  read: (text, context) => {
    const words = text.split(BLANK, members.length + 1);
    return words.length === members.length
      ? allOf(members.map((member, k) => member.read(words[k], context)))
      : null;
  },
  write: (values, context) =>
    members.map((member, k) => member.write(values[k], context)).join(BLANK),
});

/** An object's fields one after the other.
 * @template {object} T @param {{[K in keyof T]: Codec<T[K]>}} fields @returns {Codec<T>} */
export function record(fields) {
  const names = Object.keys(fields);
  return mapped(
    tuple(...Object.values(fields)),
    (values) => Object.fromEntries(names.map((name, k) => [name, values[k]])),
    (object) => names.map((name) => object[name]),
  );
}

/** Values made of those that another codec reads.
 * @type {(codec: Codec<any>, made: (value: any) => any, from: (value: any) => any) => Codec<any>}
 */
export const mapped = (codec, made, from) => ({
  read: (text, context) => {
    const value = codec.read(text, context);
    return value === null ? null : made(value);
  },
  write: (value, context) => codec.write(from(value), context),
});

/** @type {<V>(values: (V | null)[]) => V[] | null} */
function allOf(values) {
  const read = values.filter((value) => value !== null);
  return read.length === values.length ? read : null;
}
