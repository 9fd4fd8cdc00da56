/**
 * Finds what the oldest supported browsers lack, in the page's scripts, styles and markup:
 *
 *     node scripts/browser_features.mjs
 *
 * The browsers are those of package.json's "browserslist", what they have is in MDN's data. Syntax
 * is not looked at: the bundler brings it down to the same browsers. A member is known by its name
 * alone, so it counts as lacking when every interface of that name lacks it.
 *
 * Not reported: what stands behind `?.()` or `@supports`, what a prefix brings (the bundler writes
 * it), and the lists below.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse as parseScript } from "acorn";
import { full } from "acorn-walk";
import { parse as parseStyle, walk } from "css-tree";

const ROOT = join(import.meta.dirname, "..");
const data = createRequire(import.meta.url)("@mdn/browser-compat-data");
const { browserslist } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf-8"));
const OLDEST = browserslist.map((each) => each.replace("ios_saf", "safari_ios").split(" >= "));

/** What may be lacking: the code asks before it uses it. */
const ASKED = new Set([
  ":popover-open", // The menu stands in the bar where there are no popovers.
  "<… popover>",
  "<… popovertarget>",
]);
/** Members of a style, and of libraries. */
const OTHERS = new Set(["destroy", "marginLeft", "maxHeight"]);
/** What may be lacking: the page is whole and readable without it. */
const LOOKS = new Set([
  ":-moz-range-thumb", // One of each is for each engine.
  ":-webkit-search-cancel-button",
  ":-webkit-slider-thumb",
  "@page",
  "accent-color",
  "cursor",
  "font-family: ui-monospace",
  "forced-color-adjust", // Safari forces no colours.
  "imageSmoothingQuality",
  "paint-order", // In Chrome it is known for SVG alone, which is where it is used.
  "print-color-adjust",
  "scrollbar-color",
  "scrollbar-width",
  "size", // of the paper
  "text-wrap",
  "touches", // Safari on a Mac has no touch screen.
]);

const isOlder = (version, oldest) => {
  const [have, want] = [version, oldest].map((each) =>
    each.replace("≤", "").split(".").map(Number),
  );
  return (have[0] - want[0] || (have[1] ?? 0) - (want[1] ?? 0)) <= 0;
};

/** The browsers that lack what a statement of the data is about. */
function lackingIn({ support }) {
  const has = ([browser, oldest]) =>
    [support[browser] ?? []]
      .flat()
      .some(
        ({ version_added: added, version_removed: removed, flags, alternative_name: other }) =>
          typeof added === "string" &&
          added !== "preview" &&
          isOlder(added, oldest) &&
          !(removed || flags || other),
      );
  return OLDEST.filter((each) => !has(each)).map((each) => each.join(" "));
}

/** By name, the browsers that lack it in every part of the data that has the name. */
function gather(parts, nameOf = (name) => name) {
  const lacking = new Map();
  for (const [name, part] of parts.flatMap((each) => Object.entries(each))) {
    if (part.__compat !== undefined) {
      const known = lacking.get(nameOf(name));
      const now = lackingIn(part.__compat);
      lacking.set(
        nameOf(name),
        known === undefined ? now : known.filter((each) => now.includes(each)),
      );
    }
  }
  return lacking;
}

const INTERFACES = [...Object.values(data.api), ...Object.values(data.javascript.builtins)];
const MEMBERS = gather(INTERFACES, (name) => name.replace(/_static$/, ""));
const GLOBALS = gather([data.api, data.javascript.builtins, data.api.Window]);
const PROPERTIES = gather([data.css.properties]);
const SELECTORS = gather([data.css.selectors]);
const AT_RULES = gather([data.css["at-rules"]]);
const deep = (part) => [
  part,
  ...Object.entries(part).flatMap(([name, each]) => (name === "__compat" ? [] : deep(each))),
];
const FUNCTIONS = gather(Object.values(data.css.types).flatMap(deep));
const ATTRIBUTES = gather([data.html.global_attributes, ...Object.values(data.html.elements)]);
const ELEMENTS = gather([data.html.elements]);

const found = [];
const checked = new Set();
/** Notes a use of something by its kind and name, unless all the browsers have it. */
function check(kinds, name, where, label = name) {
  const lacking = kinds.get(name) ?? [];
  if (lacking.length > 0) {
    checked.add(label).add(label.split(":")[0]);
    if (![label, label.split(":")[0]].some((each) => ASKED.has(each) || LOOKS.has(each))) {
      found.push(`${where}: ${label} is lacking in ${lacking.join(", ")}`);
    }
  }
}

