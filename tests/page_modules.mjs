// Calls functions of the page's modules: a line of JSON in, a line of JSON out.
import { createInterface } from "node:readline";

const ROOT = new URL("../", import.meta.url);

for await (const line of createInterface({ input: process.stdin })) {
  const { path, name, args } = JSON.parse(line);
  let answer;
  try {
    const module = await import(new URL(path, ROOT));
    answer = { value: await module[name](...args) };
  } catch (error) {
    answer = { error: error.stack };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
