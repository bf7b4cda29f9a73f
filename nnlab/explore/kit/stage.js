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
const PATIENCE = 150; // ms without an answer, after which the stage says that it waits for a busy kernel
const DEAD = ["restarting", "autorestarting", "terminating", "dead"]; // what JupyterLab says of a kernel that has gone
const EARLY = 4; // ms by which a frame may be shown before it is due: displays do not tick exactly

// One of these stands behind all views of one stage.
export default () => {
  const views = new Set();
  let model, queue, latest, lastPaint, ticking, sharpenTimer, sayTimer, gone;
  let seen, still; // the canvas painted last; what keeps its picture for the notebook's file
  let pace = 0, lastReceived = 0; // ms from frame to frame as they come, a running mean; when the last came
  const painted = []; // numbers of frames that the kernel has not been told of
  let first = null; // the picture for views that have none of their own yet
  let asked = 0; // the name of the last pause; frames from before the kernel has heard of it are not shown
  let waitTimer = null, waits = false; // whether the stage says that it waits for an answer
  let placeUnderWay = false; // the pointer's next place is sent when the answer to the last is seen, or after a while

  function tell(message) {
    try {
      model.send(message);
    } catch {
      leave();
    }
  }

  // -- a kernel that is busy, holds or has gone -------------------------------------------------

  const kernel = () => model.widget_manager?.kernel; // where the front end shows it, as JupyterLab does

  // Tells what the reader did. The answer is a frame that flushes; if it is long in coming, the stage says so.
  function ask(message) {
    tell(message);
    if (!gone && !waitTimer) expect();
  }

  function expect() {
    clearTimeout(waitTimer);
    waitTimer = setTimeout(() => {
      if (kernel()?.status === "idle") return expect(); // the link is slow, or the kernel is about to begin
      waitTimer = null;
      waits = true;
      for (const view of views) view.say(latest);
    }, PATIENCE);
  }

  function answered() {
    clearTimeout(waitTimer);
    waitTimer = null;
    if (!waits) return;
    waits = false;
    for (const view of views) view.say(latest);
  }

  // Holds the picture at once; the kernel, which may be some frames ahead, comes back to the step shown.
  function pause() {
    asked = Math.max(Date.now(), asked + 1);
    ask({ kind: "pause", position: latest.position ?? null, id: asked });
    if (queue.length) skip(queue.splice(0));
    if (!gone) rest();
  }

  function rest() {
    latest = { ...latest, playing: false };
    for (const view of views) view.say(latest);
  }

  // The kernel was restarted or shut down: its stage is no more.
  function leave() {
    if (gone) return;
    gone = true;
    queue.splice(0).forEach(close);
    clearTimeout(sayTimer);
    clearTimeout(sharpenTimer);
    answered();
    rest();
  }

  const onStatus = (_, status) => { if (DEAD.includes(status)) leave(); };

  // The kernel sends the still of the output along: a busy one would be late to answer the page's hello.
  async function begin({ head }, [bytes]) {
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    first = { head, image };
    for (const view of views) view.begin(first);
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
    if (message.kind === "anyone" && views.size) tell({ kind: "here" });
    if (message.kind === "first") begin(message, buffers);
    if (message.kind !== "frames") return;
    gone = false;
    const now = performance.now();
    const took = (now - lastReceived) / message.heads.length;
    if (took < PAUSE) pace += (took - pace) / 4;
    lastReceived = now;
    let at = 0;
    const isLate = (head) => head.heard < asked; // it was under way at the pause
    const late = message.heads.filter(isLate).map((head) => head.number);
    if (late.length) tell({ kind: "painted", numbers: late });
    if (message.heads.some((head) => head.flush && !isLate(head))) answered();
    else if (waitTimer) expect(); // the kernel is at work for this stage
    for (const head of message.heads) {
      const parts = buffers.slice(at, at += head.places.length);
      if (isLate(head)) continue;
      if (head.flush) drop(head);
      const frame = { head, images: null };
      queue.push(frame);
      const type = head.lossy ? "image/jpeg" : "image/png";
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
    if (frames.length) skip(frames);
  }

  function skip(frames) {
    tell({ kind: "painted", numbers: frames.map((f) => f.head.number) });
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
    for (const view of views) {
      view.paint(frame);
      seen = view.canvas;
    }
    close(frame);
    latest = frame.head;
    first = null;
    still.painted(latest.playing);
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
      node.addEventListener("click", () => (typeof message === "function" ? message() : ask(message)));
      return node;
    };
    const rewind = button("|◀", "rewind to the start", { kind: "seek", position: 0 });
    const back = button("◀", "one step back", { kind: "step", by: -1 });
    const play = button("▶ Play", "play", () => (latest?.playing ? pause() : ask({ kind: "play" })), "nnlab-play");
    const step = button("▶|", "one step forward", { kind: "step", by: 1 });
    const scrub = make("input", bar, { type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": "step shown" });
    scrub.addEventListener("input", () => ask({ kind: "seek", position: Number(scrub.value) }));
    const count = make("span", bar, { class: "nnlab-count" });
    const speed = make("select", bar, { "aria-label": "speed", title: "speed" });
    for (const s of model.get("speeds")) make("option", speed, { value: s, text: model.get("words").speeds[s] });
    speed.addEventListener("change", () => ask({ kind: "speed", speed: Number(speed.value) }));
    return (head) => {
      play.textContent = head.playing ? "❚❚ Pause" : "▶ Play";
      play.setAttribute("aria-label", head.playing ? "pause" : "play");
      play.title = head.playing ? "pause (space)" : "play (space)";
      scrub.max = head.finished ? Math.max(head.length, 1) : calm(head.length); // the end is not known yet
      if (document.activeElement !== scrub || head.playing) scrub.value = head.position;
      count.textContent = head.finished ? `step ${head.position} of ${head.length}` : `step ${head.position}`;
      play.disabled = scrub.disabled = speed.disabled = Boolean(gone);
      rewind.disabled = back.disabled = gone || head.position === 0;
      step.disabled = gone || (head.finished && head.position === head.length);
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
    const report = (what, event) => {
      const message = { kind: "pointer", what, ...place(event), button: event.button < 0 ? 0 : event.button,
        touch: event.pointerType === "touch",
        alt: event.altKey || event.ctrlKey, shift: event.shiftKey }; // Ctrl-click is a Mac's right click
      if (what === "move" || what === "leave") tell(message);
      else ask(message);
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
      else ask({ kind: "key", key: undo ? "undo" : event.key, shift: event.shiftKey });
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
      const said = model.get("words");
      const sentence = gone ? said.gone : waits ? said.waiting : head.status ?? "";
      const live = head.playing ? "off" : "polite"; // a screen reader is not to read what changes ten times a second
      if (status.getAttribute("aria-live") !== live) status.setAttribute("aria-live", live);
      if (status.textContent !== sentence) status.textContent = sentence;
      if (problem.textContent !== head.problem) problem.textContent = head.problem ?? "";
      if (canvas.getAttribute("aria-label") !== head.alt) canvas.setAttribute("aria-label", head.alt ?? "");
      if (head.length !== undefined) showBar(head);
    };

    const view = {
      canvas,
      begin({ head, image }) {
        if (el.dataset.frames) return; // it shows what is newer
        fit(image.width, image.height);
        context.drawImage(image, 0, 0);
        latest ??= head;
        view.say(head);
      },
      say(head) {
        el.dataset.position = head?.position ?? "";
        el.dataset.playing = Boolean(head?.playing);
        words(head ?? {});
      },
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
    };
    for (const other of views) {
      fit(other.canvas.width, other.canvas.height);
      context.drawImage(other.canvas, 0, 0);
    }
    views.add(view);
    if (latest) words(latest);
    else if (gone) words({});
    if (first) view.begin(first);
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
    // The sentence takes the room that it has ever needed at this width: what stands below it does not jump.
    let lastWidth = 0;
    const grown = new ResizeObserver(([{ contentRect }]) => {
      status.style.minHeight = contentRect.width === lastWidth ? `${contentRect.height}px` : "";
      lastWidth = contentRect.width;
    });
    grown.observe(status);
    return () => {
      resized.disconnect();
      grown.disconnect();
      clearTimeout(waiting);
      views.delete(view);
      model.off("change:cursor", shape);
      if (views.size > 0 || gone) return;
      first = { head: { ...latest, playing: false }, image: canvas }; // for the next view, until the kernel answers
      latest = first.head;
      tell({ kind: "gone" });
    };
  }

  function initialize(context) {
    model = context.model;
    queue = [];
    lastPaint = 0;
    still = keepStill(model, () => ({ canvas: seen, head: latest }));
    model.on("msg:custom", receive);
    model.on("comm_live_update", leave); // it was live from the start, so now it is not
    const watched = kernel();
    watched?.statusChanged?.connect(onStatus);
    watched?.disposed?.connect(leave);
    return () => {
      model.off("msg:custom", receive);
      model.off("comm_live_update", leave);
      watched?.statusChanged?.disconnect(onStatus);
      watched?.disposed?.disconnect(leave);
      still.end();
    };
  }

  return { initialize, render };
};
