/** Joins the parts of the page. The only file that looks up what stands on the page. */

import { onWaking, setText } from "./kit/dom.js";
import { OnDemand } from "./kit/files.js";
import { mendFonts } from "./kit/fonts.js";
import { onUnread } from "./kit/number_field.js";
import { troubles } from "./kit/troubles.js";
import { aboutWords, FILES, fileMissing, LABELS } from "./kit/words.js";
import { followAddress, shownAddress, touchAddress } from "./link/address.js";
import { TabMemory } from "./link/tab_memory.js";
import { press, showPanels, switchPresenting, watchFullScreen } from "./page/controls.js";
import { Deck } from "./page/deck.js";
import { keyOf, listenForKeys } from "./page/keys.js";
import { wireNetworkFile } from "./page/network_file.js";
import { Scenes } from "./page/scenes.js";
import { showStanding } from "./page/status_bar.js";
import { Conversation } from "./server/session.js";
import { notice } from "./state/message.js";
import { initialState, reduce } from "./state/page.js";
import { createStore } from "./state/store.js";

/** @import {Room} from "./room/room.js" */

/** @type {<T extends HTMLElement>(selector: string, kind: new () => T) => T} */
function find(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) {
    throw new Error(`Expected ${selector} in the page`);
  }
  return element;
}

/** @type {(selector: string) => HTMLElement} */
const any = (selector) => find(selector, HTMLElement);
/** @type {(id: string) => HTMLButtonElement} */
const button = (id) => find(`#${id}`, HTMLButtonElement);

/** When the page's own files have come: then what prints is fetched. */
const PAPER_MS = 8000;

const root = document.documentElement;
const pad = find("#pad", HTMLCanvasElement);
const network = find("#network-view", HTMLCanvasElement);
const keyList = find("#key-list", HTMLDialogElement);
const links = [...document.querySelectorAll("#scenes a")].filter(
  (link) => link instanceof HTMLElement,
);

const walkElements = {
  frame: {
    picture: network,
    caption: any("#caption"),
    formula: any("#formula"),
    play: button("play"),
    count: any("#beat-count"),
    ends: null,
    panel: null,
  },
  controls: {
    targets: any(".targets"),
    digits: Array.from({ length: 10 }, (_, digit) => button(`target-${digit}`)),
    pad,
    clear: button("clear"),
    undoStroke: button("undo-stroke"),
    sampleNext: button("sample-next"),
    sampleRandom: button("sample-random"),
    sampleLabel: find("#sample-label", HTMLSelectElement),
    forward: button("forward"),
    backward: button("backward"),
    step: button("step"),
    learn: button("learn"),
    undo: button("undo"),
    redo: button("redo"),
    rate: any("#learning-rate-value"),
    rateSlider: find("#learning-rate", HTMLInputElement),
    network: find("#network", HTMLSelectElement),
  },
  network,
  cards: any("#cards"),
  dial: { slider: find("#trained-for", HTMLInputElement), output: any("#trained-for-value") },
  panels: {
    code: any("#panel-code"),
    held: { head: any("#held"), numbers: any("#held-numbers") },
    neurons: any("#neurons"),
    tip: any("#tip"),
    picture: network,
  },
  whatIf: {
    form: find("#what-if-form", HTMLFormElement),
    curve: find("#cost-curve", HTMLCanvasElement),
    checkAnswer: any("#check-answer"),
    sign: any("#what-if-sign"),
  },
  heads: any("#column-heads"),
  solo: button("one-or-all"),
  parts: any("#parts"),
  speed: button("speed"),
  outputs: find("#outputs tbody", HTMLTableSectionElement),
};

const panelElements = {
  body: document.body,
  panel: any("#panel"),
  panels: new Map(
    /** @type {const} */ (["code", "number"]).map((name) => [
      name,
      { button: button(name), section: any(`#panel-${name}`) },
    ]),
  ),
};

