// An element of a page, put into its parent.
function make(tag, parent, attributes = {}) {
  const { text, ...rest } = attributes;
  const node = document.createElement(tag);
  node.setAttribute("data-lm-suppress-shortcuts", "true"); // keys typed here are not commands of the notebook
  for (const [name, value] of Object.entries(rest)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}
