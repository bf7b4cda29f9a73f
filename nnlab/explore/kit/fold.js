// A button that folds the controls after it away, or shows them (fold.css does both): by itself it shows them where the
// page is tall. It needs no kernel.

const TALL = "(min-height: 800px)"; // what stands beside the picture has room there, to the last control

export default {
  render({ model, el }) {
    const tall = matchMedia(TALL);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nnlab-fold";
    button.textContent = model.get("text");
    button.setAttribute("data-lm-suppress-shortcuts", "true"); // keys typed here are not commands of the notebook
    el.append(button);
    const show = () => button.setAttribute("aria-expanded", model.get("unfolded") ?? tall.matches);
    button.addEventListener("click", () => {
      model.set("unfolded", button.getAttribute("aria-expanded") !== "true");
      show();
      try {
        model.save_changes();
      } catch {
        // The kernel has gone; the page goes on folding.
      }
    });
    show();
    model.on("change:unfolded", show);
    tall.addEventListener("change", show);
    return () => {
      model.off("change:unfolded", show);
      tall.removeEventListener("change", show);
    };
  },
};