const standing = {
  message: any("#message"),
  prediction: any("[data-testid=prediction]"),
  cost: any("[data-testid=cost]"),
  iteration: any("[data-testid=iteration]"),
  network: walkElements.controls.network,
};

const store = createStore(reduce, initialState);
store.subscribe((state) => showStanding(standing, state));
store.subscribe((state) => showPanels(panelElements, state.panel));
store.subscribe(({ asking }) => button("ask").setAttribute("aria-pressed", String(asking)));
onUnread((reason) => store.set(notice(reason)));
const about = any("#about");
store.subscribe(({ drawing, session }) => {
  const isEmpty = drawing.pixels === null;
  document.body.toggleAttribute("data-empty", isEmpty);
  setText(about, isEmpty && session ? aboutWords(session.parameter_count) : "");
});
/** Whether this is the frame of a phone in a room, and not one of slides. */
const isOfRoom = location.search.includes("room=");
const memory = new TabMemory(store, shownAddress);
const conversation = new Conversation(store, () => memory.own(), isOfRoom);
addEventListener("filemissing", (event) => {
  event.preventDefault(); // What first.js would say is said here.
  sayMissing();
});
sayMissing();
const opened = openFirst();
const isEmbedded = root.dataset.embed !== undefined;
/** What leads slides around the page. */
const deck = isEmbedded ? new Deck(store, (address) => scenes.follow(address, true)) : null;
const scenes = new Scenes(
  {
    body: document.body,
    links,
    roots: new Map(["descent", "calculus", "vanishing"].map((name) => [name, any(`#${name}`)])),
    walk: walkElements,
  },
  { store, conversation, opened },
  {
    settings: () => kept.value?.settings() ?? [],
    take: async (settings) => {
      await (await kept.comes()).take(settings);
      memory.restore();
    },
    sayUnread: (settings) => kept.value?.sayUnread(settings),
  },
  deck,
);

/** Until there is a network, however long the server takes to come; or until it has refused one. */
async function openFirst() {
  await conversation.open();
  if (store.get().session === null) {
    await new Promise((resolve) => store.subscribe(({ session }) => session && resolve(session)));
  }
}

/** What first.js fetches again. */
function sayMissing() {
  const { missing } = root.dataset;
  if (missing) {
    troubles.begin(root, fileMissing(missing), true);
  } else {
    troubles.end(root);
  }
}

/** What the address holds besides scene and beat, once that is anything. */
const kept = new OnDemand(
  FILES.links,
  async () => {
    const { Links } = await import("./link/settings.js");
    return new Links({ store, conversation, opened });
  },
  touchAddress,
);

/** What a page's address says nothing of as long as it is as it was when the page came. */
const FRESH = /** @type {const} */ (["drawing", "learningRate", "panel", "asking"]);

store.subscribe((state) => {
  const isFresh = state.version <= 1 && FRESH.every((key) => state[key] === initialState[key]);
  if (!isFresh) {
    kept.want();
  }
  touchAddress();
});

// From here on a drawing is answered; the weights' lines may still be on their way.
store.subscribe(({ session }) => {
  if (session !== null && root.dataset.ready !== "true") {
    root.dataset.ready = "true";
    setTimeout(() => home.want(), PAPER_MS);
  }
});

/** What can be taken home of a beat. It is fetched when somebody wants it, and soon after the page:
 * who prints by the browser's menu gives no time for it. */
const home = new OnDemand(
  FILES.paper,
  async () => {
    const { TakeHome } = await import("./print/take_home.js");
    return new TakeHome(() => scenes.shown?.takeHome());
  },
  () => wantedOfHome && takeHome(wantedOfHome),
);
/** @type {"open" | "print" | null} */
let wantedOfHome = null;

/** @type {(what: "open" | "print") => void} */
function takeHome(what) {
  wantedOfHome = what;
  home.want()?.[what]();
}

