// The browser's half of the stage: shows frames in the order they come, one per animation frame, says when each is
// painted, and reports pointer and keys. It computes nothing: every picture comes from the kernel.

const SHARPEN_AFTER = 150; // ms without a frame, after which the picture is asked for without loss
const TOGETHER = 3; // frames painted in play, of which the kernel is told in one message
const LONGEST_QUEUE = 12; // frames; the kernel keeps fewer under way, but another page may hurry it on
const EARLY = 4; // ms by which a frame may be shown before it is due: displays do not tick exactly

// One of these stands behind all views of one stage.
export default () => {
  const views = new Set();
  let model, queue, latest, lastPaint, ticking, sharpenTimer, sayTimer, gone;
  const painted = []; // numbers of frames that the kernel has not been told of
  let dragUnderWay = false; // the next drag is sent when the last one is seen, or after a while

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

  function receive(head, buffers) {
    if (head.kind !== "frame") return;
    gone = false;
    if (head.flush) drop(queue.splice(0));
    while (queue.length >= LONGEST_QUEUE) drop(queue.splice(0, 1)); // a tab nobody looks at does not paint
    const frame = { head, image: null };
    queue.push(frame);
    decode(buffers[0], head.lossy ? "image/jpeg" : "image/png")
      .then((image) => { if (frame.dropped) image.close?.(); else frame.image = image; wake(); })
      .catch(() => { frame.image = "broken"; wake(); });
  }

  function drop(frames) {
    if (frames.length) tell({ kind: "painted", numbers: frames.map((f) => f.head.number) });
    for (const frame of frames) {
      frame.dropped = true;
      frame.image?.close?.();
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
    if (!frame?.image) return;
    const pause = frame.head.playing && !frame.head.flush ? 1000 / Math.min(model.get("speed"), 60) : 0;
    if (now < lastPaint + pause - EARLY) return wake();
    queue.shift();
    lastPaint = now;
    if (frame.image !== "broken") {
      for (const view of views) view.paint(frame);
      latest?.image.close?.();
      latest = frame;
    }
    painted.push(frame.head.number);
    // In play a word for several frames will do: every message costs the page and the kernel more than a picture.
    const together = frame.head.playing && !frame.head.flush && model.get("speed") >= 15 ? TOGETHER : 1;
    clearTimeout(sayTimer);
    if (painted.length >= together) say();
    else sayTimer = setTimeout(say, 50);
    dragUnderWay = false;
    for (const view of views) view.drag();
    clearTimeout(sharpenTimer);
    if (frame.head.lossy) sharpenTimer = setTimeout(() => tell({ kind: "sharpen" }), SHARPEN_AFTER + pause);
    if (queue.length) wake();
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
      latest?.head.playing ? { kind: "pause", position: latest?.head.position ?? null } : { kind: "play" }
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
    let waiting = null; // the newest drag not sent yet
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
      canvas.setPointerCapture(held);
      canvas.focus({ preventScroll: true });
      event.preventDefault();
      report("press", event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== held) return;
      waiting = event;
      if (!dragUnderWay) flush();
      else if (!timer) timer = setTimeout(flush, 100);
    });
    const flush = () => {
      clearTimeout(timer);
      timer = null;
      if (waiting === null) return;
      dragUnderWay = true;
      const event = waiting;
      waiting = null;
      report("drag", event);
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
    const fits = `calc((100vh - 310px) * ${(width / height).toFixed(3)})`; // whole on the screen, with its bar
    el.style.maxWidth = `max(${Math.round(0.55 * width)}px, min(${Math.round(1.4 * width)}px, ${fits}))`;
    const canvas = make("canvas", el, { tabindex: 0, role: "img", width, height });
    const showBar = model.get("bar") ? makeBar(el) : () => {};
    const status = make("div", el, { class: "nnlab-status", role: "status", "aria-live": "polite" });
    const problem = make("div", el, { class: "nnlab-problem", role: "alert" });
    if (model.get("hint")) {
      const hint = make("details", el, { class: "nnlab-hint" });
      make("summary", hint, { text: "What the pointer and the keys do" });
      make("div", hint, { text: model.get("hint") });
    }
    const describe = () => canvas.setAttribute("aria-label", model.get("alt"));
    describe();
    model.on("change:alt", describe);
    const drag = listen(canvas);
    const context = canvas.getContext("2d", { alpha: false });

    const view = {
      paint({ head, image }) {
        const width = image.displayWidth ?? image.width, height = image.displayHeight ?? image.height;
        if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
        context.drawImage(image, 0, 0);
        el.dataset.position = head.position ?? "";
        el.dataset.playing = Boolean(head.playing);
        el.dataset.frames = Number(el.dataset.frames ?? 0) + 1;
        el.dataset.sharp = !head.lossy;
        status.setAttribute("aria-live", head.playing ? "off" : "polite"); // a screen reader is not to read sixty a second
        if (status.textContent !== head.status) status.textContent = head.status ?? "";
        if (problem.textContent !== head.problem) problem.textContent = head.problem ?? "";
        if (head.length !== undefined) showBar(head);
      },
      drag,
      problem(sentence) { problem.textContent = sentence; },
    };
    views.add(view);
    if (latest) view.paint(latest);
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
      model.off("change:alt", describe);
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
