/** The scene's parts in their order: what slopes are, what becomes of them in depth, a lesson each,
 * and the product that explains it.
 * @import {PartOf} from "../../page/scene.js"
 * @import {Scene} from "./scene.js"
 * @import {VanishingState} from "./state.js" */

import { depthPart, lessonParts } from "./depth.js";
import { productPart } from "./product.js";
import { slopesPart } from "./slopes.js";

/** @type {PartOf<VanishingState, Scene>[]} */
export const PARTS = [slopesPart, depthPart, ...lessonParts, productPart];
