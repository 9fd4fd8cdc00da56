/** What a phone keeps of a room: its seat, which it has drawn itself, and what it has said. Where the
 * browser keeps nothing, it lasts as long as the page.
 * @typedef {{choice: number, amount: number | null}} Vote
 * @typedef {object} Kept
 * @property {string} code @property {string} seat
 * @property {Record<string, Vote>} votes by their questions
 * @property {Come | null} told the reveal that this phone has seen come
 * @property {Come & {told: string} | null} stepped the step on what the room has drawn, likewise;
 *   with what was revealed before it
 * @property {boolean} drawsFirst whether drawings were asked for after the question
 * @property {boolean} hasDrawn whether there is a drawing of this seat's
 * @property {string} lostAt the beat that was too much
 * @typedef {{id: string, beat: string}} Come what has come, and at which beat */

const NAME = "nudge seat";
const SEAT = /^[\w-]{22}$/;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** @returns {string} 132 random bits: knowing it is enough to vote for this seat */
function newSeat() {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bytes, (byte) => LETTERS[byte % 64]).join("");
}

export class SeatMemory {
  /** @param {string} code @param {() => Pick<Storage, "getItem" | "setItem">} storage */
  constructor(code, storage = () => localStorage) {
    this.storage = storage;
    this.kept = this.#read(code) ?? {
      code,
      seat: newSeat(),
      votes: {},
      told: null,
      stepped: null,
      drawsFirst: false,
      hasDrawn: false,
      lostAt: "",
    };
    this.change({});
  }

  /** @type {(values: Partial<Kept>) => void} */
  change(values) {
    this.kept = { ...this.kept, ...values };
    try {
      this.storage().setItem(NAME, JSON.stringify(this.kept));
    } catch {
      // It is forbidden, or full.
    }
  }

  /** @type {(code: string) => Kept | null} */
  #read(code) {
    try {
      const kept = JSON.parse(this.storage().getItem(NAME) ?? "null");
      return kept?.code === code && SEAT.test(kept.seat) ? kept : null;
    } catch {
      return null;
    }
  }
}