/** The room that follows this page, once one was opened. @type {OnDemand<Room>} */
const room = new OnDemand(
  FILES.panel,
  async () => {
    const { Room } = await import("./room/room.js");
    return new Room({ store, scenes, command });
  },
  (room) => room.begin(),
);
store.subscribe((state) => state.room && room.want());

const keyRows = new OnDemand(FILES.panel, () => import("./page/key_list.js"));

async function showKeys() {
  const { showKeyList } = await keyRows.comes();
  showKeyList(any("#key-rows"));
  keyList.open || keyList.showModal();
  keyList.scrollTop = 0; // The button that gets the focus is at its end.
}

/** @type {Map<string, () => void>} what is commanded in the same way in every scene */
const PAGE_WIDE = new Map([
  ["nextScene", () => (location.hash = scenes.next)],
  ["takeHome", () => takeHome("open")],
  ["ask", () => store.set({ asking: !store.get().asking })],
  ["present", switchPresenting],
  ["room", () => room.want()],
  ["blank", () => root.toggleAttribute("data-blank")],
  ["undo", () => conversation.undo()],
  ["keys", showKeys],
]);

/** @type {(name: string, key?: string) => void} */
function command(name, key = "") {
  if (!scenes.asking.command(name, key)) {
    const own = PAGE_WIDE.get(name) ?? (() => scenes.shown?.command(name, key));
    own();
  }
}

listenForKeys(document, command);
for (const [id, name] of [
  ["previous-beat", "previous"],
  ["next-beat", "next"],
  ["full-screen", "present"],
  ["keys", "keys"],
  ["take-home", "takeHome"],
  ["ask", "ask"],
  ["room", "room"],
  ["code", "code"],
  ["number", "number"],
]) {
  press(button(id), () => command(name));
}
if (!isEmbedded) {
  watchFullScreen(); // A frame always shows only picture, caption, formula and outline.
}
addEventListener("keydown", (event) => {
  if (keyOf(event) === "p" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    if (!event.repeat) {
      takeHome("print");
    }
  }
});

const menu = any("#menu");
const closeMenu = () => menu.hidePopover?.(); // Without popovers it stands in the page.
const panels = ["code", "number", "ask"].map(button);
for (const done of [...menu.querySelectorAll("button"), ...panels]) {
  press(done, closeMenu);
}
// A small window has one row for the bar, and none for what is chosen now and then.
const small = matchMedia("(max-width: 50em), (max-height: 31em)");
const chosen = [...document.querySelectorAll(".bar-end > .quiet-field"), ...panels];
const arrange = () => (small.matches ? menu.prepend(...chosen) : button("more").before(...chosen));
small.addEventListener("change", arrange);
arrange();
// Until a file has been chosen, the field that asks for it must stand on the page.
menu.addEventListener("change", closeMenu);
wireNetworkFile(
  {
    save: button("save-network"),
    load: find("#load-network", HTMLInputElement),
    dropHere: any("#drop-here"),
  },
  { store, conversation },
);

press(button("theme"), () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  setText(button("theme"), root.dataset.theme === "dark" ? LABELS.toLight : LABELS.toDark);
  scenes.shown?.refit();
});

/** The canvases have the screen's colours and are as fine as it, whichever it is now.
 * @type {(query: () => string) => void} */
function refitOn(query) {
  const media = matchMedia(query());
  const again = () => {
    scenes.shown?.refit();
    refitOn(query);
  };
  media.addEventListener("change", again, { once: true });
}
refitOn(() => `(resolution: ${devicePixelRatio}dppx)`);
refitOn(() => "(forced-colors: active)");
refitOn(() => "(prefers-color-scheme: dark)");

document.fonts.ready.then(() => scenes.shown?.refit());
mendFonts();
onWaking(() => conversation.wake());
const [{ hash }, { isFurtherBack }] = [location, memory];
followAddress(memory.first, (address, isNew) => scenes.follow(address, isNew)).then(() => {
  memory.restore();
  if (isFurtherBack) {
    scenes.follow(hash, false);
  }
});
