// A question before the play, and the reminder after it. The page holds all replies, so it answers at once, also
// while the kernel is busy; the kernel hears what was chosen.

// Radio buttons belong together by their name. Each question brings a copy of this file along, so the page counts.
const MADE = Symbol.for("nnlab.questions");
const newName = () => `nnlab-question-${globalThis[MADE] = (globalThis[MADE] ?? 0) + 1}`;

function question(model, root) {
  const name = newName();
  const group = make("fieldset", root);
  const legend = make("legend", group);
  make("strong", legend, { text: `${model.get("heading")}. ` });
  make("span", legend, { text: model.get("prompt") });
  const radios = model.get("answers").map((text, k) => {
    const label = make("label", group);
    const radio = make("input", label, { type: "radio", name, value: text });
    make("span", label, { text });
    radio.addEventListener("change", () => {
      model.set("chosen", text);
      try {
        model.save_changes();
      } catch {
        show(); // the kernel has gone; the reply stands here all the same
      }
    });
    return radio;
  });
  const reply = make("div", root, { class: "nnlab-reply", role: "status", "aria-live": "polite" });
  const show = () => {
    const k = model.get("answers").indexOf(model.get("chosen"));
    radios.forEach((radio, j) => { radio.checked = j === k; });
    reply.textContent = k < 0 ? "" : model.get("replies")[k];
  };
  show();
  model.on("change:chosen", show);
  return () => model.off("change:chosen", show);
}

function reminder(model, root) {
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", model.get("heading"));
  const asked = make("div", root);
  make("strong", asked, { text: `${model.get("heading")}. ` });
  make("span", asked, { text: model.get("prompt") });
  const said = make("div", root, { class: "nnlab-reply" }); // not spoken: the question has just replied
  const answer = make("details", root);
  make("summary", answer, { text: model.get("fold") });
  const was = make("div", answer);
  const show = () => {
    said.textContent = model.get("said");
    was.textContent = model.get("was");
    answer.hidden = !model.get("was");
  };
  show();
  model.on("change:said", show);
  model.on("change:was", show);
  return () => {
    model.off("change:said", show);
    model.off("change:was", show);
  };
}

export default {
  initialize({ model }) {
    return keepText(model); // of still.js
  },
  render({ model, el }) {
    const root = make("div", el, { class: `nnlab-question nnlab-${model.get("kind")}` });
    return (model.get("kind") === "question" ? question : reminder)(model, root);
  },
};
