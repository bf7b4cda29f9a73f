// What ipywidgets leaves out for readers who hear the page or use its keys: names and spoken values of sliders, of
// the numbers beside them, and of entries that have only a tooltip. Works on the box in which the widget stands.

const ZERO_WIDTH = /\u200b/g; // ipywidgets' own placeholder for "nothing"
const words = (node) => (node?.textContent ?? "").replace(ZERO_WIDTH, "").trim();
const isShown = (node) => node !== null && node.style.display !== "none";

function say(node, name, value) {
  if (value && node.getAttribute(name) !== value) node.setAttribute(name, value); // else it would be heard of again
}

function nameAll(root) {
  for (const slider of root.querySelectorAll(".widget-slider")) {
    const label = words(slider.querySelector(".widget-label"));
    const readout = slider.querySelector(".widget-readout"); // hidden or not, it has the value in words
    for (const handle of slider.querySelectorAll(".noUi-handle")) {
      say(handle, "aria-label", label);
      say(handle, "aria-valuetext", words(readout));
      say(handle, "aria-disabled", String(slider.querySelector(".noUi-target").hasAttribute("disabled")));
    }
    if (isShown(readout)) {
      say(readout, "role", "textbox"); // it can be written into
      say(readout, "aria-label", label);
    }
  }
  for (const entry of root.querySelectorAll("input[title], select[title], textarea[title]")) {
    if (!entry.closest(".nnlab-stage") && !words(entry.labels?.[0])) say(entry, "aria-label", entry.title);
  }
}

function render({ el }) {
  el.style.display = "none";
  let root = null;
  const watcher = new MutationObserver((changes) => {
    // The stage names its own parts, and changes often.
    if (changes.some(({ target }) => !target.parentElement?.closest(".nnlab-stage"))) nameAll(root);
  });
  const begin = () => {
    if (gone) return;
    if (!el.isConnected) return requestAnimationFrame(begin); // the box is not on the page yet
    root = el.parentElement;
    root.classList.add("nnlab-access");
    nameAll(root);
    const attributes = ["aria-valuetext", "disabled", "title", "style"];
    watcher.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: attributes });
  };
  let gone = false;
  begin();
  return () => {
    gone = true;
    watcher.disconnect();
  };
}

export default { render };
