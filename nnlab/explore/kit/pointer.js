// The reader's hand on the picture.

const ANSWER_WITHIN = 100; // ms after which a newer place of the pointer is sent without an answer to the last

// What pointer and keys do on the picture. What comes back tells the newest place again, if it was held back.
function listen(canvas, model, kernel) {
  let held = null; // the pointer that is down
  let waiting = null; // the newest place not sent yet: what to call it, and the event
  let timer = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { across: (event.clientX - box.left) / box.width, down: (event.clientY - box.top) / box.height };
  };
  const report = (what, event) => {
    const message = { kind: "pointer", what, ...place(event), button: event.button < 0 ? 0 : event.button,
      touch: event.pointerType === "touch",
      alt: event.altKey || event.ctrlKey, shift: event.shiftKey }; // Ctrl-click is a Mac's right click
    if (what === "move" || what === "leave") kernel.tell(message);
    else kernel.ask(message);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button === 1) return;
    held = event.pointerId;
    waiting = null;
    canvas.setPointerCapture(held);
    canvas.focus({ preventScroll: true });
    event.preventDefault();
    report("press", event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId === held) waiting = ["drag", event];
    else if (held === null && model.get("hovers")) waiting = ["move", event];
    else return;
    if (!kernel.placeUnderWay()) flush();
    else if (!timer) timer = setTimeout(flush, ANSWER_WITHIN);
  });
  canvas.addEventListener("pointerleave", (event) => {
    if (held !== null || !model.get("hovers")) return;
    waiting = null;
    report("leave", event);
  });
  const flush = () => {
    clearTimeout(timer);
    timer = null;
    if (waiting === null) return;
    kernel.placeGoes();
    const [what, event] = waiting;
    waiting = null;
    report(what, event);
  };
  const end = (event) => {
    if (event.pointerId !== held) return;
    flush();
    held = null;
    report("release", event);
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("contextmenu", (event) => { event.preventDefault(); event.stopPropagation(); });
  canvas.addEventListener("keydown", (event) => {
    const arrows = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
    const ours = [...arrows, "Enter", "Delete", "Backspace", " ", ",", ".", "Home", "Escape"];
    const undo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    if (!undo && (!ours.includes(event.key) || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === " ") canvas.closest(".nnlab-stage").querySelector(".nnlab-play")?.click();
    else kernel.ask({ kind: "key", key: undo ? "undo" : event.key, shift: event.shiftKey });
  });
  return flush;
}
