// The browser's half of the stage: shows frames in the order they come, one per animation frame (only the answer to a
// control overtakes those not shown yet), says when each is painted, and reports pointer and keys. It computes nothing:
// what there is to draw comes from the kernel, and replay.js draws it.

const FRAMES = 60, QUICK = 15; // frames a second at most, and from which on they follow closely; stage.py, transport.py
const LONGEST_QUEUE = 48; // frames; the kernel keeps fewer under way (pace.py), but another page may hurry it on
const WORDS_EVERY = 200; // ms between changes of the words around the picture, while it plays
const LONGEST_WAIT = 40; // ms that a frame waits after the last one, for the sake of an even pace
const PAUSE = 200; // ms without a frame that say nothing about how they come
const PATIENCE = 150; // ms without an answer, after which the stage says that it waits for a busy kernel
const DEAD = ["restarting", "autorestarting", "terminating", "dead"]; // what JupyterLab says of a kernel that has gone
const EARLY = 4; // ms by which a frame may be shown before it is due: displays do not tick exactly

// One of these stands behind all views of one stage.
export default () => {
  const views = new Set();
  let model, queue, latest, lastPaint, ticking, sayTimer, gone;
  let seen, still; // the canvas painted last; what keeps its picture for the notebook's file
  let interval = 0, lastReceived = 0; // ms from frame to frame as they come, a running mean; when the last came
  const painted = []; // numbers of frames that the kernel has not been told of
  let together = 1; // of so many frames painted in play it wants to be told at once
  const reader = makeReader();
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
    queue = [];
    clearTimeout(sayTimer);
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

  function receive(message, buffers) {
    if (message.kind === "anyone" && views.size) tell({ kind: "here" });
    if (message.kind === "first") begin(message, buffers);
    if (message.kind !== "frames") return;
    gone = false;
    together = message.together;
    const now = performance.now();
    const took = (now - lastReceived) / message.heads.length;
    if (took < PAUSE) interval += (took - interval) / 4;
    lastReceived = now;
    const isLate = (head) => head.heard < asked; // it was under way at the pause
    const late = message.heads.filter(isLate).map((head) => head.number);
    if (late.length) tell({ kind: "painted", numbers: late });
    if (message.heads.some((head) => head.flush && !isLate(head))) answered();
    else if (waitTimer) expect(); // the kernel is at work for this stage
    message.heads.forEach((head, k) => {
      const list = reader.read(buffers[k]); // also where nobody will see it, for what it names
      if (isLate(head)) return;
      if (head.flush && queue.length) skip(queue.splice(0)); // an answer to a control does not queue
      if (!list) return skip([{ head }]);
      const frame = { head, list, isReady: !list.ready };
      queue.push(frame);
      const ready = () => { frame.isReady = true; wake(); };
      if (list.ready) list.ready.then(ready, ready);
    });
    wake();
    while (queue.length > LONGEST_QUEUE && queue[0].isReady) show(); // a tab nobody looks at has no animation frames
  }

  function skip(frames) {
    tell({ kind: "painted", numbers: frames.map((frame) => frame.head.number) });
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
    if (!frame?.isReady) return;
    const playing = frame.head.playing && !frame.head.flush;
    const pause = playing ? 1000 / Math.min(model.get("speed"), FRAMES) : 0;
    // Frames come several at once. The last of them fills the time until more come.
    const wait = playing && queue.length === 1 ? Math.min(interval, LONGEST_WAIT) : 0;
    if (now < lastPaint + Math.max(pause, wait) - EARLY) return wake();
    lastPaint = now;
    show();
    if (queue.length) wake();
  }

  // Paints the next frame, on all views, and says so.
  function show() {
    const frame = queue.shift();
    for (const view of views) {
      view.paint(frame);
      seen = view.canvas;
    }
    reader.sweep([frame.list, ...queue.map(({ list }) => list)]);
    latest = frame.head;
    first = null;
    still.painted(latest.playing);
    painted.push(frame.head.number);
    // In play a word for several frames will do: every message costs the page and the kernel more than a picture.
    const several = frame.head.playing && !frame.head.flush && model.get("speed") >= QUICK;
    clearTimeout(sayTimer);
    if (painted.length >= (several ? together : 1)) say();
    else sayTimer = setTimeout(say, 50);
    if (frame.head.flush) {
      placeUnderWay = false;
      for (const view of views) view.pointAgain();
    }
  }

  // What bar and pointer need of all this.
  const actions = {
    ask, tell,
    gone: () => Boolean(gone),
    playOrPause: () => (latest?.playing ? pause() : ask({ kind: "play" })),
    placeUnderWay: () => placeUnderWay,
    placeGoes: () => { placeUnderWay = true; },
  };

  // -- one view ---------------------------------------------------------------------------------

  function render({ el: outer }) {
    const el = make("div", outer, { class: "nnlab-stage" }); // the widget's own element has its style from Python
    const [width, height] = [model.get("width"), model.get("height")];
    outer.classList.add("nnlab-place");
    outer.style.setProperty("--nnlab-width", `${width}px`); // stage.css sizes the picture by these
    outer.style.setProperty("--nnlab-ratio", (width / height).toFixed(3));
    const listens = model.get("listens");
    const canvas = make("canvas", el, { ...(listens && { tabindex: 0 }), role: "img", width, height });
    const showBar = model.get("bar") ? makeBar(el, model, actions) : () => {};
    const status = make("div", el, { class: "nnlab-status", role: "status", "aria-live": "polite" });
    const problem = make("div", el, { class: "nnlab-problem", role: "alert" });
    if (model.get("hint")) {
      const hint = make("details", el, { class: "nnlab-hint" });
      make("summary", hint, { text: "What the pointer and the keys do" });
      make("div", hint, { text: model.get("hint") });
    }
    const pointAgain = listens ? listen(canvas, model, actions) : () => {};
    const shape = () => { canvas.style.cursor = model.get("cursor"); };
    shape();
    model.on("change:cursor", shape);
    const context = canvas.getContext("2d", { alpha: false });

    context.fillStyle = "#fff"; // until the first picture is there
    context.fillRect(0, 0, width, height);
    const fit = (width, height) => {
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    };
    fit(width, height);
    let lastWords = 0;
    const words = (head) => {
      lastWords = lastPaint;
      const said = model.get("words");
      const sentence = gone ? said.gone : waits ? said.waiting : head.status ?? "";
      const live = head.playing ? "off" : "polite"; // a screen reader is not to read what changes as it plays
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
      paint({ head, list }) {
        const ground = list.steps[0]?.picture?.image; // none, if it could not be read
        if (ground) fit(ground.width, ground.height);
        drawFrame(context, list);
        el.dataset.position = head.position ?? "";
        el.dataset.playing = Boolean(head.playing);
        el.dataset.frames = Number(el.dataset.frames ?? 0) + 1;
        el.dataset.rests = !head.playing; // what is painted, and not only what the button says
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
