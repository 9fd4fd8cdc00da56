/** Fonts that do not come are fetched again; a browser by itself goes on without them. */

import { untilItComes } from "./files.js";
import { FILES } from "./words.js";

/** From now on, fetch each font again that has not come. */
export function mendFonts() {
  document.fonts.addEventListener("loadingerror", ({ fontfaces }) => {
    for (const face of fontfaces) {
      mend(face);
    }
  });
}

/** @type {(missing: FontFace) => Promise<void>} */
async function mend(missing) {
  const rule = ruleOf(missing);
  if (rule) {
    const { family, style, weight, unicodeRange, display } = missing;
    const descriptors = { style, weight, unicodeRange, display };
    const source = sourceOf(rule);
    const fetch = () => new FontFace(family, source, descriptors).load();
    document.fonts.add(await untilItComes(FILES.fonts, fetch));
  }
}

/** Its rule in the page's stylesheets. @type {(face: FontFace) => CSSFontFaceRule | undefined} */
function ruleOf({ family, style, weight }) {
  const rules = [...document.styleSheets].flatMap((sheet) => rulesOf(sheet));
  return rules.find(
    ({ style: said }) =>
      nameOf(said.getPropertyValue("font-family")) === nameOf(family) &&
      isSame(said.getPropertyValue("font-style"), style) &&
      isSame(said.getPropertyValue("font-weight"), weight),
  );
}

/** @type {(sheet: CSSStyleSheet) => CSSFontFaceRule[]} */
const rulesOf = (sheet) => [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);

/** @type {(family: string) => string} */
const nameOf = (family) => family.replaceAll(/["']/g, "");

/** @type {(said: string, is: string) => boolean} */
const isSame = (said, is) => said === is || said === "" || numeric(said) === numeric(is);

/** @type {(weight: string) => string} */
const numeric = (weight) => ({ normal: "400", bold: "700" })[weight] ?? weight;

/** The files that a rule names, by addresses that hold anywhere.
 * @type {(rule: CSSFontFaceRule) => string} */
function sourceOf({ style, parentStyleSheet }) {
  const base = parentStyleSheet?.href ?? location.href;
  return style
    .getPropertyValue("src")
    .replaceAll(/url\(["']?([^"')]+)["']?\)/g, (_, path) => `url("${new URL(path, base)}")`);
}
