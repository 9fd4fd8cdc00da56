/** What the list of keys says. Pure. */

/** Of each command. @type {Record<string, string>} */
export const KEY_MEANINGS = {
  next: "next",
  previous: "previous",
  playOrPause: "play or pause",
  step: "one step",
  undo: "undo the last step",
  first: "the first",
  last: "the last",
  learn: "tell it the right digit: it learns until it reads it; to a question, the answer",
  ask: "ask the room before the answers",
  room: "the room: how phones join",
  hands: "count the hands for each answer",
  oneOrAll: "one output's wishes alone, or those of all",
  code: "the code",
  number: "hold one number: what it is, and what if it were another",
  unpin: "unpin",
  takeHome: "take it home: a printed page, a Python file, a link",
  nextScene: "next scene",
  present: "presenter mode: only picture, caption, formula and outline",
  blank: "blank the screen, and back",
  keys: "this list",
};
export const SPACE_KEY = "Space";
