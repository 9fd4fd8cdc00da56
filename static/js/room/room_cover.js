/** What stands before the picture on the projector: how to join, a question of the lecturer's own,
 * what is to be drawn and the drawings that were let through. One at a time.
 * @import {OpenedRoom, RoomState, ShownDrawing} from "../server/types.js"
 * @typedef {Pick<OpenedRoom, "code" | "key" | "join">} RoomKey
 * @typedef {object} DoorActions
 * @property {() => void} onHide @property {() => void} onWindow @property {() => void} onClose
 * @property {(withKey: boolean) => Promise<string>} picture a QR code's address */

import { readTheme, scaled } from "../kit/canvas.js";
import { asWritten, button, element, setText, sureButton } from "../kit/dom.js";
import { drawPixels } from "../kit/picture.js";
import { sizeOf } from "../kit/size.js";
import { endsOf, outcomeOf } from "./room_tally.js";
import { ASKING, DRAWINGS, ROOM } from "./room_words.js";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
/** So many drawings are few; so many, some. */
const [FEW, SOME] = [5, 14];

/** How to join: its QR code, the address and the code for who cannot scan it.
 * @type {(room: RoomKey, actions: DoorActions) => {element: HTMLElement, show: (state: RoomState) =>
 *   void}} */
export function doorOf({ code, join }, { onHide, onWindow, onClose, picture }) {
  const { host, hostname, pathname } = new URL(join);
  const image = qrCode("room-qr", ROOM.qr, () => picture(false));
  const here = element("p", "room-here");
  here.setAttribute("role", "status");
  const written = asWritten(element("p", "room-code", code));
  written.dataset.testid = "room-code";
  const remote = element("div", "room-remote");
  const toggleRemote = () => {
    const isOpen = remote.childElementCount > 0;
    words.classList.toggle("with-remote", !isOpen);
    remote.replaceChildren(
      ...(isOpen
        ? []
        : [
            qrCode("room-qr-small", ROOM.remoteQr, () => picture(true)),
            element("p", "", ROOM.remoteWarning),
          ]),
    );
  };
  const words = element(
    "div",
    "room-door-words",
    element("p", "room-door-lead", ROOM.join),
    asWritten(element("p", "room-address", host + pathname.replace(/\/[^/]*$/, ""))),
    element("p", "room-door-lead", ROOM.code),
    written,
    here,
    ...(LOOPBACK.includes(hostname) ? [loopback()] : []),
    element(
      "div",
      "room-door-tools",
      button("quiet", ROOM.presenter, onWindow),
      button("quiet", ROOM.remote, toggleRemote),
      sureButton(ROOM.close, onClose),
      button("quiet", ROOM.hide, onHide),
    ),
    remote,
  );
  return {
    element: element("div", "room-door", image, words),
    show: ({ seats }) => setText(here, ROOM.here(seats)),
  };
}

/** What keeps a hall from joining, and the command that lets it. @returns {HTMLElement} */
function loopback() {
  const note = element("p", "room-loopback", `${ROOM.loopback} `);
  note.append(asWritten(element("code", "", ROOM.command)), ` ${ROOM.address}`);
  note.dataset.testid = "loopback";
  return note;
}

/** @type {(className: string, name: string, picture: () => Promise<string>) => HTMLImageElement} */
function qrCode(className, name, picture) {
  const image = element("img", className);
  image.alt = name;
  picture().then(
    (address) => (image.src = address),
    () => {},
  );
  return image;
}

/** A question of the lecturer's own while it is asked, and after its reveal.
 * @type {(state: RoomState, isRevealed: boolean, amounts: number[] | null) => HTMLElement} */
export function ownQuestion({ question, closed_question, seats }, isRevealed, amounts) {
  const shown = isRevealed ? closed_question : question;
  if (shown === null) {
    return element("div", "room-own");
  }
  const head = element("h2", "room-text", shown.text);
  head.dataset.testid = "own-question";
  const rest =
    isRevealed && closed_question !== null
      ? outcomeOf(closed_question, amounts, closed_question.right)
      : [
          shown.amount
            ? endsOf(shown.amount)
            : element("ol", "room-choices", ...shown.choices.map((one) => element("li", "", one))),
          element("p", "room-standing", ASKING.answered(shown.answered, seats)),
        ];
  return element("div", "room-own", head, ...rest);
}

/** What is to be drawn, how many have, and what was let through.
 * @type {(state: RoomState, shown: ShownDrawing[]) => HTMLElement} */
export function drawingsWall({ drawing, drawings }, shown) {
  const { digit, count, step } = drawings;
  const tiles = shown.map(({ label, pixels, reading }) =>
    element(
      "li",
      reading.prediction === label ? "" : "room-misread",
      pictureOf(pixels),
      element("span", "", DRAWINGS.read(label, reading.prediction)),
    ),
  );
  const wall = element("ol", "room-wall", ...tiles);
  wall.dataset.many = tiles.length <= FEW ? "few" : tiles.length <= SOME ? "some" : "many";
  wall.dataset.testid = "wall";
  const lines = [
    ...(drawing ? [element("h2", "room-text", DRAWINGS.ask(digit))] : []),
    element("p", "room-standing", DRAWINGS.count(count)),
    ...(step
      ? [element("p", "room-why", DRAWINGS.stepped(step.count, step.before, step.after))]
      : []),
  ];
  return element("div", "room-drawings", ...lines, wall);
}

/** @type {(pixels: number[]) => HTMLCanvasElement} */
export function pictureOf(pixels) {
  const canvas = element("canvas", "room-picture");
  canvas.setAttribute("aria-hidden", "true");
  requestAnimationFrame(() => {
    const theme = readTheme(document.documentElement);
    drawPixels(scaled(canvas), pixels, { x: 0, y: 0, side: sizeOf(canvas).width }, theme);
  });
  return canvas;
}
