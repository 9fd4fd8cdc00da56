/** The ten outputs as a table of text for screen readers. */

import { format } from "../../../kit/format.js";

/** @import {BackwardAnswer, ForwardAnswer} from "../../../server/client.js" */

/** @type {(body: HTMLTableSectionElement, forward: ForwardAnswer | null, backward: BackwardAnswer |
 *   null, target: number | null) => void} */
export function showOutputs(body, forward, backward, target) {
  const outputs = forward?.activations.at(-1) ?? [];
  const rows = outputs.map((activation, digit) => [
    String(digit),
    format(activation, 4).text,
    target === null ? "" : digit === target ? "1" : "0",
    backward === null ? "" : format(backward.cost_terms[digit], 4).text,
    backward === null
      ? ""
      : format(backward.nudges.activations.at(-1)?.[digit] ?? 0, { plus: true, places: 4 }).text,
  ]);
  body.replaceChildren(...rows.map(row));
}

/** @type {(cells: string[]) => HTMLTableRowElement} */
function row([head, ...cells]) {
  const element = document.createElement("tr");
  const header = document.createElement("th");
  header.scope = "row";
  header.textContent = head;
  element.append(
    header,
    ...cells.map((text) => {
      const cell = document.createElement("td");
      cell.textContent = text;
      return cell;
    }),
  );
  return element;
}
