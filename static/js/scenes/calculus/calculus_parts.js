/** The calculus scene's beats in order.
 * @import {PartOf} from "../../page/scene.js"
 * @import {Scene} from "./scene.js"
 * @import {CalculusState} from "./state.js"
 * @typedef {import("../../page/scene.js").PartView} PartView
 * @typedef {PartOf<CalculusState, Scene>} Part */

import { chainPart } from "./chain.js";
import { examplesPart } from "./examples.js";
import { foldPart } from "./fold.js";
import { gradientPart } from "./gradient.js";
import { layersPart } from "./layers.js";
import { ripplePart, treePart } from "./tree.js";

/** @type {Part[]} */
export const PARTS = [
  chainPart,
  treePart,
  ripplePart("ripple-weight", "w3"),
  ripplePart("ripple-bias", "b3"),
  ripplePart("ripple-activation", "a2"),
  ripplePart("ripple-back", "w2"),
  gradientPart,
  examplesPart,
  layersPart,
  foldPart,
];
