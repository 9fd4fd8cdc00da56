/**
 * The descent's parts in their order: a part is there as soon as it has its line.
 *
 * @import {PartOf} from "../../page/scene.js"
 * @import {Scene} from "./scene.js"
 * @import {DescentState} from "./state.js"
 *
 * @typedef {import("../../page/scene.js").PartView} PartView
 * @typedef {PartOf<DescentState, Scene>} Part
 */

import { gradientPart } from "./gradient/part.js";
import { learningPart } from "./learning/part.js";
import { miniBatchesPart } from "./mini_batches/part.js";
import { trainingPart } from "./training/part.js";
import { wishesPart } from "./wishes/part.js";

/** @type {Part[]} */
export const PARTS = [gradientPart, wishesPart, trainingPart, miniBatchesPart, learningPart];
