/** What the page says itself, whatever scene and panel are shown. Pure; each scene, and the panels,
 * have such a module of their own. */

import { grouped } from "./format.js";

/** What sentences of every scene name: layers, neurons and parameters of a network. */
export const NAMES = {
  inputLayer: "the input layer",
  outputLayer: "the output layer",
  onlyHiddenLayer: "the hidden layer",
  nudges: { a: "nudge of a", z: "nudge of z" },
  /** Of an activation and a cost that the server has not described. */
  squashes: "squashes the sum",
  terms: "The ten outputs' terms",
  /** Between the values that a line of code has one after the other. */
  afterThat: ", then ",
};
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"];
export const NUMBERED = /** @satisfies {Record<string, (number: number) => string>} */ ({
  hiddenLayer: (layer) => `the ${ORDINALS[layer - 1] ?? `${layer}th`} hidden layer`,
  pixel: (index) => `pixel ${index}`,
  output: (index) => `output ${index}`,
  neuron: (index) => `neuron ${index}`,
  digit: (digit) => `${digit === 8 ? "an" : "a"} ${digit}`,
  step: (iteration) => `step ${iteration}`,
  readsAs: (digit) => `reads as ${digit}`,
});
/** @type {(row: number, column: number) => string} */
export const positionWords = (row, column) => `row ${row}, column ${column}`;
export const JOINED = /** @satisfies {Record<string, (one: string, other: string) => string>} */ ({
  ofLayer: (neuron, layer) => `${neuron} of ${layer}`,
  bias: (neuron) => `the bias of ${neuron}`,
  weight: (from, to) => `the weight from ${from} to ${to}`,
});

/** What is pressed, and what is read aloud of what has no text. */
export const LABELS = {
  loadAgain: "Load again",
  play: "Play",
  pause: "Pause",
  previousPart: "Previous part",
  nextPart: "Next part",
  code: "Code",
  formula: "Formula",
  averaged: "Digits averaged",
  really: "Really?",
  /** What the button says that changes to the other theme. */
  toLight: "Light theme",
  toDark: "Dark theme",
};

/** @type {(scene: string) => string} */
export const partsName = (scene) => `${scene}: its parts`;
/** @type {(speed: string) => string} */
export const speedName = (speed) => `Speed ${speed}`;

/** @type {(digit: number) => string} */
export const learnName = (digit) => `Learn this ${digit}`;

/** On the empty page. @type {(count: number) => string} */
export const aboutWords = (count) =>
  `You will see how a network of ${grouped(count)} numbers finds out which of them to blame. Draw, or press →.`;

/** @type {(progress: {done: number, of: number}) => string} */
export const progressText = ({ done, of }) => `${grouped(done)} of ${grouped(of)}`;

/** @type {(text: string, isWhole: boolean) => string} */
export const notRead = (text, isWhole) =>
  `“${text.slice(0, 40)}” cannot be read as a ${isWhole ? "whole number" : "number"}, so nothing has changed.`;

/** @type {(value: number | null, bounds: {min?: number | null, max?: number | null, above_min:
 *   boolean}) => string} */
export function outOfBounds(value, { min = null, max = null, above_min }) {
  const least = min === null ? "" : ` ${above_min ? "above" : "from"} ${min}`;
  const most = max === null ? "" : ` ${above_min || min === null ? "and at most" : "to"} ${max}`;
  return `Expected a number${least}${most}, but got ${value ?? "none"}, so nothing has changed.`;
}

/** On the empty pad. */
export const DRAW_HERE = "draw here";

export const PAD_IS_FULL =
  "The pad is full: this last ink was not taken. Undo a stroke, or clear the pad.";

/** What a picture writes of its scale, given what has the full length. */
export const SCALE_LEGENDS = {
  /** @type {(full: string) => string} */
  arrow: (full) => `longest arrow = ${full}`,
  /** Where the longest one may not have come yet. @type {(full: string) => string} */
  fullArrow: (full) => `arrow of this length = ${full}`,
  /** @type {(full: string) => string} */
  bar: (full) => `longest bar = ${full}`,
};

/** @type {(keys: string[]) => string} */
export const unreadSettings = (keys) =>
  `The address has no readable value for ${keys.map((key) => `“${key}”`).join(", ")}.`;

/** @type {(name: string) => string} `name` comes from the address: only what could be one is written */
export const unknownAddress = (name) =>
  /^[\w/-]{1,60}$/.test(name)
    ? `There is nothing here called “${name}”.`
    : "There is nothing here of the name in the address.";

