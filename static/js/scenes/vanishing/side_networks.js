/** Both networks, as they are commanded together.
 * @import {Choice, Pair} from "./choices.js" */
import { deleteSession, openSession } from "../../server/endpoints.js";
import { TrainChannel } from "../../server/training_socket.js";
import {
  architectureOf,
  EXPERIMENTS,
  experimentOf,
  FIRST,
  isOther,
  SETTINGS,
  SIDES,
  settingsOf,
} from "./choices.js";
import { isReady, isRunning } from "./state.js";
import { lostWords, refusalWords } from "./words.js";

/** Networks that were shown, and what was chosen for them.
 * @typedef {{ids: Record<SideName, string | null>, pair: Pair, experiment: string}} Left */

/** One of the two networks: its session on the server, and the channel through which it is trained.
 * @import {Command, Frame} from "../../server/training_socket.js"
 * @import {VanishingAction} from "./state.js"
 * @typedef {object} Sides
 * @property {Store<VanishingState, VanishingAction>} vanishing the scene's store
 * @property {Conversation} conversation @property {(message: string) => void} say
 * @property {(side: SideName) => string} nameOf what a network is called
 * @property {Set<SideName>} lost by the server since somebody last began or trained them */

class SideNetwork {
  /** Counts the networks opened: an answer about an earlier one comes too late. */
  #number = 0;
  /** @type {string | null} */
  id = null;
  /** Whether the first step has been asked for, and not been stopped since. */
  #isBegun = false;

