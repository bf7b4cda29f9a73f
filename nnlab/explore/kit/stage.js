// The browser's half of the stage: shows frames in the order they come, one per animation frame (only the answer to a
// control overtakes those not shown yet), says when each is painted, and reports pointer and keys. It computes nothing:
// every picture comes from the kernel.

const SHARPEN_AFTER = 150; // ms without a frame, after which the picture is asked for without loss
const TOGETHER = 4; // frames painted in play, of which the kernel is told in one message
const LONGEST_QUEUE = 12; // frames; the kernel keeps fewer under way, but another page may hurry it on
const WORDS_EVERY = 100; // ms between changes of the words around the picture, while it plays
const ANSWER_WITHIN = 100; // ms after which a newer place of the pointer is sent without an answer to the last
const LONGEST_WAIT = 40; // ms that a frame waits after the last one, for the sake of an even pace
const PAUSE = 200; // ms without a frame that say nothing about the pace
const EARLY = 4; // ms by which a frame may be shown before it is due: displays do not tick exactly

// One of these stands behind all views of one stage.
export default () => {
  const views = new Set();
  let model, queue, latest, lastPaint, ticking, sharpenTimer, sayTimer, gone;
  let pace = 0, lastReceived = 0; // ms from frame to frame as they come, a running mean; when the last came
  const painted = []; // numbers of frames that the kernel has not been told of
  let placeUnderWay = false; // the pointer's next place is sent when the answer to the last is seen, or after a while

  function tell(message) {
    try {
      model.send(message);
    } catch {
      gone = true; // the kernel was restarted or shut down: its stage is no more
      for (const view of views) view.problem("The kernel has gone: run this cell again.");
    }
  }

  // -- frames -----------------------------------------------------------------------------------

  async function decode(buffer, type) {
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    if (globalThis.ImageDecoder) {
      const decoder = new ImageDecoder({ data: bytes, type });
      try {
        return (await decoder.decode()).image;
      } finally {
        decoder.close();
      }
    }
    return createImageBitmap(new Blob([bytes], { type }));
  }

  function receive(message, buffers) {
    if (message.kind !== "frames") return;
    gone = false;
    const now = performance.now();
    const took = (now - lastReceived) / message.heads.length;
    if (took < PAUSE) pace += (took - pace) / 4;
    lastReceived = now;
    let at = 0;
    for (const head of message.heads) {
      if (head.flush) drop(head);
      const frame = { head, images: null };
      queue.push(frame);
      const type = head.lossy ? "image/jpeg" : "image/png";
      const parts = buffers.slice(at, at += head.places.length);
      Promise.all(parts.map((part) => decode(part, type)))
        .then((images) => { frame.images = images; if (frame.dropped) close(frame); wake(); })
        .catch(() => { frame.images = []; wake(); });
    }
    while (queue.length > LONGEST_QUEUE && queue[0].images) show(); // a tab nobody looks at has no animation frames
  }

  const close = (frame) => frame.images?.forEach((image) => image.close?.());

  // An answer to a control does not queue: what it paints over need not be shown any more.
  function drop(answer) {
    const isCovered = (frame) => answer.whole || answer.covered.includes(frame.head.number);
    const frames = queue.filter(isCovered);
    queue = queue.filter((frame) => !isCovered(frame));
    if (frames.length) tell({ kind: "painted", numbers: frames.map((f) => f.head.number) });
    for (const frame of frames) {
      frame.dropped = true;
      close(frame);
    }
  }

  function say() {
    clearTimeout(sayTimer);
    if (painted.length) tell({ kind: "painted", numbers: painted.splice(0) });
  }

  function wake() {
    if (!ticking) {
      ticking = true;
      requestAnimationFrame(tick);
    }
  }

  function tick(now) {
    ticking = false;
    const frame = queue[0];
    if (!frame?.images) return;
    const playing = frame.head.playing && !frame.head.flush;
    const pause = playing ? 1000 / Math.min(model.get("speed"), 60) : 0;
    // Frames come in twos and threes. The last of them fills the time until more come.
    const wait = playing && queue.length === 1 ? Math.min(pace, LONGEST_WAIT) : 0;
    if (now < lastPaint + Math.max(pause, wait) - EARLY) return wake();
    lastPaint = now;
    show();
    clearTimeout(sharpenTimer);
    if (frame.head.lossy) sharpenTimer = setTimeout(() => tell({ kind: "sharpen" }), SHARPEN_AFTER + pause);
    if (queue.length) wake();
  }

  // Paints the next frame, on all views, and says so.
  function show() {
    const frame = queue.shift();
    for (const view of views) view.paint(frame);
    close(frame);
    latest = frame.head;
    painted.push(frame.head.number);
    // In play a word for several frames will do: every message costs the page and the kernel more than a picture.
    const together = frame.head.playing && !frame.head.flush && model.get("speed") >= 15 ? TOGETHER : 1;
    clearTimeout(sayTimer);
    if (painted.length >= together) say();
    else sayTimer = setTimeout(say, 50);
    if (frame.head.flush) {
      placeUnderWay = false;
      for (const view of views) view.pointAgain();
    }
  }

  // -- one view ---------------------------------------------------------------------------------

  function make(tag, parent, attributes = {}) {
    const { text, ...rest } = attributes;
    const node = document.createElement(tag);
    node.setAttribute("data-lm-suppress-shortcuts", "true"); // keys typed here are not commands of the notebook
    for (const [name, value] of Object.entries(rest)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    parent.append(node);
    return node;
  }

  // A bar's end that moves in calm steps: 10, 20, 40, 80, ...
  const calm = (length) => 10 * 2 ** Math.max(Math.ceil(Math.log2((length + 1) / 10)), 0);

  function makeBar(root) {
    const bar = make("div", root, { class: "nnlab-bar", role: "toolbar", "aria-label": "player" });
    const button = (text, label, message, name = "") => {
      const node = make("button", bar, { type: "button", text, title: label, "aria-label": label, class: name });
      node.addEventListener("click", () => tell(typeof message === "function" ? message() : message));
      return node;
    };
    const rewind = button("|◀", "rewind to the start", { kind: "seek", position: 0 });
    const back = button("◀", "one step back", { kind: "step", by: -1 });
    const play = button("▶ Play", "play", () => (
      latest?.playing ? { kind: "pause", position: latest.position ?? null } : { kind: "play" }
    ), "nnlab-play");
    const step = button("▶|", "one step forward", { kind: "step", by: 1 });
    const scrub = make("input", bar, { type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": "step shown" });
    scrub.addEventListener("input", () => tell({ kind: "seek", position: Number(scrub.value) }));
    const count = make("span", bar, { class: "nnlab-count" });
    const speed = make("select", bar, { "aria-label": "speed", title: "speed" });
    for (const s of model.get("speeds")) make("option", speed, { value: s, text: `${s} step${s > 1 ? "s" : ""} a second` });
    speed.addEventListener("change", () => tell({ kind: "speed", speed: Number(speed.value) }));
    return (head) => {
      play.textContent = head.playing ? "❚❚ Pause" : "▶ Play";
      play.setAttribute("aria-label", head.playing ? "pause" : "play");
      play.title = head.playing ? "pause (space)" : "play (space)";
      scrub.max = head.finished ? Math.max(head.length, 1) : calm(head.length); // the end is not known yet
      if (document.activeElement !== scrub || head.playing) scrub.value = head.position;
      count.textContent = head.finished ? `step ${head.position} of ${head.length}` : `step ${head.position}`;
      rewind.disabled = back.disabled = head.position === 0;
      step.disabled = head.finished && head.position === head.length;
      speed.value = model.get("speed");
    };
  }

  function listen(canvas) {
    let held = null; // the pointer that is down
    let waiting = null; // the newest place not sent yet: what to call it, and the event
    let timer = null;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return { across: (event.clientX - box.left) / box.width, down: (event.clientY - box.top) / box.height };
    };
    const report = (what, event) => tell({ kind: "pointer", what, ...place(event), button: event.button < 0 ? 0 : event.button,
      alt: event.altKey || event.ctrlKey, shift: event.shiftKey }); // Ctrl-click is a Mac's right click
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
      if (!placeUnderWay) flush();
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
      placeUnderWay = true;
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
      const ours = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Delete", "Backspace", " ", ",", ".", "Home", "Escape"];
      const undo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
      if (!undo && (!ours.includes(event.key) || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === " ") canvas.closest(".nnlab-stage").querySelector(".nnlab-play")?.click();
      else tell({ kind: "key", key: undo ? "undo" : event.key, shift: event.shiftKey });
    });
    return flush;
  }

  function render({ el: outer }) {
    const el = make("div", outer, { class: "nnlab-stage" }); // the widget's own element has its style from Python
    const [width, height] = [model.get("width"), model.get("height")];
    outer.classList.add("nnlab-place");
    outer.style.setProperty("--nnlab-width", `${width}px`); // stage.css sizes the picture by these
    outer.style.setProperty("--nnlab-ratio", (width / height).toFixed(3));
    const listens = model.get("listens");
    const canvas = make("canvas", el, { ...(listens && { tabindex: 0 }), role: "img", width, height });
    const showBar = model.get("bar") ? makeBar(el) : () => {};
    const status = make("div", el, { class: "nnlab-status", role: "status", "aria-live": "polite" });
    const problem = make("div", el, { class: "nnlab-problem", role: "alert" });
    if (model.get("hint")) {
      const hint = make("details", el, { class: "nnlab-hint" });
      make("summary", hint, { text: "What the pointer and the keys do" });
      make("div", hint, { text: model.get("hint") });
    }
    const pointAgain = listens ? listen(canvas) : () => {};
    const shape = () => { canvas.style.cursor = model.get("cursor"); };
    shape();
    model.on("change:cursor", shape);
    const context = canvas.getContext("2d", { alpha: false });

    context.fillStyle = "#fff"; // until the first picture is there
    context.fillRect(0, 0, width, height);
    const fit = (width, height) => {
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      context.imageSmoothingEnabled = false; // pixel goes to pixel; a new size brings it back
    };
    fit(width, height);
    let lastWords = 0;
    const words = (head) => {
      lastWords = lastPaint;
      const live = head.playing ? "off" : "polite"; // a screen reader is not to read what changes ten times a second
      if (status.getAttribute("aria-live") !== live) status.setAttribute("aria-live", live);
      if (status.textContent !== head.status) status.textContent = head.status ?? "";
      if (problem.textContent !== head.problem) problem.textContent = head.problem ?? "";
      if (canvas.getAttribute("aria-label") !== head.alt) canvas.setAttribute("aria-label", head.alt);
      if (head.length !== undefined) showBar(head);
    };

    const view = {
      canvas,
      paint({ head, images }) {
        if (head.whole && images.length) fit(images[0].displayWidth ?? images[0].width, images[0].displayHeight ?? images[0].height);
        images.forEach((image, k) => context.drawImage(image, ...head.places[k]));
        el.dataset.position = head.position ?? "";
        el.dataset.playing = Boolean(head.playing);
        el.dataset.frames = Number(el.dataset.frames ?? 0) + 1;
        el.dataset.sharp = !head.lossy;
        if (!head.playing || head.flush || lastPaint - lastWords >= WORDS_EVERY) words(head);
      },
      pointAgain,
      problem(sentence) { problem.textContent = sentence; },
    };
    for (const other of views) {
      fit(other.canvas.width, other.canvas.height);
      context.drawImage(other.canvas, 0, 0);
    }
    views.add(view);
    if (latest) words(latest);
    // The kernel draws as many pixels as the screen shows, however wide the page is now.
    let said = 0, waiting;
    const measure = () => {
      const ratio = (canvas.clientWidth / width) * (globalThis.devicePixelRatio ?? 1);
      if (ratio > 0 && Math.abs(ratio - said) > 0.02) tell({ kind: "hello", ratio: (said = ratio) });
    };
    const resized = new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(measure, said ? 200 : 0);
    });
    resized.observe(canvas);
    return () => {
      resized.disconnect();
      clearTimeout(waiting);
      views.delete(view);
      model.off("change:cursor", shape);
      if (views.size === 0 && !gone) tell({ kind: "gone" });
    };
  }

  function initialize(context) {
    model = context.model;
    queue = [];
    lastPaint = 0;
    model.on("msg:custom", receive);
    return () => model.off("msg:custom", receive);
  }

  return { initialize, render };
};
