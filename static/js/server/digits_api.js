/**
 * MNIST's digits, as the page asks the server for them.
 *
 * @import {Place} from "../state/page.js"
 *
 * @typedef {{index: number, label: number, pixels: number[]}} Digit
 */

import { json } from "./client.js";

export const digitsApi = {
  /**
   * A digit of a split: one of those with a label, or of all.
   * @param {Place["split"]} split
   * @param {string} label empty for any
   * @param {number} offset how many to pass over
   * @returns {Promise<Digit | undefined>} none after the last
   */
  digitAfter: async (split, label, offset) => {
    const query = new URLSearchParams({ split, offset: String(offset), count: "1" });
    if (label !== "") {
      query.set("label", label);
    }
    return (await json("GET", `/api/digits?${query}`)).digits[0];
  },
  /**
   * Digits by their places in their split, in that order.
   * @param {Place["split"]} split
   * @param {number[]} places
   * @returns {Promise<Digit[]>}
   */
  digitsAt: async (split, places) =>
    (await json("GET", `/api/digits?split=${split}&indices=${places.join()}`)).digits,
  /**
   * @param {Place} place
   * @returns {Promise<Digit>}
   */
  digitAt: async ({ split, index }) => (await digitsApi.digitsAt(split, [index]))[0],
};