/** The scenes by their ids, in the talk's order: `before` is said when the scene before it has ended. */
export const CHAPTERS = {
  walk: { title: "The walk", about: "One drawing, there and back", before: "" },
  descent: {
    title: "The descent",
    about: "All of the training digits, again and again",
    before: "So much for one drawing. Next, what thousands of them want together, step after step.",
  },
  calculus: {
    title: "The calculus",
    about: "The chain rule on the smallest network",
    before: "Where do these nudges come from? Next, the same on the smallest network there is.",
  },
  vanishing: {
    title: "The vanishing gradient",
    about: "Why deep networks stop learning",
    before: "Now the same chain, ten layers long. Why do deep networks stop learning?",
  },
};

/** The name of the part that leads on to the next scene. */
export const NEXT_CHAPTER = "Next\u00a0→";

/** Parts of the page that may not come, as the subject of a sentence. */
export const FILES = {
  panel: "This panel",
  scene: "This scene",
  code: "The code",
  formulas: "What sets the formulas",
  lines: "What draws the weights",
  links: "What reads the address",
  paper: "What prints the page",
  fonts: "The page's type",
  page: "The page's program",
};
/** @type {(what: string) => string} */
export const fileMissing = (what) => `${what} could not be fetched from the server. Trying again.`;
/** @type {(what: string) => string} */
export const fileFailing = (what) => `${what} does not run in this browser.`;

/** Of the server and its answers. */
export const SERVER = {
  /** @type {(message: string) => string} */
  again: (message) => `${message.replace(/[^.!?]$/, "$&.")} Trying again until it answers.`,
  unreachable: "The server cannot be reached.",
  /** @type {(message: string) => string} */
  notDone: (message) => `${message} This was not done.`,
  noSocket:
    "Training has no connection to the server. Trying again. Where the rest of the page is answered, " +
    "something on the way lets no WebSockets through.",
  networkLost: "The server no longer has this network. A fresh one was opened.",
  /** @type {(most: number) => string} */
  tooMany: (most) => `${most} presses already wait for the server, so this one was not taken.`,
  layerMissing: "The server's parameters lack a layer.",
  brokenOff: "The server's answer broke off.",
  anotherPage: "Something else has answered in the server's place.",
  /** @type {(status: number) => string} */
  status: (status) => `The server answered with status ${status}.`,
  /** @type {(name: string) => string} */
  lacks: (name) => `The server's answer lacks ${name}.`,
};

/** Of a network that is loaded from a file. */
export const NETWORK_FILE = {
  /** @type {(name: string, bytes: number, most: number) => string} */
  tooLarge: (name, bytes, most) =>
    `${name} is no network: it has ${grouped(bytes)} bytes, more than the ${grouped(most)} that the server takes.`,
};

/** What there is to say after steps until a drawing is read as its digit; mostly nothing.
 * @type {(answer: {learnt: boolean, steps: number}, target: number | null) => string} */
export function learntMessage({ learnt, steps }, target) {
  if (!learnt) {
    return `After ${steps} steps it is still not read as a ${target}. Another learning rate may help.`;
  }
  return steps === 0 ? `It is already read as a ${target}: nothing to learn.` : "";
}

/** What the dial "How trained" says of where it stands: in short, and for a screen reader. `stop` is a
 * number of mini-batches, or null for the network that is shipped trained. */
export const DIAL = {
  /** @type {(stop: number | null) => {short: string, long: string}} */
  stop: (stop) => {
    if (stop === null) {
      return { short: "trained", long: "trained" };
    }
    const count = grouped(stop);
    return { short: stop === 0 ? "untrained" : count, long: `${count} mini-batches` };
  },
  /** @type {(steps: number) => {short: string, long: string}} */
  own: (steps) => ({ short: "your own", long: `your own, after ${steps} steps` }),
  loaded: { short: "from a file", long: "from a file" },
};

/** Round a question. */
export const QUESTIONS = {
  choices: "Answers",
  count: "Count hands",
  amount: "Your guess",
  /** @type {(choice: string) => string} */
  handsFor: (choice) => `Hands for: ${choice}`,
  /** @type {(said: string) => string} */
  said: (said) => `You said: ${said}.`,
  /** @type {(was: string) => string} */
  was: (was) => `It is: ${was}.`,
  right: "Right.",
  unknown: "The answer is on its way …",
  /** How far off a guess is still right. @type {(tolerance: string) => string} */
  within: (tolerance) => `right within ${tolerance}`,
  guess: "guess",
  truth: "truth",
  sheet: "You said / it was",
  columns: ["", "you said", "it was"],
  nothingSaid: "–",
  /** @type {(hands: number[]) => string} */
  hands: (hands) => `hands: ${hands.join(", ")}`,
};
