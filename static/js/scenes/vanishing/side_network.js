/** One of the two networks: its session on the server, and the channel through which it is trained.
 * @import {Command, Frame} from "../../server/training_socket.js"
 * @import {Choice} from "./choices.js"
 * @import {VanishingAction} from "./state.js"
 * @typedef {object} Sides
 * @property {Store<VanishingState, VanishingAction>} vanishing the scene's store
 * @property {Conversation} conversation
 * @property {(message: string) => void} say */

import { deleteSession, openSession } from "../../server/endpoints.js";
import { TrainChannel } from "../../server/training_socket.js";
import { architectureOf, isOther, settingsOf } from "./choices.js";

export class SideNetwork {
  /** Counts the networks opened: an answer about an earlier one comes too late. */
  #number = 0;
  /** @type {string | null} */
  #id = null;

  /** @param {SideName} name @param {Sides} sides */
  constructor(name, sides) {
    this.name = name;
    this.sides = sides;
    const { vanishing, say } = sides;
    this.channel = new TrainChannel({
      onFrame: (frame) => this.#take(frame),
      onRefusal: (message) => say(`${name.toUpperCase()}: ${message}`),
      onState: (channel) =>
        vanishing.dispatch({ type: "sideChanged", side: name, change: { channel } }),
      onSessionLost: () => {
        this.#id = null;
        say(`The server no longer has network ${name.toUpperCase()}, so it begins anew.`);
        this.open();
      },
    });
  }

  get side() {
    return this.sides.vanishing.get().sides[this.name];
  }

  /** @type {(command: Command) => void} */
  send(command) {
    this.channel.send(command);
  }

  /** Begin anew with the network that is chosen, as it was drawn. */
  async open() {
    this.#number += 1;
    const number = this.#number;
    this.channel.watch(null);
    this.#close();
    this.sides.vanishing.dispatch({ type: "opened", side: this.name, session: null });
    await this.sides.conversation.ask(`network ${this.name}`, async () => {
      const { id } = await openSession(architectureOf(this.side.choice));
      if (number !== this.#number) {
        await deleteSession(id);
        return;
      }
      this.#id = id;
      this.sides.vanishing.dispatch({ type: "opened", side: this.name, session: id });
      this.channel.watch(id);
    });
  }

  /** @type {(change: Partial<Choice>) => void} */
  change(change) {
    const before = this.side.choice;
    const choice = { ...before, ...change };
    this.sides.vanishing.dispatch({ type: "sideChanged", side: this.name, change: { choice } });
    if (isOther(before, choice)) {
      this.open();
    } else {
      this.#set();
    }
  }

  /** Let the server drop the network shown until now; nobody waits for it. */
  async #close() {
    const id = this.#id;
    this.#id = null;
    if (id !== null) {
      await this.sides.conversation.ask(`end of ${this.name}`, () => deleteSession(id));
    }
  }

  /** Tell the server how to train on, where it does not know it yet. */
  #set() {
    const { frame, choice } = this.side;
    if (frame === null) {
      return;
    }
    const wanted = settingsOf(choice);
    const { learning_rate, seed, clip = null } = frame.settings;
    const isSet =
      learning_rate === wanted.learning_rate && seed === wanted.seed && clip === wanted.clip;
    if (!isSet) {
      this.send({ type: "settings", ...wanted });
    }
  }

  /** @type {(frame: Frame) => void} */
  #take(frame) {
    const isFirst = this.side.frame === null;
    this.sides.vanishing.dispatch({ type: "frameArrived", side: this.name, frame });
    if (isFirst) {
      this.#set();
      if (frame.iteration === 0) {
        this.send({ type: "step" }); // Before it there is no gradient to be seen.
      }
    }
  }
}