const files = (folder, ending) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();

function script(path, own) {
  const tree = parseScript(readFileSync(join(ROOT, path), "utf-8"), {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
  });
  const asked = new Set();
  full(tree, (node) => node.type === "CallExpression" && node.optional && asked.add(node.callee));
  full(tree, (node) => {
    const where = () => `${path}:${node.loc.start.line}`;
    if (
      node.type === "MemberExpression" &&
      !node.computed &&
      !asked.has(node) &&
      !own.has(node.property.name)
    ) {
      check(MEMBERS, node.property.name, where());
    }
    if (node.type === "Identifier" && !own.has(node.name)) {
      check(GLOBALS, node.name, where());
    }
  });
}

/** The names that the page itself gives to members and variables. */
function ownNames(paths) {
  const names = new Set();
  for (const path of paths) {
    const tree = parseScript(readFileSync(join(ROOT, path), "utf-8"), {
      ecmaVersion: "latest",
      sourceType: "module",
    });
    full(tree, ({ type, key, id, name }) => {
      if (["MethodDefinition", "PropertyDefinition", "Property"].includes(type)) {
        names.add(key.name);
      } else if (type === "VariablePattern" || type === "Pattern") {
        names.add(name);
      } else if (id?.name !== undefined) {
        names.add(id.name);
      }
    });
  }
  return names;
}

/** Whether a style block gives a property a value before, which an older browser keeps. A value with
 * var() is taken by every browser and only fails later, so nothing stands in for it. */
function hasOther(block, declaration, text) {
  const before = block?.children.toArray().slice(0, block.children.toArray().indexOf(declaration));
  return (
    !text.includes("var(") && before?.some(({ property }) => property === declaration.property)
  );
}

/** Where a name in a stylesheet is looked up, and how it is written. */
const RULES = {
  Atrule: ({ name }) => [AT_RULES, name, `@${name}`],
  PseudoClassSelector: ({ name }) => [SELECTORS, name, `:${name}`],
  PseudoElementSelector: ({ name }) => [SELECTORS, name, `:${name}`],
  Declaration: ({ property }) => [PROPERTIES, property.replace(/^-.*/, ""), property],
};
const VALUES = {
  Function: ({ name }) => [FUNCTIONS, name, `${name}()`],
  Identifier: ({ name }, property) => [
    gather([data.css.properties[property] ?? {}]),
    name,
    `${property}: ${name}`,
  ],
};

function style(path) {
  const source = readFileSync(join(ROOT, path), "utf-8");
  const textOf = ({ loc: { start, end } }) => source.slice(start.offset, end.offset);
  const standsAlone = ({ block, declaration }) =>
    declaration !== null && !hasOther(block, declaration, textOf(declaration));
  walk(parseStyle(source, { positions: true }), function look(node) {
    if (this.atrule?.name === "supports") {
      return;
    }
    const value = standsAlone(this) ? VALUES[node.type] : undefined;
    const use = RULES[node.type]?.(node) ?? value?.(node, this.declaration.property);
    if (use !== undefined) {
      const [kinds, name, label] = use;
      check(kinds, name, `${path}:${node.loc?.start.line}`, label);
    }
  });
}

function markup(path) {
  const lines = readFileSync(join(ROOT, path), "utf-8").split("\n");
  for (const [index, line] of lines.entries()) {
    for (const [, element, attributes] of line.matchAll(
      /<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)/g,
    )) {
      check(ELEMENTS, element, `${path}:${index + 1}`, `<${element}>`);
      for (const [, attribute] of attributes.replace(/"[^"]*"/g, "").matchAll(/\s([a-z-]+)/g)) {
        check(ATTRIBUTES, attribute, `${path}:${index + 1}`, `<… ${attribute}>`);
      }
    }
  }
}

const scripts = files("static/js", ".js");
const own = new Set([...OTHERS, ...ownNames(scripts)]);
for (const path of scripts) {
  script(path, own);
}
files("static/css", ".css").forEach(style);
files("templates", ".html").forEach(markup);
for (const name of [...ASKED, ...LOOKS].filter((each) => !checked.has(each))) {
  found.push(
    `${name} is no longer used, or all browsers have it: take it out of scripts/browser_features.mjs`,
  );
}
process.stdout.write(found.map((each) => `${each}\n`).join(""));
process.exitCode = found.length > 0 ? 1 : 0;
