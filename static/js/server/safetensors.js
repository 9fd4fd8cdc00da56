/** Read a safetensors file of float32, float64 and int8 tensors: eight bytes with the header's length, a
 * JSON header, then the numbers. Source: the format's description in the safetensors project.
 * @import {SessionObject} from "./types.js"
 * @typedef {Omit<SessionObject, "id">} SavedSession a network, without what would let others change it */

const LENGTH_BYTES = 8;

/** @param {ArrayBuffer} buffer
 * @returns {Map<string, Float32Array>} the tensors by name, row by row */
export function readSafetensors(buffer) {
  /** @type {Map<string, Float32Array>} */
  const all = new Map();
  for (const [name, tensor] of readTensors(buffer).tensors) {
    if (!(tensor instanceof Float32Array)) {
      throw new Error(`Expected float32 in ${name}, but got another type`);
    }
    all.set(name, tensor);
  }
  return all;
}

/** @typedef {Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int8Array<ArrayBuffer>} Tensor */

/** @param {ArrayBuffer} buffer
 * @returns {{tensors: Map<string, Tensor>, metadata: Map<string, unknown>}} the tensors by name, row
 *   by row; of the metadata each value is JSON */
export function readTensors(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, LENGTH_BYTES, length)));
  const start = LENGTH_BYTES + length;
  /** @type {Map<string, Tensor>} */
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
      if (start + to > buffer.byteLength) {
        throw new Error(`Expected all of ${name}, but the file ends before`);
      }
      tensors.set(name, numbers(name, entry.dtype, buffer.slice(start + from, start + to)));
    }
  }
  return { tensors, metadata };
}

const TYPES = { F32: Float32Array, F64: Float64Array, I8: Int8Array };

/** @type {(name: string, dtype: string, bytes: ArrayBuffer) => Tensor} */
function numbers(name, dtype, bytes) {
  const Type = TYPES[/** @type {keyof typeof TYPES} */ (dtype)];
  if (Type === undefined) {
    throw new Error(`Expected float32, float64 or int8 in ${name}, but got ${dtype}`);
  }
  return new Type(bytes);
}

/** What a file says of the network that it was saved from; null where it says nothing, or is no such
 * file. @type {(buffer: ArrayBuffer) => SavedSession | null} */
export function savedSession(buffer) {
  try {
    return /** @type {SavedSession | null} */ (readTensors(buffer).metadata.get("session") ?? null);
  } catch {
    return null; // What is wrong with it the server says better.
  }
}