  /** @param {SideName} name @param {Sides} sides */
  constructor(name, sides) {
    this.name = name;
    this.sides = sides;
    const { vanishing, say, nameOf } = sides;
    this.channel = new TrainChannel({
      onFrame: (frame) => this.#take(frame),
      onRefusal: (message) => say(refusalWords(nameOf(name), message)),
      onState: (channel) =>
        vanishing.dispatch({ type: "sideChanged", side: name, change: { channel } }),
      onSessionLost: () => {
        this.id = null;
        sides.lost.add(name);
        say(lostWords(SIDES.filter((side) => sides.lost.has(side)).map(nameOf)));
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

  /** Begin again with the network that is chosen, as it was drawn, or go on with one that was left.
   * @param {string | null} [left] */
  async open(left = null) {
    this.#number += 1;
    const number = this.#number;
    this.channel.watch(null);
    this.#isBegun = false;
    this.id = left;
    this.sides.vanishing.dispatch({ type: "opened", side: this.name, session: left });
    if (left !== null) {
      this.channel.watch(left);
      return;
    }
    await this.sides.conversation.ask(`network ${this.name}`, async () => {
      const { id } = await openSession(architectureOf(this.side.choice));
      if (number !== this.#number) {
        await deleteSession(id);
        return;
      }
      this.id = id;
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

  /** Let the server drop a network that nobody can come back to. @type {(id: string) => void} */
  drop(id) {
    this.sides.conversation.ask(`end of ${this.name}`, () => deleteSession(id));
  }

  /** Tell the server how to train on, where it does not know it yet. */
  #set() {
    const { frame, choice } = this.side;
    if (frame === null) {
      return;
    }
    const wanted = settingsOf(choice);
    const isSet = SETTINGS.every((name) => (frame.settings[name] ?? null) === wanted[name]);
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
    }
    this.begin();
  }

  /** Take the first step: before it there is no gradient to be seen. */
  begin() {
    if (this.side.frame?.iteration === 0 && !this.#isBegun) {
      this.#isBegun = true;
      this.send({ type: "step" });
    }
  }

  /** A first step that is under way may be stopped by it: then it is to be taken again. */
  pause() {
    this.#isBegun = false;
    this.send({ type: "pause" });
  }
}

export class Networks {
  #isOpen = false;
  /** @type {string | null} the part that they were opened for */
  #part = null;
  /** Whether the viewer, and not the story, has chosen or trained them. */
  #areViewers = false;
  /** @type {Left | null} what was shown before, where it had learnt something */
  #before = null;

  /** @param {Sides} sides */
  constructor(sides) {
    this.vanishing = sides.vanishing;
    this.lost = sides.lost;
    this.all = { a: new SideNetwork("a", sides), b: new SideNetwork("b", sides) };
  }

  /** Have the networks that a part is about, as they were drawn. Those that the viewer has chosen or
   * trained stay, where the part is no experiment.
   * @type {(part: string) => void} */
  openFor(part) {
    if (part === this.#part) {
      return;
    }
    this.#part = part;
    const { experiment, sides } = this.vanishing.get();
    const wanted = experimentOf(part);
    if (this.#areViewers && !EXPERIMENTS.has(part)) {
      return;
    }
    if (experiment !== wanted) {
      this.#replace(() => this.#choose(EXPERIMENTS.get(wanted) ?? FIRST, wanted), this.#areViewers);
    } else if (!this.#isOpen || SIDES.some((side) => (sides[side].frame?.iteration ?? 0) > 1)) {
      this.#replace(() => this.#begin(), this.#areViewers);
    }
  }

  /** Have networks for a part that the viewer has chosen them for.
   * @type {(pair: Pair, experiment: string, part: string | null) => void} */
  take(pair, experiment, part) {
    this.#part = part;
    this.#replace(() => this.#choose(pair, experiment));
    this.#areViewers = true;
  }

  /** @type {(pair: Pair, experiment: string) => void} */
  #choose(pair, experiment) {
    this.vanishing.dispatch({ type: "pairChosen", pair, experiment });
    this.#begin();
  }

  /** Let networks take the place of those shown. What these have learnt is kept for who wants it back.
   * @type {(replace: () => void, isKept?: boolean) => void} */
  #replace(replace, isKept = true) {
    const earlier = this.#before;
    const { experiment, sides } = this.vanishing.get();
    const { a, b } = this.all;
    const pair = { a: sides.a.choice, b: sides.b.choice };
    const left = { ids: { a: a.id, b: b.id }, pair, experiment };
    const hasLearnt = SIDES.some((side) => (sides[side].frame?.iteration ?? 0) > 1);
    replace();
    const isOther = SIDES.some((side) => this.all[side].id !== left.ids[side]);
    this.#before = isKept && hasLearnt && isOther ? left : earlier;
    for (const side of SIDES) {
      const used = [this.all[side].id, this.#before?.ids[side]];
      for (const id of [left.ids[side], earlier?.ids[side]]) {
        if (id && !used.includes(id)) {
          this.all[side].drop(id);
        }
      }
    }
    this.vanishing.set({ canGoBack: this.#before !== null });
  }

  /** What was shown before comes back, and what is shown now waits in its place. */
  goBack() {
    const before = this.#before;
    if (before === null) {
      return;
    }
    this.#before = null;
    this.#replace(() => {
      this.vanishing.set({ experiment: before.experiment });
      for (const side of SIDES.filter((name) => before.ids[name] !== this.all[name].id)) {
        const change = { choice: before.pair[side] };
        this.vanishing.dispatch({ type: "sideChanged", side, change });
        this.all[side].open(before.ids[side]);
      }
    });
    this.#areViewers = true;
  }

  /** Both as they were drawn, before anything was learnt. */
  #begin() {
    this.#isOpen = true;
    this.#areViewers = false;
    this.lost.clear();
    for (const side of SIDES) {
      this.all[side].open();
    }
  }

  /** @type {(side: SideName, change: Partial<Choice>) => void} */
  change(side, change) {
    this.#areViewers = true;
    this.#replace(() => this.all[side].change(change));
  }

  /** What the buttons do that train both sides. */
  get pressed() {
    return {
      onPlay: () => this.start(false),
      onPause: () => this.pause(),
      onStep: () => {
        this.#areViewers = true;
        this.#send("step");
      },
      onFresh: () => this.#replace(() => this.#begin()),
      onBack: () => this.goBack(),
    };
  }

  playOrPause() {
    if (isRunning(this.vanishing.get())) {
      this.pause();
    } else {
      this.start(false);
    }
  }

  /** @type {(isStorys: boolean) => void} whether not the viewer but the story starts them */
  start(isStorys) {
    this.#areViewers ||= !isStorys;
    this.#send("start");
  }

  pause() {
    for (const side of SIDES) {
      this.all[side].pause();
    }
  }

  /** A network whose numbers have run away is left as it is.
   * @type {(type: "start" | "step") => void} */
  #send(type) {
    const { sides } = this.vanishing.get();
    this.lost.clear();
    for (const side of SIDES) {
      if (isReady(sides[side])) {
        this.all[side].send({ type });
      }
    }
  }
}
