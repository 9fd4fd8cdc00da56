/**
 * Read a safetensors file of float32 tensors: eight bytes with the header's length, a JSON header,
 * then the numbers.
 * Source: the format's description in the safetensors project.
 */

const LENGTH_BYTES = 8;

/**
 * @param {ArrayBuffer} buffer
 * @returns {Map<string, Float32Array>} the tensors by name, row by row
 */
export function readSafetensors(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, LENGTH_BYTES, length)));
  const start = LENGTH_BYTES + length;
  /** @type {Map<string, Float32Array>} */
  const tensors = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      continue;
    }
    if (entry.dtype !== "F32") {
      throw new Error(`Expected float32 in ${name}, but got ${entry.dtype}`);
    }
    const [from, to] = entry.data_offsets;
    tensors.set(name, new Float32Array(buffer.slice(start + from, start + to)));
  }
  return tensors;
}
