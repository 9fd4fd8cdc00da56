// Reads states of the page as JSON, and writes what each beat of their walks says, formulas included.
import { readFileSync } from "node:fs";
import { walkParts } from "../../../static/js/scenes/walk/beats.js";

const states = JSON.parse(readFileSync(0, "utf8"));
const said = states.map((state) =>
  walkParts(state).flatMap(({ beats }) => beats).map(({ id, caption, tex }) => ({
    id,
    text: `${caption.map(({ text }) => text).join("")} ${tex}`,
  })),
);
process.stdout.write(JSON.stringify(said));
