// What the notebook's file keeps of a stage: its last picture; and of a question: its text.
//
// Of a widget the file would keep a view, which is no more than the number of a model. JupyterLab and Notebook show it
// rather than the picture beside it, and once the kernel has gone they find no such model. So what they write for the
// explorable's output is the picture alone, and for a question's the text/html that came with it. Page and document
// stay as they are: there is nothing to undo or to put back.

const VIEW = "application/vnd.jupyter.widget-view+json";
const PNG = "image/png";
const HTML = "text/html";
const STILLS = Symbol.for("nnlab.stills"); // every widget of ours brings this file along: on one notebook they must meet
const CALM = 500; // ms without a frame after which a picture counts as the one that the reader leaves

// Of an output of a notebook's file the form without the view, if it shows one of `stills` and holds something else.
function withStill(output, stills) {
  const still = stills.get(output.data?.[VIEW]?.model_id);
  if (!still || !(output.data[PNG] || output.data[HTML])) return output;
  const { [VIEW]: view, ...data } = output.data;
  const { [VIEW]: more, ...metadata } = output.metadata ?? {};
  const { png, about: ours } = still();
  if (png) { // else no page has painted it, and what came with the view is the last
    data[PNG] = png;
    metadata[PNG] = { ...metadata[PNG], ...ours };
  }
  return { ...output, data, metadata };
}

// The notebook in which a model is shown and the state of its saving, where the page writes the file.
// That is not everywhere so: not in a console, outside Jupyter, or where several write at once.
function writtenBy(model) {
  const context = model.widget_manager?.context, notebook = context?.model;
  const writes = context?.saveState && notebook?.toJSON && !notebook.collaborative;
  return writes ? { notebook, saveState: context.saveState } : null;
}

// From the ids of the explorables in a notebook to what gives their pictures, whenever the notebook is written.
function stillsOf(notebook) {
  if (!notebook[STILLS]) {
    const stills = notebook[STILLS] = new Map();
    const write = notebook.toJSON;
    notebook.toJSON = function () {
      const file = write.call(this);
      try {
        const cells = file.cells.map((cell) => (
          cell.outputs ? { ...cell, outputs: cell.outputs.map((output) => withStill(output, stills)) } : cell
        ));
        return { ...file, cells };
      } catch (error) { // whatever it is, what the reader wrote must be saved
        console.error(error);
        return file;
      }
    };
  }
  return notebook[STILLS];
}

// `model` is the stage's, `look()` gives the canvas painted last and the head of its frame. What comes back:
// `painted(playing)`, to be called after each frame, and `end()`, when the model is no more.
function keepStill(model, look) {
  const written = writtenBy(model);
  if (!written) return { painted() {}, end() {} };
  const { notebook, saveState } = written;
  const stills = stillsOf(notebook);
  const size = { width: model.get("width"), height: model.get("height") }; // a fine screen has more pixels to it
  let latest = null; // the picture, once somebody has asked for it, its width in pixels of the screen, and its words
  let kept = null; // the one that the file holds
  let id, timer;

  function picture() {
    if (!latest) {
      const { canvas, head } = look();
      const png = canvas?.toDataURL(PNG).split(",")[1];
      const about = { ...size, ...(head?.alt && { alt: head.alt }) };
      latest = { png, about, pixels: canvas?.width, words: `${head?.status} ${head?.alt}` };
    }
    return latest;
  }

  // The kernel tells the id just after it has made the stage.
  function named() {
    id = model.get("explorer");
    if (id) stills.set(id, picture);
  }

  function onSave(_, state) {
    if (state === "started") kept = picture();
  }

  // What was played since the file was written is not in it: that is for the notebook to know.
  function compare() {
    if (!kept || notebook.dirty) return;
    const now = picture();
    const sameWidth = now.pixels === kept.pixels; // on a page of another width the same state is other pixels
    if (sameWidth ? now.png !== kept.png : now.words !== kept.words) notebook.dirty = true;
  }

  named();
  model.on("change:explorer", named);
  saveState.connect(onSave);
  return {
    painted(playing) {
      latest = null;
      clearTimeout(timer);
      if (kept && !playing) timer = setTimeout(compare, CALM);
    },
    end() {
      const last = picture(); // the output may stand there for long
      if (id) stills.set(id, () => last);
      clearTimeout(timer);
      model.off("change:explorer", named);
      saveState.disconnect(onSave);
    },
  };
}

// For a widget with text/html beside its view; `model` tells its own id as `own_id`. Gives a function that ends it: the
// output may stand there for longer, so the id stays known.
function keepText(model) {
  const written = writtenBy(model);
  if (!written) return () => {};
  function named() {
    const id = model.get("own_id");
    if (id) stillsOf(written.notebook).set(id, () => ({}));
  }
  named();
  model.on("change:own_id", named);
  return () => model.off("change:own_id", named);
}
