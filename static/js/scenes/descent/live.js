/**
 * Joins the channel of live training with the page: frames become the state of the scene and of the
 * page's network; a lost network is asked for as every other loss is.
 * @import {Command, Frame, WeightPicture} from "../../server/training_socket.js"
 * @import {SettingsOfRun} from "../../server/types.js"
 * @import {DescentAction} from "./state.js"
 * @typedef {object} Sides
 * @property {Store<State, Action>} store the page's
 * @property {Store<DescentState, DescentAction>} descent the scene's
 * @property {Conversation} conversation @property {(message: string) => void} say */

import { drawnParameters, TrainChannel } from "../../server/training_socket.js";
import { isRunning } from "./training/state.js";

export class Live {
  /** @type {Partial<SettingsOfRun> | null} what is sent to the network once there is a channel */
  #wanted = null;
  /** Which parameters the frame before was about. */
  #network = "";

  /** @param {Sides} sides */
  constructor(sides) {
    this.sides = sides;
    const { store, descent, conversation, say } = sides;
    this.channel = new TrainChannel({
      onFrame: (frame) => this.#take(frame),
      onPicture: (picture) => this.#draw(picture),
      onRefusal: say,
      onState: (channel) => {
        descent.set({ "training.channel": channel });
        if (channel === "lost") {
          conversation.resume();
        }
      },
      onSessionLost: () => conversation.resume(),
    });
    store.subscribe((state, before) => {
      if (state.session?.id !== before.session?.id) {
        this.channel.watch(state.session?.id ?? null);
      }
    });
    this.channel.watch(store.get().session?.id ?? null);
  }

  /** @type {(command: Command) => void} */
  send(command) {
    this.channel.send(command);
  }

  /** Train with other settings, as soon as the channel is open.
   * @type {(settings: Partial<SettingsOfRun>) => void} */
  set(settings) {
    if (Object.keys(settings).length === 0) {
      return;
    }
    this.#wanted = settings;
    if (this.sides.descent.get().training.channel === "open") {
      this.#sendWanted();
    }
  }

  #sendWanted() {
    if (this.#wanted !== null) {
      this.send({ type: "settings", ...this.#wanted });
      this.#wanted = null;
    }
  }

  /** What the buttons do that train. */
  get pressed() {
    return {
      onPlay: () => this.send({ type: "start" }),
      onPause: () => this.send({ type: "pause" }),
    };
  }

  playOrPause() {
    const { onPlay, onPause } = this.pressed;
    (isRunning(this.sides.descent.get().training) ? onPause : onPlay)();
  }

  /** @type {(frame: Frame) => void} */
  #take(frame) {
    const { store, descent } = this.sides;
    descent.dispatch({ type: "frameArrived", frame });
    this.#sendWanted();
    const { session, pictured, status } = frame;
    const network = [session.id, session.revision, session.iteration].join();
    const isOther = network !== this.#network;
    this.#network = network;
    const running = status === "running";
    store.dispatch({ type: "trained", session, isOther, running, pictured });
  }

  /** @type {(picture: WeightPicture) => void} */
  #draw(picture) {
    const { store } = this.sides;
    const layers = store.get().session?.layers;
    if (layers !== undefined) {
      store.dispatch({ type: "pictureArrived", pictured: drawnParameters(layers, picture) });
    }
  }
}
