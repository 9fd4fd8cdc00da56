/** The descent's parts in order.
 * @import {Beat} from "../../page/story.js"
 * @import {Scene} from "./scene.js"
 * @import {DescentState} from "./state.js"
 * @typedef {import("../../page/story.js").View} View
 * @typedef {import("../../page/story.js").Part<Beat<DescentState, Scene>>} Part */

import { gradientPart } from "./gradient/gradient_part.js";
import { learningPart } from "./learning/learning_part.js";
import { miniBatchesPart } from "./mini_batches/mini_batches_part.js";
import { trainingPart } from "./training/training_part.js";
import { wishesPart } from "./wishes/wishes_part.js";

/** @type {Part[]} */
export const PARTS = [gradientPart, wishesPart, trainingPart, miniBatchesPart, learningPart];
