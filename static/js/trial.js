/**
 * The panel "What if" as a whole: its fields, what is dragged in the picture, what is asked.
 *
 * @import {Conversation} from "./conversation.js"
 * @import {WhatIfModel} from "./experiment.js"
 * @import {Stage} from "./stage.js"
 * @import {Action, State} from "./state.js"
 * @import {Store} from "./store.js"
 * @import {WhatIfElements} from "./views/what_if_panel.js"
 *
 * @typedef {object} TrialElements
 * @property {HTMLFormElement} form
 * @property {HTMLCanvasElement} curve
 * @property {HTMLElement} checkAnswer
 * @property {HTMLElement} sign in the picture: that it is not the network's own pass
 *
 * @typedef {object} TrialPage
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {Stage} stage
 */

import { scaled } from "./scaled.js";
import { drawHeld } from "./views/held.js";
import { fieldsOf } from "./views/what_if_fields.js";
import { drawTrial, showWhatIf } from "./views/what_if_panel.js";
import { WhatIf } from "./what_if.js";
import { wireHolding, wireWhatIf } from "./what_if_controls.js";

export class Trial {
  /**
   * @param {TrialElements} elements
   * @param {TrialPage} page
   */
  constructor({ form, curve, checkAnswer, sign }, { store, conversation, stage }) {
    this.curve = curve;
    this.stage = stage;
    /** @type {WhatIfElements} */
    this.elements = { fields: fieldsOf(form), checkAnswer, sign };
    const whatIf = new WhatIf(store, conversation);
    wireWhatIf(this.elements.fields, { store, whatIf });
    wireHolding(stage.elements.network, store, () => stage.layout);
  }

  /** @param {WhatIfModel | null} model */
  show(model) {
    showWhatIf(this.elements, model);
  }

  /**
   * Draw what is held over the network's picture, and the curve of the cost.
   * @param {WhatIfModel | null} model
   */
  draw(model) {
    if (model?.open) {
      const { curve } = this;
      const { elements, layout, theme } = this.stage;
      drawHeld(scaled(elements.network, 1), layout, theme, model);
      drawTrial(scaled(curve, 1), curve.clientWidth, curve.clientHeight, theme, model);
    }
  }
}
