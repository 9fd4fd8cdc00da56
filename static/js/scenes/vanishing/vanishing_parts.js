/** The scene's parts in order: slopes, their effect in deep networks, the experiments, and the
 * product that explains it.
 * @import {PartOf} from "../../page/scene.js"
 * @import {Scene} from "./scene.js"
 * @import {VanishingState} from "./state.js" */

import { depthPart, lessonParts } from "./depth.js";
import { productPart } from "./product.js";
import { slopesPart } from "./slopes.js";

/** @type {PartOf<VanishingState, Scene>[]} */
export const PARTS = [slopesPart, depthPart, ...lessonParts, productPart];
