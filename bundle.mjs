/**
 * Bundles the page's scripts and stylesheets, as hatch_build.py asks for it:
 *
 *     node bundle.mjs NODE_MODULES STATIC OUTPUT
 *
 * Prints which file of STATIC has become which file of OUTPUT, and which files a script needs at once.
 */
import { promises as fs, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [modules, STATIC, output] = process.argv.slice(2).map((path) => resolve(path));
const { build } = createRequire(join(modules, "esbuild", "package.json"))("esbuild");

const PAGE = join(STATIC, "js", "main.js");
/** esbuild's name for what the page fetches later. */
const LATER = "later";

/** The oldest supported browsers, by esbuild's names. */
const TARGET = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf-8")).browserslist.map((each) =>
  each.replace("ios_saf", "ios").replace(" >= ", ""),
);

const OPTIONS = {
  absWorkingDir: STATIC,
  bundle: true,
  format: "esm",
  target: TARGET,
  minify: true,
  sourcemap: true,
  metafile: true,
  outdir: output,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  logLevel: "warning",
};

const posix = (path) => path.replaceAll("\\", "/");
const all = readdirSync(STATIC, { recursive: true }).map(posix).sort();
const named = (pattern) => all.filter((name) => pattern.test(name)).map((name) => join(STATIC, name));

/** All modules that come with one, itself among them. */
function closure(inputs, entry) {
  const found = new Set([entry]);
  for (const name of found) {
    for (const { path, kind } of inputs[name].imports) {
      if (kind === "import-statement") {
        found.add(path);
      }
    }
  }
  return found;
}

/**
 * What more than one later part needs is fetched with the page, save what brings a library along and
 * what the very parts need that share a library, which is one file with it: a line for each that
 * imports it.
 */
async function shared() {
  const { metafile } = await build({ ...OPTIONS, entryPoints: [PAGE], splitting: true, write: false });
  const { inputs } = metafile;
  const imports = Object.values(inputs).flatMap((input) => input.imports);
  const later = new Set(imports.filter(({ kind }) => kind === "dynamic-import").map(({ path }) => path));
  const closures = [...later].map((path) => closure(inputs, path));
  const isLarge = (path) => [...closure(inputs, path)].some((each) => each.startsWith("vendor/"));
  const neededBy = (path) => closures.flatMap((each, i) => (each.has(path) ? [i] : []));
  const withLibrary = new Set(Object.keys(inputs).filter(isLarge).map((path) => `${neededBy(path)}`));
  return Object.keys(inputs)
    .filter((path) => neededBy(path).length > 1 && !withLibrary.has(`${neededBy(path)}`))
    .map((path) => `import "./${posix(relative(dirname(PAGE), join(STATIC, path)))}";`);
}

/**
 * Makes one file of the page's modules. esbuild makes one of those that the same parts need, which
 * would be two dozen: so each later part is made to need the whole page.
 */
async function together() {
  const withPage = await shared();
  return {
    name: "together",
    setup({ onLoad, onResolve, resolve: find }) {
      onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import") {
          return undefined;
        }
        const found = await find(path, { kind: "import-statement", resolveDir });
        return { path: posix(relative(STATIC, found.path)), namespace: LATER };
      });
      onLoad({ filter: /.*/, namespace: LATER }, ({ path }) => ({
        contents: `import "./js/main.js";\nexport * from "./${path}";`,
        resolveDir: STATIC,
      }));
      onLoad({ filter: /main\.js$/ }, async ({ path }) =>
        path === PAGE ? { contents: [await fs.readFile(path, "utf-8"), ...withPage].join("\n") } : undefined,
      );
    },
  };
}

/** The stylesheets that no other imports. */
async function styles() {
  const all = named(/^(css|vendor\/katex)\/.*\.css$/);
  const { metafile } = await build({ ...OPTIONS, entryPoints: all, write: false });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const imported = new Set(imports.map(({ path }) => join(STATIC, path)));
  return all.filter((path) => !imported.has(path));
}

async function bundles() {
  return Promise.all([
    build({ ...OPTIONS, entryPoints: [PAGE], splitting: true, plugins: [await together()] }),
    // A phone in a room has not the playground's weight to carry; its remote comes on demand.
    build({ ...OPTIONS, entryPoints: named(/^js\/room\/seat\.js$/), splitting: true }),
    // A worker and the pages' scripts of their own share nothing with it.
    build({ ...OPTIONS, entryPoints: [...named(/^js\/.*_worker\.js$/), ...named(/^js\/docs\.js$/)] }),
    // These run in older browsers too, to say what is the matter.
    build({
      ...OPTIONS,
      format: "iife",
      target: "es2015",
      entryPoints: named(/^js\/(first|old_browser|room\/arrival)\.js$/),
    }),
    build({ ...OPTIONS, entryPoints: await styles() }),
  ]);
}

/** Which file each source has gone into: of the page's modules, scripts and stylesheets name few. */
function filesOf(metafiles) {
  const files = {};
  for (const { outputs } of metafiles) {
    for (const [name, { entryPoint, inputs, imports }] of Object.entries(outputs)) {
      const [only, ...more] = Object.keys(inputs);
      const source = entryPoint ?? (more.length === 0 ? only : undefined);
      if (source !== undefined && !name.endsWith(".map")) {
        files[source.replace(`${LATER}:`, "")] = basename(name);
      }
      if ("js/main.js" in inputs) {
        files["js/main.js"] = basename(name);
      }
    }
  }
  return files;
}

const COMPRESSORS = {
  gz: (data, quality) => promisify(gzip)(data, { level: Math.min(9, quality) }),
  br: (data, quality) =>
    promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
};

async function compress(name) {
  const data = await fs.readFile(join(output, name));
  const quality = name.endsWith(".map") ? 5 : 11; // Only a debugger asks for a map.
  const packed = Object.entries(COMPRESSORS).map(async ([ending, pack]) =>
    fs.writeFile(join(output, `${name}.${ending}`), await pack(data, quality)),
  );
  await Promise.all(packed);
}

const metafiles = (await bundles()).map(({ metafile }) => metafile);
const written = await fs.readdir(output);
await Promise.all(written.filter((name) => !name.endsWith(".woff2")).map(compress));
process.stdout.write(JSON.stringify(filesOf(metafiles)));
