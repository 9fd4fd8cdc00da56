/* What a page looks like from a seat: which texts lie over each other, what is cut off or too small
 * to be read, what cannot be pressed. Run before the page's own scripts it also sees what they write
 * on canvases. */

globalThis.seat ??= (() => {
  /* Canvases do not know what is written on them: each text's box is kept until it is cleared away. */

  const written = new WeakMap();

  /** By plain arithmetic: a beat writes hundreds of texts, each of them in every frame. */
  const boundsOf = ({ a, b, c, d, e, f }, { left, top, right, bottom }) => {
    const [x, y] = [a * left + c * top + e, b * left + d * top + f];
    const [across, down] = [right - left, bottom - top];
    const [ax, bx, cy, dy] = [a * across, b * across, c * down, d * down];
    return {
      left: x + Math.min(0, ax) + Math.min(0, cy),
      right: x + Math.max(0, ax) + Math.max(0, cy),
      top: y + Math.min(0, bx) + Math.min(0, dy),
      bottom: y + Math.max(0, bx) + Math.max(0, dy),
    };
  };

  const isInside = ({ left, right, top, bottom }, outer) =>
    (left + right) / 2 > outer.left &&
    (left + right) / 2 < outer.right &&
    (top + bottom) / 2 > outer.top &&
    (top + bottom) / 2 < outer.bottom;

  const keep = (canvas, texts) => {
    const known = written.get(canvas) ?? new Map();
    for (const text of texts) {
      known.set([text.text, Math.round(text.left), Math.round(text.top)].join(), text);
    }
    written.set(canvas, known);
  };

  const forget = (context, [x, y, width, height]) => {
    const known = written.get(context.canvas);
    if (known?.size) {
      const box = { left: x, top: y, right: x + width, bottom: y + height };
      const cleared = boundsOf(context.getTransform(), box);
      for (const [key, text] of known) {
        if (isInside(text, cleared)) {
          known.delete(key);
        }
      }
    }
  };

  const textOf = (context, text, x, y, most) => {
    const measured = context.measureText(text);
    const narrowed = Math.min(1, (most ?? measured.width) / (measured.width || 1));
    const at = context.getTransform();
    const box = {
      left: x - measured.actualBoundingBoxLeft * narrowed,
      right: x + measured.actualBoundingBoxRight * narrowed,
      top: y - measured.actualBoundingBoxAscent,
      bottom: y + measured.actualBoundingBoxDescent,
    };
    const height = Number.parseFloat(/([\d.]+)px/.exec(context.font)?.[1] ?? "0");
    const size = height * Math.hypot(at.b, at.d);
    return { ...boundsOf(at, box), text: String(text), size, font: height };
  };

  function listen({ prototype }) {
    const { clearRect, drawImage, fillRect, fillText } = prototype;
    prototype.fillText = function (...given) {
      if (this.globalAlpha > 0.1 && String(given[0]).trim() !== "") {
        keep(this.canvas, [textOf(this, ...given)]);
      }
      return fillText.apply(this, given);
    };
    prototype.clearRect = function (...box) {
      forget(this, box);
      return clearRect.apply(this, box);
    };
    prototype.fillRect = function (...box) {
      if (this.globalAlpha > 0.8) {
        forget(this, box);
      }
      return fillRect.apply(this, box);
    };
    prototype.drawImage = function (...given) {
      keep(this.canvas, written.get(given[0])?.values() ?? []);
      return drawImage.apply(this, given);
    };
  }

  function listenToSizes({ prototype }) {
    for (const side of ["width", "height"]) {
      const { get, set } = Object.getOwnPropertyDescriptor(prototype, side);
      Object.defineProperty(prototype, side, {
        get,
        set(value) {
          written.delete(this); // A canvas that gets a size is empty.
          set.call(this, value);
        },
      });
    }
  }

  [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D].forEach(listen);
  [HTMLCanvasElement, OffscreenCanvas].forEach(listenToSizes);

  /* How many questions of the page are not answered yet. */

  let underWay = 0;
  const { fetch } = globalThis;
  globalThis.fetch = async (...given) => {
    underWay++;
    try {
      return await fetch(...given);
    } finally {
      underWay--;
    }
  };

  /* What is read. */

  const SHOWN = { visibilityProperty: true, opacityProperty: true };
  const UNREAD =
    ".visually-hidden, .skip, dialog:not([open]), option, .sheet, noscript, [popover]:not(:popover-open)";
  const shorten = (text) => text.trim().replace(/\s+/g, " ").slice(0, 30);
  const nameOf = (element) =>
    element === null
      ? "nothing"
      : element.id || element.ariaLabel || shorten(element.textContent) || element.className;

  /** A box, as far as it is seen through others. */
  const through = (box, clips) => ({
    left: Math.max(box.left, ...clips.map(({ left }) => left)),
    right: Math.min(box.right, ...clips.map(({ right }) => right)),
    top: Math.max(box.top, ...clips.map(({ top }) => top)),
    bottom: Math.min(box.bottom, ...clips.map(({ bottom }) => bottom)),
  });

  const scrolls = (overflow) => /auto|scroll/.test(overflow);

  /** What cuts off what is in it, or scrolls it; `bars`: where a scroll bar of it is, if any. */
  function clipOf(element, overflowX, overflowY) {
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
    const bars = {
      x: scrolls(overflowX) && scrollWidth > clientWidth + 1,
      y: scrolls(overflowY) && scrollHeight > clientHeight + 1,
    };
    // Under a bar that takes room, where nothing brings it up again.
    const lost = bars.x && overflowY === "hidden" ? scrollHeight - clientHeight : 0;
    return { ...boxOf(element), scrolls: scrolls(overflowX), bars, lost, element };
  }

  /** What an element is seen through, and what stays where it is when the page is scrolled. */
  function surroundings() {
    const known = new Map([[document.body, { clips: [], layer: null }]]);
    return function of(element) {
      const found = known.get(element);
      if (found || element === null) {
        return found ?? known.get(document.body);
      }
      const outer = of(element.parentElement);
      const { clipPath, overflowX, overflowY, position } = getComputedStyle(element);
      const isClip = overflowX !== "visible" || overflowY !== "visible";
      const own = {
        isHidden: outer.isHidden || clipPath === "inset(50%)",
        layer: position === "fixed" || position === "sticky" ? element : outer.layer,
        clips: isClip ? [...outer.clips, clipOf(element, overflowX, overflowY)] : outer.clips,
      };
      known.set(element, own);
      return own;
    };
  }

  function boxOf(element) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  }

  /** How large letters are on the screen. */
  function sizeOf(element) {
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    const svg = element.closest("svg");
    const drawn = svg?.viewBox?.baseVal.width;
    return drawn ? (size * svg.getBoundingClientRect().width) / drawn : size;
  }

  /** A line is higher than its letters. */
  const inkOf = ({ left, right, top, height, bottom }) => ({
    ...{ left, right },
    top: top + height / 5,
    bottom: bottom - height / 5,
  });

  /** What is read as one: a text, or a formula with all of its texts. */
  function* readNodes() {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (texts.nextNode()) {
      const node = texts.currentNode;
      const one = node.parentElement.closest(".katex") ?? node;
      // A dot stands where a head has no room.
      if (!/^[\s·]*$/.test(node.data) && !seen.has(one) && !node.parentElement.closest(UNREAD)) {
        seen.add(one);
        yield { one, text: shorten(node.data), parent: node.parentElement };
      }
    }
  }

  /** The lines of a text; a formula is one. */
  function linesOf(one) {
    const range = document.createRange();
    range.selectNodeContents(one);
    return one instanceof Element ? [range.getBoundingClientRect()] : [...range.getClientRects()];
  }

  /** Elements with the letters of a text; a formula has letters of several sizes. */
  const lettersOf = (one, parent) =>
    one instanceof Element ? [one, ...one.querySelectorAll(".katex-sizing")] : [parent];

  /** How large a font's own small digits are beside its letters. */
  const lessOf = (text) => (/[\u00b9\u00b2\u00b3\u2070-\u209c]/.test(text) ? 0.6 : 1);

  /** `sized`: how large letters are takes a while, and not everybody asks. */
  function* textsOfElements(around, sized) {
    for (const { one, text, parent } of readNodes()) {
      const owner = one instanceof Element ? one : parent;
      if (owner.checkVisibility(SHOWN)) {
        const sizes = sized ? lettersOf(one, parent).map(sizeOf) : [];
        const size = Math.min(...sizes) * lessOf(text);
        const whose = { text, owner: parent.closest("svg") ?? owner, size, ...around(owner) };
        yield* linesOf(one).map((line) => ({ ...whose, box: inkOf(line) }));
      }
    }
  }

  function* textsOfCanvases(around) {
    for (const canvas of document.querySelectorAll("canvas")) {
      const card = canvas.parentElement?.querySelector(".cards:not([hidden])");
      if (canvas.checkVisibility(SHOWN) && !canvas.closest(UNREAD) && !card) {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const [x, y] = [width / canvas.width, height / canvas.height];
        const { clips, layer } = around(canvas);
        const own = { left, top, right: left + width, bottom: top + height, scrolls: false };
        for (const text of written.get(canvas)?.values() ?? []) {
          const box = { left: left + text.left * x, right: left + text.right * x };
          Object.assign(box, { top: top + text.top * y, bottom: top + text.bottom * y });
          const { font } = text;
          const whose = {
            text: text.text,
            owner: null,
            size: text.size * y * lessOf(text.text),
            font,
            layer,
          };
          yield { ...whose, clips: [...clips, own], box };
        }
      }
    }
  }

  /** By how much two boxes share some room, across and down. */
  const shared = (a, b) => [
    Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  ];

  /** Pairs of texts that lie over each other by more than a letter's edge; a formula is one text. */
  function* textsOverTexts(texts) {
    const sorted = texts.toSorted((a, b) => a.seen.top - b.seen.top);
    for (const [i, a] of sorted.entries()) {
      for (let j = i + 1; j < sorted.length && sorted[j].seen.top < a.seen.bottom; j++) {
        const b = sorted[j];
        const [across, down] = shared(a.seen, b.seen);
        const areTwo = (a.owner === null || a.owner !== b.owner) && a.layer === b.layer;
        if (areTwo && across > 2 && down > 3) {
          yield `"${a.text}" over "${b.text}" by ${Math.round(across)} x ${Math.round(down)}`;
        }
      }
    }
  }

  /** Text of which a part is hidden that nothing brings into view. */
  function* cutTexts(texts) {
    for (const { text, box, clips, owner } of texts) {
      const over = clips
        .filter(({ scrolls }) => !scrolls)
        .map((clip) => Math.max(clip.left - box.left, box.right - clip.right));
      const most = Math.max(0, ...over);
      if (most > (owner === null ? 1.5 : 2.5)) {
        yield `"${text}" is cut by ${Math.round(most)}`;
      }
    }
  }

  function* smallTexts(texts, least) {
    const small = texts.filter(({ size }) => size < least - 0.05);
    yield* new Set(small.map(({ text, size }) => `"${text}" has ${size.toFixed(1)} px`));
  }

  /** Texts in a tiny font that a transform enlarges: WebKit rounds its letters' widths first. */
  function* garbledTexts(texts) {
    const tiny = texts.filter(({ font }) => font < 4);
    yield* new Set(tiny.map(({ text, font }) => `"${text}" has a font of ${font} px, enlarged`));
  }

  /* How far a colour is from the page's ground (WCAG 2.2, 1.4.3). */

  const sampled = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  sampled.canvas.width = sampled.canvas.height = 1;

  /** What is seen of colours that lie over each other, as red, green, blue and how much they cover. */
  function seenOf(colours) {
    sampled.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      sampled.fillStyle = colour;
      sampled.fillRect(0, 0, 1, 1);
    }
    return [...sampled.getImageData(0, 0, 1, 1).data];
  }

  function luminance(colours) {
    const linear = (value) =>
      value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    const [red, green, blue] = seenOf(colours).map(linear);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** The colours behind an element's letters, the lowest first; null where a picture is there. */
  function groundsOf(element) {
    const grounds = [];
    for (let each = element; each !== null; each = each.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(each);
      if (backgroundImage !== "none") {
        return null;
      }
      grounds.unshift(backgroundColor);
      if (seenOf([backgroundColor])[3] === 255) {
        break;
      }
    }
    return grounds;
  }

  /** Texts of elements that hardly stand out from what they are written on. */
  function* paleTexts(least) {
    for (const { text, parent } of readNodes()) {
      const grounds = groundsOf(parent);
      const { color, fill } = getComputedStyle(parent);
      if (grounds !== null && parent.checkVisibility(SHOWN) && !parent.closest(":disabled")) {
        const ink = parent.closest("svg") ? fill : color;
        const [a, b] = [[...grounds, ink], grounds].map(luminance);
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < least) {
          yield `"${text}" stands out by ${contrast.toFixed(1)}`;
        }
      }
    }
  }

  /** What is written of a line in a drawing, where that line goes through it. */
  function* struckTexts() {
    for (const line of document.querySelectorAll("g[data-factor] > line")) {
      const text = line.parentElement.querySelector(":scope > text");
      const [from, to] = [line.getPointAtLength(0), line.getPointAtLength(line.getTotalLength())];
      if (text?.checkVisibility(SHOWN)) {
        const { x, y, width, height } = text.getBBox();
        const box = { left: x, right: x + width, top: y + height / 5, bottom: y + height * 0.8 };
        const isStruck = Array.from({ length: 50 }, (_, i) => i / 49).some((share) => {
          const left = from.x + (to.x - from.x) * share;
          const top = from.y + (to.y - from.y) * share;
          return isInside({ left, right: left, top, bottom: top }, box);
        });
        if (isStruck) {
          yield `"${text.textContent}" is struck through by its line`;
        }
      }
    }
  }

  /** Tables that are there for those who listen: Firefox shows their captions, whatever cuts them. */
  function* hiddenTables(around) {
    for (const { parentElement: table } of document.querySelectorAll("table > caption")) {
      if (around(table).isHidden && !around(table.parentElement).isHidden) {
        yield `${nameOf(table)} is a table that is hidden itself, not what holds it`;
      }
    }
  }

  /** Numbers and symbols that a browser would change when it translates the page. */
  function* translatedNumbers() {
    for (const { parent } of readNodes()) {
      const texts = [...parent.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const text = shorten(texts.map(({ data }) => data).join(" "));
      const isWordless = /[\p{L}\p{N}]/u.test(text) && !/[a-z]{2}|^a /i.test(text);
      if (isWordless && parent.closest("[translate=no]") === null) {
        yield `"${text}" would be translated, in ${parent.localName} ${parent.getAttribute("class") ?? ""} of ${nameOf(parent.closest("[id]"))}`;
      }
    }
  }

  /** Formulas that have to be moved to be read. */
  function* longFormulas() {
    for (const formula of document.querySelectorAll(".formula")) {
      const over = formula.scrollWidth - formula.clientWidth;
      if (over > 1 && formula.checkVisibility(SHOWN)) {
        yield `a formula is ${over} too long`;
      }
    }
  }

  const OF_A_LAYER = /^(w|b|a|a-before|z|delta|nudge|nudge-a|nudge-z|neuron)$/;

  /** Weights, biases and activations in formulas that do not say of which layer they are. The pixels of a
   *  picture have a row and a column. */
  function* layerless() {
    for (const one of document.querySelectorAll(".katex [data-symbol]")) {
      const { symbol } = one.dataset;
      if (OF_A_LAYER.test(symbol) && !/\(([1-9L]|\d+|L[−-]1|0)\)/.test(one.textContent)) {
        const { beat } = document.body.dataset;
        if (one.checkVisibility(SHOWN) && beat !== "input-numbers") {
          yield `"${shorten(one.textContent)}" is of no layer`;
        }
      }
    }
  }

  const messages = new Map();

  /** Where a message is, or would be: that depends on the scene, on the room that a scroll bar leaves and
   *  on how large letters are, not on the beat. */
  function boxOfMessage() {
    const root = document.documentElement;
    const { fontSize } = getComputedStyle(root);
    const key = [root.clientWidth, innerHeight, fontSize, document.body.dataset.scene].join();
    if (!messages.has(key)) {
      const message = document.querySelector("#message");
      const { hidden, textContent } = message;
      message.hidden = false;
      message.textContent = textContent || "The server cannot be reached. ".repeat(3);
      messages.set(key, boxOf(message));
      message.hidden = hidden;
      message.textContent = textContent;
    }
    return messages.get(key);
  }

  /** Whatever of the story's words is not seen at first, or lies under a message that stands. */
  function* unseenWords() {
    const message = boxOfMessage();
    const written = [...document.querySelectorAll("#formula, .caption")].filter(
      (words) => words.checkVisibility(SHOWN) && words.textContent !== "",
    );
    for (const words of written) {
      const box = boxOf(words);
      const [across, down] = shared(box, message);
      if (box.bottom > innerHeight + 1) {
        yield `${nameOf(words)} ends ${Math.round(box.bottom - innerHeight)} below the window`;
      }
      if (across > 0 && down > 1) {
        yield `a message lies over ${nameOf(words)} by ${Math.round(down)}`;
      }
    }
  }

  /* What is pressed. */

  const PRESSED = "button:enabled, a[href], select:enabled, input:enabled, summary, #pad";
  const ASIDE = `${UNREAD}, .neurons, [inert]`;
  const bring = (element) =>
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });

  /** What lies over an element somewhere, of what is not its own. */
  function coverOf(element) {
    const { left, top, width, height } = element.getBoundingClientRect();
    for (const share of [0.5, 0.15, 0.85]) {
      const there = document.elementFromPoint(left + width * share, top + height / 2);
      const isOwn =
        there !== null &&
        (element.contains(there) ||
          there.closest(".passage")?.parentElement === element.parentElement || // in its corner
          (there.contains(element) && there.closest("button, a, label, summary, tr, li")) ||
          there.closest("label")?.control === element);
      if (!isOwn) {
        return nameOf(there);
      }
    }
    return null;
  }

  /** Pairs of what is pressed of which one lies over a part of the other, but for what plays a part alone,
   *  in its corner. */
  function* pressedOverPressed(around) {
    const all = [...document.querySelectorAll(PRESSED)]
      .filter((element) => element.checkVisibility(SHOWN))
      .filter((element) => !element.closest(`${ASIDE}, .passage`))
      .map((element) => ({ element, ...around(element) }))
      .map((each) => ({ ...each, seen: through(boxOf(each.element), each.clips) }))
      .sort((a, b) => a.seen.top - b.seen.top);
    for (const [i, a] of all.entries()) {
      for (let j = i + 1; j < all.length && all[j].seen.top < a.seen.bottom; j++) {
        const b = all[j];
        const [across, down] = shared(a.seen, b.seen);
        const areTwo = !a.element.contains(b.element) && !b.element.contains(a.element);
        if (areTwo && a.layer === b.layer && across > 2 && down > 2) {
          const by = `${Math.round(across)} x ${Math.round(down)}`;
          yield `${nameOf(a.element)} is pressed over ${nameOf(b.element)} by ${by}`;
        }
      }
    }
  }

  function* covered() {
    for (const element of document.querySelectorAll(PRESSED)) {
      if (element.checkVisibility(SHOWN) && !element.closest(ASIDE) && element.offsetWidth > 0) {
        let cover = coverOf(element);
        if (cover !== null) {
          bring(element); // Something further down may have to be scrolled to.
          cover = coverOf(element);
        }
        if (cover !== null) {
          yield `${nameOf(element)} is covered by ${cover}`;
        }
      }
    }
  }

  /** What stays at the window's upper or lower edge while the page is scrolled below it. */
  const edges = (around) =>
    [4, innerHeight - 4].flatMap((y) => {
      const there = document.elementFromPoint(innerWidth / 2, y);
      return (there && around(there).layer) ?? [];
    });

  /** What is pressed and at first stands out from under such a bar by a part only: it looks whole, or
   *  broken, and is pressed amiss. What has not come into view at all is scrolled to; so are tables,
   *  fields in rows, walls of pictures and what belongs to a picture that is higher than the window. */
  function* halfCovered(around) {
    const scrolled = ":is(table, .parts-picture svg, .calc-fields, .wall, .wish-rows) *";
    const pressed = [...document.querySelectorAll(PRESSED)].filter(
      (element) =>
        element.checkVisibility(SHOWN) &&
        !element.closest(ASIDE) &&
        !element.matches(`${scrolled}, select, input`),
    );
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (const bar of edges(around)) {
      const cover = boxOf(bar);
      for (const element of pressed.filter((each) => !bar.contains(each))) {
        const seen = through(boxOf(element), [...around(element).clips, screen]);
        const [across, down] = shared(seen, cover);
        if (across > 2 && down > 2 && seen.bottom - seen.top - down > 2) {
          yield `${nameOf(element)} is half under ${nameOf(bar)}, by ${Math.round(down)}`;
        }
      }
    }
  }

  /** What a finger cannot be sure to press. Cells of tables and digits in rows are as small as they must
   *  be, and the line of time is one slider. */
  function* smallTargets(least) {
    const packed =
      ":is(td, .parts, .parts-list, .column-heads, .wall, .batch-digits) *, [type=file]";
    for (const element of document.querySelectorAll(`${PRESSED}, summary`)) {
      const { width, height } = element.getBoundingClientRect();
      const pressed = element.closest("label")?.getBoundingClientRect().height ?? height;
      const isOne = element.checkVisibility(SHOWN) && !element.closest(ASIDE) && height > 0;
      if (isOne && !element.matches(`${packed}, p a`) && Math.max(height, pressed) < least - 0.5) {
        yield `${nameOf(element)} is ${Math.round(height)} high`;
      }
      if (isOne && element.matches(".digit") && width < least - 0.5) {
        yield `${nameOf(element)} is ${Math.round(width)} wide`;
      }
    }
  }

  /** The widest of the bars that lie over what they scroll: WebKitGTK's under a pointer, or a phone's. */
  const bar = () => (innerWidth > 800 ? 21 : 12);

  /** Where a clip's bars begin, when it is scrolled to its end. */
  function barsOf({ bars, left, top, element }) {
    const { clientLeft, clientTop, scrollLeft, scrollTop, scrollWidth, scrollHeight } = element;
    const across = left + clientLeft + scrollWidth - scrollLeft - bar();
    const down = top + clientTop + scrollHeight - scrollTop - bar();
    return [bars.y ? across : Number.POSITIVE_INFINITY, bars.x ? down : Number.POSITIVE_INFINITY];
  }

  /** What a scroll bar takes from what it scrolls, in browsers whose bars take room. */
  function* lostToBars(texts) {
    const all = new Set(texts.flatMap(({ clips }) => clips.filter(({ lost }) => lost > 1)));
    for (const { element, lost } of all) {
      yield `the scroll bar of ${nameOf(element)} takes ${Math.round(lost)} of it`;
    }
  }

  /** Where a scroll bar lies over what it scrolls, in browsers whose bars take no room. */
  function* underBars(texts) {
    const scrolled = texts.flatMap(({ clips }) => clips.filter(({ bars }) => bars?.x || bars?.y));
    for (const clip of new Set(scrolled)) {
      const [across, down] = barsOf(clip);
      const under = [...clip.element.querySelectorAll("*")].findLast((inner) => {
        const { right, bottom, width } = inner.getBoundingClientRect();
        const hanging = getComputedStyle(inner).whiteSpace === "pre-wrap" ? 10 : 4; // spaces do
        const isUnder = width > 2 && (right > across + hanging || bottom > down + 4);
        return isUnder && inner.checkVisibility(SHOWN) && !inner.closest(`${UNREAD}, .katex`);
      });
      if (under !== undefined) {
        yield `the scroll bar of ${nameOf(clip.element)} lies over ${nameOf(under)}`;
      }
    }
  }

  function* outside(whole) {
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > clientWidth) {
      yield `the page is ${scrollWidth} wide`;
    }
    if (whole && scrollHeight > clientHeight) {
      yield `the page is ${scrollHeight} high`;
    }
  }

  /** @type {(wanted: {least?: number, whole?: boolean, said?: boolean, contrast?: number, finger?:
   *   number, words?: boolean}) => string[]} `words`: whether these are looked at; `finger`: how high must be what is pressed;
   *   `least`: what letters must have, in pixels; `whole`: nothing may have to be scrolled to, or if
   *   `said`, none of the story's words; `contrast`: what elements' letters must have */
  function faults({ words = true, ...wanted } = {}) {
    const { least = 0, whole = false, said = false, contrast = 0, finger = 0 } = wanted;
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    const around = surroundings();
    const texts = [...textsOfElements(around, least > 0), ...textsOfCanvases(around)];
    const all = texts
      .map((text) => ({ ...text, seen: through(text.box, text.clips) }))
      .filter(({ isHidden }) => !isHidden)
      .filter(({ seen }) => seen.right - seen.left > 2 && seen.bottom - seen.top > 2);
    const found = [
      ...textsOverTexts(all),
      ...cutTexts(all),
      ...smallTexts(all, least),
      ...garbledTexts(texts), // Of such, no width may be left.
      ...(contrast > 0 ? paleTexts(contrast) : []),
      ...(said ? unseenWords() : []),
      ...(words ? translatedNumbers() : []),
      ...struckTexts(),
      ...hiddenTables(around),
      ...outside(whole),
      ...longFormulas(),
      ...layerless(),
      ...lostToBars(texts),
      ...underBars(texts),
      ...(finger > 0 ? [...smallTargets(finger), ...halfCovered(around)] : []),
      ...pressedOverPressed(around),
      ...covered(),
    ];
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    return [...new Set(found)];
  }

  const frames = async (count) => {
    for (let i = 0; i < count; i++) {
      await new Promise(requestAnimationFrame);
    }
  };

  /** Whether something that is to be shown has not come yet. */
  const isBusy = (patient) => underWay > 0 || (patient && isAwaited());

  const isAwaited = () =>
    [...document.querySelectorAll("main [aria-busy=true], main progress")].some((element) =>
      element.checkVisibility(SHOWN),
    );

  /** Whether beside the picture stands what an address names; what it does not name is closed. */
  function isBeside(panel) {
    if (panel === null) {
      document.querySelector("button[aria-controls=panel][aria-pressed=true]")?.click();
    }
    return panel === null || document.querySelector(`#panel-${panel}:not([hidden])`) !== null;
  }

  /** The next frame, or the one after a while where an answer is waited for. */
  const next = async (waits) => {
    if (waits) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await frames(1);
  };

  /** Wait until a beat is shown and all that it asks for has come; to be `patient` is to wait for
   *  what is trained or measured for it too. */
  async function arrive(address, patient) {
    // A beat of the walk is drawn from what the page knows.
    const enough = address.startsWith("walk/") ? 2 : 3;
    const beat = address.split("?")[0].split("/")[1];
    const panel = new URLSearchParams(address.split("?")[1]).get("panel");
    const isThere = () => document.body.dataset.beat === beat && isBeside(panel);
    if (location.hash !== `#${address}`) {
      location.hash = address;
    }
    for (let calm = 0, i = 0; calm < enough; i++) {
      if (i > 600) {
        throw new Error(`Expected to arrive at ${address}, but got ${document.body.dataset.beat}`);
      }
      await next(calm === 0 && isBusy(patient));
      calm = isThere() && !isBusy(patient) ? calm + 1 : 0;
    }
  }

  /** The addresses of all beats of all scenes. */
  async function addresses(known) {
    const all = [];
    for (const scene of document.querySelectorAll("#scenes a")) {
      location.hash = `${scene.dataset.scene}?${known}`;
      await frames(10);
      for (let calm = 0; calm < 3; calm = underWay === 0 ? calm + 1 : 0) {
        await frames(2);
      }
      const parts = [...document.querySelectorAll("[data-beats]")].filter((part) =>
        part.checkVisibility(),
      );
      const beats = parts.flatMap(({ dataset }) => dataset.beats.split(" "));
      all.push(...beats.map((beat) => `${scene.dataset.scene}/${beat}?${known}`));
    }
    return all;
  }

  /** The addresses of which it is known that no number there would be translated: in another window it
   *  is the same words that are shown. */
  const untranslated = new Set();

  /** Go to addresses one after the other, and say what is wrong at each. */
  async function walk(addresses, given) {
    const all = {};
    for (const address of addresses) {
      const wanted = { ...given, words: !untranslated.has(address) };
      await arrive(address, wanted.patient);
      let found = faults(wanted);
      if (found.length > 0) {
        await document.fonts.ready; // Formulas are fitted once their fonts have come.
        await frames(20);
        found = faults(wanted);
      }
      untranslated.add(address);
      if (found.length > 0) {
        all[address.replace(/\?digit=[^&]*&/, "?")] = found;
      }
    }
    return all;
  }

  return { arrive, faults, walk, addresses, translatedNumbers: () => [...translatedNumbers()] };
})();
