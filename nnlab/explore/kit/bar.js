// The bar under the picture, for what is played.

// A bar's end that moves in calm steps: 10, 20, 40, 80, ...
const calm = (length) => 10 * 2 ** Math.max(Math.ceil(Math.log2((length + 1) / 10)), 0);

// The player's bar. `kernel` tells what the reader does: `ask(message)`, `playOrPause()`, and `gone()` says whether
// there is none any more. What comes back shows what the head of a frame says.
function makeBar(root, model, kernel) {
  const bar = make("div", root, { class: "nnlab-bar", role: "toolbar", "aria-label": "player" });
  const button = (text, label, message, name = "") => {
    const node = make("button", bar, { type: "button", text, title: label, "aria-label": label, class: name });
    node.addEventListener("click", () => (typeof message === "function" ? message() : kernel.ask(message)));
    return node;
  };
  const rewind = button("|◀", "rewind to the start", { kind: "seek", position: 0 });
  const back = button("◀", "one step back", { kind: "step", by: -1 });
  const play = button("▶ Play", "play", kernel.playOrPause, "nnlab-play");
  const step = button("▶|", "one step forward", { kind: "step", by: 1 });
  const scrub = make("input", bar, { type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": "step shown" });
  scrub.addEventListener("input", () => kernel.ask({ kind: "seek", position: Number(scrub.value) }));
  const count = make("span", bar, { class: "nnlab-count" });
  const speed = make("select", bar, { "aria-label": "speed", title: "speed" });
  for (const s of model.get("speeds")) make("option", speed, { value: s, text: model.get("words").speeds[s] });
  speed.addEventListener("change", () => kernel.ask({ kind: "speed", speed: Number(speed.value) }));
  return (head) => {
    const gone = kernel.gone();
    play.textContent = head.playing ? "❚❚ Pause" : "▶ Play";
    play.setAttribute("aria-label", head.playing ? "pause" : "play");
    play.title = head.playing ? "pause (space)" : "play (space)";
    scrub.max = head.finished ? Math.max(head.length, 1) : calm(head.length); // the end is not known yet
    if (document.activeElement !== scrub || head.playing) scrub.value = head.position;
    count.textContent = head.finished ? `step ${head.position} of ${head.length}` : `step ${head.position}`;
    play.disabled = scrub.disabled = speed.disabled = gone;
    rewind.disabled = back.disabled = gone || head.position === 0;
    step.disabled = gone || (head.finished && head.position === head.length);
    speed.value = model.get("speed");
  };
}
