/**
 * The descent's parts in their order: a part is there as soon as it has its line.
 *
 * @import {State} from "../../state.js"
 * @import {Words} from "../../timeline.js"
 * @import {Scene} from "./scene.js"
 * @import {DescentState} from "./state.js"
 *
 * @typedef {object} PartView a part on the screen
 * @property {HTMLElement} element built once
 * @property {() => void} show it is on the screen now: sizes are known
 * @property {() => void} hide
 * @property {() => void} update a store, the theme or the size has changed; only while it is shown,
 *   and at most once a frame
 * @property {(name: string) => boolean} [command] do what a key commands; false for what is not its
 *
 * @typedef {object} Part
 * @property {string} id in its address
 * @property {string} name on the line of parts
 * @property {string} style its stylesheet in static/css
 * @property {(state: DescentState, page: State) => Words[]} caption
 * @property {(scene: Scene) => PartView} open
 */

import { gradientPart } from "./gradient.js";
import { learningPart } from "./learning.js";
import { miniBatchesPart } from "./mini_batches.js";
import { wishesPart } from "./table.js";
import { trainingPart } from "./training.js";

/** @type {Part[]} */
export const PARTS = [gradientPart, wishesPart, trainingPart, miniBatchesPart, learningPart];
