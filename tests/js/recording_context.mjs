/** A canvas's context that keeps what is drawn, for tests without a browser. */

class Nothing {
  constructor(...size) {
    this.size = size;
  }
}

/** Where they are missing: what the pictures make beside their canvas. */
globalThis.Path2D ??= class extends Nothing {
  moveTo() {}
  lineTo() {}
};
globalThis.ImageData ??= class extends Nothing {
  data = { set() {} };
};
globalThis.OffscreenCanvas ??= class extends Nothing {
  getContext = () => ({ putImageData() {} });
};

/** Keeps texts, and the arrows: a straight line up or down and the triangle at its end. */
export class RecordingContext {
  texts = [];
  arrows = [];
  dots = [];
  /** @type {[string, number, number][]} */
  #path = [];
  #shaft = null;

  constructor() {
    const ignored =
      "strokeRect fillRect setLineDash rect roundRect clip save restore translate scale rotate";
    for (const name of `${ignored} strokeText drawImage closePath bezierCurveTo`.split(" ")) {
      this[name] = () => {};
    }
  }

  beginPath() {
    this.#path = [];
  }

  moveTo(x, y) {
    this.#path.push(["move", x, y]);
  }

  lineTo(x, y) {
    this.#path.push(["line", x, y]);
  }

  arc(x, y, radius) {
    this.#path.push(["arc", x, y, radius]);
  }

  stroke() {
    const [from, to, ...more] = this.#path;
    const isUpright = from?.[0] === "move" && to?.[0] === "line" && from[1] === to[1];
    this.#shaft = isUpright && more.length === 0 ? { x: from[1], tail: from[2] } : null;
  }

  fill() {
    const [tip, ...corners] = this.#path;
    if (tip?.[0] === "move" && corners.length === 2 && this.#shaft?.x === tip[1]) {
      const { x, tail } = this.#shaft;
      this.arrows.push({ x, tail, tip: tip[2], value: tail - tip[2] });
    } else if (tip?.[0] === "arc") {
      this.dots.push({ x: tip[1], y: tip[2], radius: tip[3] });
    }
  }

  fillText(text) {
    this.texts.push(text);
  }

  measureText(text) {
    return { width: text.length * 7 };
  }
}
