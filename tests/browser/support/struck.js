/* Which texts on canvases a line goes through that was drawn after them, or lie half over a circle, or are
 * narrowed so that they are hard to read; which pictures of digits are smaller than their own pixels. Run
 * before the page's own scripts. */

globalThis.struck ??= (() => {
  const written = new WeakMap();
  const paths = new WeakMap();
  const MOST_SEGMENTS = 3000;
  const NARROWEST = 0.72;
  const SIDE = 28;
  const clipped = new WeakSet();
  const rounds = new WeakMap();
  const discs = new WeakMap();

  const at = (context, x, y) => new DOMPoint(x, y).matrixTransform(context.getTransform());
  const textsOf = (canvas) => {
    written.has(canvas) || written.set(canvas, new Map());
    return written.get(canvas);
  };
  const pathOf = (context) => {
    paths.has(context) || paths.set(context, []);
    return paths.get(context);
  };

  const roundsOf = (context) => {
    rounds.has(context) || rounds.set(context, []);
    return rounds.get(context);
  };
  const discsOf = (canvas) => {
    discs.has(canvas) || discs.set(canvas, []);
    return discs.get(canvas);
  };
  const forget = (canvas) => {
    written.delete(canvas);
    discs.delete(canvas);
  };

  /** What is written in a circle is no matter, but what only its edge reaches.
   * @type {(box: object, disc: object) => boolean} */
  function isHalfOver({ left, right, top, bottom }, { x, y, radius }) {
    const aside = Math.max(left - 2 - x, x - right - 2, 0);
    const away = Math.max(top - y, y - bottom, 0);
    const isIn = Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y) < radius;
    return !isIn && Math.hypot(aside, away) < radius + 1;
  }

  /** The middle of a text: what touches only its edge does not strike it through. */
  function boxOf(context, text, x, y, most = Number.POSITIVE_INFINITY) {
    const ink = context.measureText(text);
    const narrowed = Math.min(1, most / ink.width);
    const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
    const start = at(
      context,
      x - ink.actualBoundingBoxLeft * narrowed + 2,
      y - ink.actualBoundingBoxAscent,
    );
    const end = at(
      context,
      x + ink.actualBoundingBoxRight * narrowed - 2,
      y + ink.actualBoundingBoxDescent,
    );
    const inner = (height * context.getTransform().d) / 5;
    return { left: start.x, right: end.x, top: start.y + inner, bottom: end.y - inner };
  }

  const isWithin = ({ left, right, top, bottom }, { x, y }) =>
    x > left && x < right && y > top && y < bottom;

  const isNear = ({ left, right, top, bottom }, [from, to]) =>
    Math.min(from.x, to.x) < right &&
    Math.max(from.x, to.x) > left &&
    Math.min(from.y, to.y) < bottom &&
    Math.max(from.y, to.y) > top;

  /** Nearly all segments are far from a text. */
  const crosses = (box, [from, to]) =>
    isNear(box, [from, to]) &&
    Array.from({ length: 33 }, (_, i) => i / 32).some((share) =>
      isWithin(box, { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }),
    );

  const xyOf = ({ x, y }) => ({ x, y });

  function drawRounds(context) {
    const { canvas } = context;
    for (const disc of roundsOf(context)) {
      discsOf(canvas).push(disc);
      for (const text of textsOf(canvas).values()) {
        text.isStruck ||= isHalfOver(text.box, disc);
      }
    }
  }

  function listen({ prototype }) {
    const { arc, beginPath, clearRect, clip, drawImage, fill, fillRect, fillText } = prototype;
    const { lineTo, moveTo, restore, stroke } = prototype;

    prototype.fillText = function (text, x, y, ...more) {
      const box = boxOf(this, text, x, y, ...more);
      const key = [text, Math.round((box.left + box.right) / 8), Math.round(box.top / 4)].join();
      const isNarrowed = this.measureText(text).width * NARROWEST > (more[0] ?? Infinity);
      const isStruck = isNarrowed || discsOf(this.canvas).some((disc) => isHalfOver(box, disc));
      textsOf(this.canvas).set(key, { text, box, isStruck });
      fillText.call(this, text, x, y, ...more);
    };

    prototype.clearRect = function (...area) {
      forget(this.canvas);
      clearRect.apply(this, area);
    };

    prototype.fillRect = function (x, y, width, height) {
      const [start, end] = [at(this, x, y), at(this, x + width, y + height)];
      const area = { left: start.x, top: start.y, right: end.x, bottom: end.y };
      for (const [key, { box }] of this.globalAlpha > 0.8 ? textsOf(this.canvas) : []) {
        const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
        isWithin(area, middle) && textsOf(this.canvas).delete(key);
      }
      if (this.globalAlpha > 0.8) {
        discs.set(
          this.canvas,
          discsOf(this.canvas).filter((disc) => !isWithin(area, disc)),
        );
      }
      fillRect.call(this, x, y, width, height);
    };

    prototype.drawImage = function (source, ...more) {
      for (const [key, text] of written.get(source) ?? []) {
        textsOf(this.canvas).set(key, { ...text });
      }
      discsOf(this.canvas).push(...(discs.get(source) ?? []));
      const side = more.length === 4 ? more[2] * this.getTransform().a : Infinity;
      if (source.width === SIDE && source.height === SIDE && side < SIDE * devicePixelRatio) {
        const text = `a picture of ${Math.round(side)}`;
        textsOf(this.canvas).set(text, { text, box: boxOf(this, "", 0, 0), isStruck: true });
      }
      drawImage.call(this, source, ...more);
    };

    prototype.beginPath = function () {
      paths.delete(this);
      rounds.delete(this);
      beginPath.call(this);
    };

    prototype.arc = function (x, y, radius, start, end, ...more) {
      if (end - start > 6) {
        roundsOf(this).push({ ...xyOf(at(this, x, y)), radius: radius * this.getTransform().a });
      }
      arc.call(this, x, y, radius, start, end, ...more);
    };

    prototype.fill = function (...given) {
      this.globalAlpha > 0.3 && !clipped.has(this) && given.length === 0 && drawRounds(this);
      fill.apply(this, given);
    };

    prototype.moveTo = function (x, y) {
      pathOf(this).push({ to: at(this, x, y) });
      moveTo.call(this, x, y);
    };

    prototype.lineTo = function (x, y) {
      const path = pathOf(this);
      path.push({ from: path.at(-1)?.to, to: at(this, x, y) });
      lineTo.call(this, x, y);
    };

    prototype.clip = function (...given) {
      clipped.add(this); // Until it is restored, nothing is known of what is seen of a line.
      clip.apply(this, given);
    };

    prototype.restore = function () {
      clipped.delete(this);
      restore.call(this);
    };

    prototype.stroke = function (...given) {
      const path = given.length > 0 ? inOwnUnits(this, pathOf(given[0])) : pathOf(this);
      const segments = path.filter(({ from }) => from !== undefined);
      if (this.globalAlpha > 0.3 && !clipped.has(this) && segments.length < MOST_SEGMENTS) {
        for (const text of textsOf(this.canvas).values()) {
          text.isStruck ||= segments.some(({ from, to }) => crosses(text.box, [from, to]));
        }
      }
      stroke.apply(this, given);
    };
  }

  /** Paths of their own are in units of the context that draws them. */
  function listenToPaths({ prototype }) {
    const { lineTo, moveTo } = prototype;
    prototype.moveTo = function (x, y) {
      pathOf(this).push({ to: { x, y } });
      moveTo.call(this, x, y);
    };
    prototype.lineTo = function (x, y) {
      pathOf(this).push({ from: pathOf(this).at(-1)?.to, to: { x, y } });
      lineTo.call(this, x, y);
    };
  }

  const inOwnUnits = (context, path) =>
    path.map(({ from, to }) => ({
      from: from && at(context, from.x, from.y),
      to: at(context, to.x, to.y),
    }));

  listenToPaths(Path2D);
  [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D].forEach(listen);

  for (const side of ["width", "height"]) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    Object.defineProperty(HTMLCanvasElement.prototype, side, {
      get,
      set(value) {
        forget(this);
        set.call(this, value);
      },
    });
  }

  /** Go to addresses one after the other, and return the texts that are struck through at each. */
  return async (addresses) => {
    const found = {};
    for (const address of addresses) {
      await globalThis.seat.arrive(address, false);
      const canvases = [...document.querySelectorAll("canvas")].filter((canvas) =>
        canvas.checkVisibility({ visibilityProperty: true }),
      );
      const texts = canvases.flatMap((canvas) => [...textsOf(canvas).values()]);
      const names = texts.filter(({ isStruck }) => isStruck).map(({ text }) => text);
      if (names.length > 0) {
        found[address.split("?")[0]] = names;
      }
    }
    return found;
  };
})();
