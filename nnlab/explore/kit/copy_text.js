// A text to take along. A press asks the kernel for it as it is now; when it comes it goes to the clipboard, or is
// selected where the page may not write there.

export default {
  render({ model, el }) {
    const make = (tag, attributes) => {
      const node = document.createElement(tag);
      node.setAttribute("data-lm-suppress-shortcuts", "true"); // keys typed here are not commands of the notebook
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      el.append(node);
      return node;
    };
    el.classList.add("nnlab-copy");
    const button = make("button", { type: "button", class: "jupyter-button widget-button" });
    const area = make("textarea", { readonly: "", rows: "4", spellcheck: "false" });
    const word = make("div", { role: "status" });
    const show = () => {
      button.textContent = model.get("label");
      area.value = model.get("text");
      area.hidden = !area.value;
      area.setAttribute("aria-label", model.get("name"));
      word.textContent = model.get("said");
    };
    button.addEventListener("click", () => {
      try {
        model.send({ kind: "copy" });
      } catch {
        // The kernel has gone.
      }
    });
    const made = async (message) => {
      if (message.kind !== "made" || !el.isConnected) return;
      show();
      const words = model.get("words");
      try {
        await navigator.clipboard.writeText(model.get("text"));
        word.textContent = words.copied;
      } catch {
        area.focus();
        area.select();
        word.textContent = words.selected;
      }
    };
    const changed = "change:label change:text change:said change:name";
    model.on(changed, show);
    model.on("msg:custom", made);
    show();
    return () => {
      model.off(changed, show);
      model.off("msg:custom", made);
    };
  },
};
