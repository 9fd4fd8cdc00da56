// Reads drawings as JSON, [[strokes, brushRadius], …], and writes what the page makes of each.
import { readFileSync } from "node:fs";
import { digitImage } from "../../static/js/input/digit_image.js";

const drawings = JSON.parse(readFileSync(0, "utf8"));
const pictures = drawings.map(([strokes, brushRadius]) => digitImage(strokes, brushRadius));
process.stdout.write(JSON.stringify(pictures));
