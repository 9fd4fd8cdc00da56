/** Read a safetensors file of float32 and float64 tensors: eight bytes with the header's length, a
 * JSON header, then the numbers. Source: the format's description in the safetensors project.
 * @import {SessionObject} from "./types.js" */

const LENGTH_BYTES = 8;

/** @param {ArrayBuffer} buffer
 * @returns {Map<string, Float32Array>} the tensors by name, row by row */
export function readSafetensors(buffer) {
  /** @type {Map<string, Float32Array>} */
  const all = new Map();
  for (const [name, tensor] of readTensors(buffer).tensors) {
    if (!(tensor instanceof Float32Array)) {
      throw new Error(`Expected float32 in ${name}, but got float64`);
    }
    all.set(name, tensor);
  }
  return all;
}

/** @param {ArrayBuffer} buffer
 * @returns {{tensors: Map<string, Float32Array | Float64Array>, metadata: Map<string, unknown>}}
 *   the tensors by name, row by row; of the metadata each value is JSON */
export function readTensors(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, LENGTH_BYTES, length)));
  const start = LENGTH_BYTES + length;
  /** @type {Map<string, Float32Array | Float64Array>} */
  const tensors = new Map();
  /** @type {Map<string, unknown>} */
  const metadata = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      for (const [key, text] of Object.entries(entry)) {
        metadata.set(key, JSON.parse(/** @type {string} */ (text)));
      }
    } else {
      const [from, to] = entry.data_offsets;
      tensors.set(name, numbers(name, entry.dtype, buffer.slice(start + from, start + to)));
    }
  }
  return { tensors, metadata };
}

/** @type {(name: string, dtype: string, bytes: ArrayBuffer) => Float32Array<ArrayBuffer> |
 *   Float64Array<ArrayBuffer>} */
function numbers(name, dtype, bytes) {
  if (dtype === "F32") {
    return new Float32Array(bytes);
  }
  if (dtype === "F64") {
    return new Float64Array(bytes);
  }
  throw new Error(`Expected float32 or float64 in ${name}, but got ${dtype}`);
}

/** What a file says of the network that it was saved from; null where it says nothing, or is no such
 * file. @type {(buffer: ArrayBuffer) => SessionObject | null} */
export function savedSession(buffer) {
  try {
    return /** @type {SessionObject | null} */ (
      readTensors(buffer).metadata.get("session") ?? null
    );
  } catch {
    return null; // What is wrong with it the server says better.
  }
}
