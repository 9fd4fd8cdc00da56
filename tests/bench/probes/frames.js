/**
 * Presses a button and notes frames and long tasks until the last beat of what it plays begins,
 * which is known once no other has come for `quietMs`; with no button, just for so long, pressing
 * `key` in every frame where there is one, or dragging `slider` to and fro, a stop a frame. Times in
 * milliseconds.
 */
async ({ button, quietMs, key, slider }) => {
  const frames = [];
  const longTasks = [];
  const tasks = new PerformanceObserver((list) => longTasks.push(...list.getEntries()));
  tasks.observe({ type: "longtask" });
  let going = true;
  let towards = -1;
  const drag = (range) => {
    towards = range.value === range.min ? 1 : range.value === range.max ? -1 : towards;
    range.value = String(Number(range.value) + towards);
    range.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const note = () => {
    frames.push(performance.now());
    if (key !== null) {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
    if (slider !== null) {
      drag(document.querySelector(slider));
    }
    if (going) {
      requestAnimationFrame(note);
    }
  };
  requestAnimationFrame(note);
  let end = Infinity;
  if (button === null) {
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  } else {
    end = 0;
    await new Promise((resolve) => {
      let timer = setTimeout(resolve, quietMs);
      new MutationObserver(() => {
        end = performance.now();
        clearTimeout(timer);
        timer = setTimeout(resolve, quietMs);
      }).observe(document.body, { attributeFilter: ["data-beat"] });
      document.querySelector(button).click();
    });
  }
  going = false;
  // Long tasks are reported a little after they have ended.
  await new Promise((resolve) => setTimeout(resolve, 300));
  tasks.disconnect();
  return {
    frames: frames.filter((start) => start <= end),
    longTasks: longTasks.filter((task) => task.startTime <= end).map((task) => task.duration),
  };
}
