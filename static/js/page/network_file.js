/** The network as a file: saved, loaded again, or dropped onto the page.
 * @typedef {{save: HTMLElement, load: HTMLInputElement, dropHere: HTMLElement}} FileElements
 * @typedef {{store: Store<State, Action>, conversation: Conversation}} Parts */

import { download } from "../kit/dom.js";
import { NETWORK_FILE } from "../kit/words.js";
import { getLimits } from "../server/endpoints.js";
import { notice } from "../state/message.js";
import { press } from "./controls.js";

/** @type {(elements: FileElements, parts: Parts) => void} */
export function wireNetworkFile({ save, load, dropHere }, { store, conversation }) {
  const take = async (/** @type {File | undefined} */ file) => {
    if (file) {
      await loadFile(file, { store, conversation });
    }
  };
  press(save, () =>
    conversation.ask("save", async () => {
      const file = await conversation.savedNetwork();
      if (file) {
        download({ name: fileName(store.get()), file });
      }
    }),
  );
  load.addEventListener("change", async () => {
    const [file] = load.files ?? [];
    await take(file);
    load.value = ""; // The same file once more is a change, too.
  });
  listenForDrops(dropHere, take);
}

/** Load a file, unless it is too large to be sent.
 * @type {(file: File, parts: Parts) => Promise<unknown>} */
function loadFile(file, { store, conversation }) {
  return conversation.ask("limits", async () => {
    const { max_body_bytes } = await getLimits();
    if (file.size > max_body_bytes) {
      store.set(notice(NETWORK_FILE.tooLarge(file.name, file.size, max_body_bytes)));
    } else {
      await conversation.loadNetwork(await file.arrayBuffer());
    }
  });
}

/** Show where a file can be dropped, as long as one is held over the page.
 * @type {(dropHere: HTMLElement, onFile: (file: File | undefined) => void) => void} */
function listenForDrops(dropHere, onFile) {
  /** What the file is over: on its way to another element it enters that before it leaves this.
   * @type {EventTarget | null} */
  let over = null;
  const show = (/** @type {EventTarget | null} */ target) => {
    over = target;
    dropHere.hidden = target === null;
  };
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    addEventListener(kind, (event) => {
      const { dataTransfer, target } = /** @type {DragEvent} */ (event);
      if (!dataTransfer?.types.includes("Files")) {
        return; // A text that is dragged, say.
      }
      event.preventDefault(); // Else the browser leaves the page for the file.
      if (kind === "dragenter") {
        show(target);
      } else if (kind === "drop") {
        show(null);
        onFile(dataTransfer.files[0]);
      } else if (kind === "dragleave" && target === over) {
        show(null);
      }
    });
  }
}

/** @type {(state: State) => string} */
function fileName({ session }) {
  const { layers = [], activation = "", iteration = 0 } = session ?? {};
  return `nudge-${layers.join("-")}-${activation}-${iteration}-steps.safetensors`;
}
