/**
 * The descent's parts in their order: a part is there as soon as it has its line.
 *
 * @import {PartOf} from "../parts_scene.js"
 * @import {Scene} from "./scene.js"
 * @import {DescentState} from "./state.js"
 *
 * @typedef {import("../parts_scene.js").PartView} PartView
 * @typedef {PartOf<DescentState, Scene>} Part
 */

import { gradientPart } from "./gradient.js";
import { learningPart } from "./learning.js";
import { miniBatchesPart } from "./mini_batches.js";
import { wishesPart } from "./table.js";
import { trainingPart } from "./training.js";

/** @type {Part[]} */
export const PARTS = [gradientPart, wishesPart, trainingPart, miniBatchesPart, learningPart];
