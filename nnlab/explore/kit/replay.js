// Draws what the kernel has noted: frames, which are lists of drawing steps in the form that frame_list.py describes.
// Places are rounded to pixels where matplotlib's own renderer, Agg, does so, and as it does.

const STYLE = 1, MARKER = 2, TEXT = 3, INDEXED = 4, PIXELS = 5, GROUND = 6, FILE = 7, ARTIST = 16, ORDER = 17;
const PATH = 1, MARKERS = 2; // steps; a third kind is a picture
const SNAPPED = 256; // added to the kind of a step
const CAPS = ["butt", "round", "square"], JOINS = ["miter", "round", "bevel"];
const PARTS = 16; // of a page pixel, in which places are counted
// Pictures of what stands still, and large images: with more of them the page lets go of those not shown any more.
const MANY_GROUNDS = 12;

// -- reading ----------------------------------------------------------------------------------

function readPath(data, at) {
  const runs = data.getUint16(at, true), points = data.getUint32(at + 4, true);
  const places = at + 8 + 2 * runs;
  return { runs: new Uint16Array(data.buffer, at + 8, runs), points: new Int16Array(data.buffer, places, 2 * points),
    end: places + 4 * points };
}

function readColour(data, at) {
  const [red, green, blue, alpha] = new Uint8Array(data.buffer, at, 4);
  return `rgb(${red} ${green} ${blue} / ${alpha / 255})`;
}

function readStyle(data, at) {
  const flags = data.getUint8(at + 16), dashes = data.getUint8(at + 19), after = at + 28;
  return {
    width: data.getFloat32(at, true), offset: data.getFloat32(at + 4, true),
    clip: flags & 4 ? [8, 10, 12, 14].map((k) => data.getInt16(at + k, true)) : null,
    line: flags & 1 ? readColour(data, at + 20) : null, fill: flags & 2 ? readColour(data, at + 24) : null,
    cap: CAPS[data.getUint8(at + 17)], join: JOINS[data.getUint8(at + 18)],
    dashes: Array.from({ length: dashes }, (_, k) => data.getFloat32(after + 4 * k, true)),
    clipPath: flags & 8 ? readPath(data, after + 4 * dashes) : null,
    sprites: new Map(), // a picture of each marker in this style
  };
}

function imageOf(width, height, paint) {
  const image = Object.assign(document.createElement("canvas"), { width, height });
  const context = image.getContext("2d"), pixels = context.createImageData(width, height);
  paint(pixels.data, new Uint32Array(pixels.data.buffer));
  context.putImageData(pixels, 0, 0);
  return image;
}

function readIndexed(data, at) {
  const width = data.getUint16(at, true), height = data.getUint16(at + 2, true), colours = data.getUint16(at + 6, true);
  const palette = new Uint32Array(data.buffer.slice(at + 8, at + 8 + 4 * colours));
  const indices = new Uint8Array(data.buffer, at + 8 + 4 * colours, width * height);
  const image = imageOf(width, height, (_, pixels) => indices.forEach((index, k) => { pixels[k] = palette[index]; }));
  return { image, smooth: data.getUint8(at + 4) === 1 };
}

function readPixels(data, at) {
  const width = data.getUint16(at, true), height = data.getUint16(at + 2, true);
  const image = imageOf(width, height, (bytes) => bytes.set(new Uint8Array(data.buffer, at + 8, 4 * width * height)));
  return { image, smooth: data.getUint8(at + 4) === 1 };
}

function readFile(data, at, size) {
  const thing = { image: null };
  const file = new Blob([new Uint8Array(data.buffer, at, size)], { type: "image/png" });
  thing.ready = createImageBitmap(file).then((image) => { thing.image = image; });
  return thing;
}

function readSteps(data, at, size, things) {
  const steps = [], end = at + size;
  while (at < end) {
    const kind = data.getUint16(at, true), style = things[data.getUint16(at + 2, true)];
    const thing = things[data.getUint16(at + 4, true)]; // of a path it is something else, and not used
    if ((kind & 255) === PATH) {
      const path = readPath(data, at + 4);
      steps.push({ kind: PATH, snapped: kind > SNAPPED, style, path });
      at = path.end;
    } else if (kind === MARKERS) {
      const places = new Int16Array(data.buffer, at + 12, 2 * data.getUint32(at + 8, true));
      steps.push({ kind, style, marker: thing, places });
      at += 12 + 2 * places.length;
    } else {
      steps.push({ kind, style, picture: thing, box: new Int16Array(data.buffer, at + 8, 4) });
      at += 16;
    }
  }
  return steps;
}

// Reads frames in the order in which they come, those that nobody will see, too: what one of them names the next may
// name again. What comes back of `read`: the frame, and where it has to wait for a picture, a promise `ready`.
function makeReader() {
  let things = null, artists, grounds;

  function read(buffer) {
    // A copy, for numbers must begin where a multiple of their size does.
    const data = new DataView(buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength));
    if (data.getUint8(5)) [things, artists, grounds] = [[], new Map(), new Set()];
    if (!things) return null; // of a film whose beginning another page has seen
    let order = [];
    for (let at = 12; at < data.byteLength;) {
      const kind = data.getUint16(at, true), name = data.getUint16(at + 2, true), size = data.getUint32(at + 4, true);
      const start = at + 8;
      if (kind === ORDER) order = [...new Uint16Array(data.buffer, start, size / 2)];
      else if (kind === ARTIST) artists.set(name, readSteps(data, start, size, things));
      else if (kind === STYLE) things[name] = readStyle(data, start);
      else if (kind === MARKER) things[name] = { snapped: data.getUint8(start) === 1, path: readPath(data, start + 2) };
      else if (kind === TEXT) things[name] = readFile(data, start, size);
      else if (kind === INDEXED) things[name] = readIndexed(data, start);
      else if (kind === PIXELS) things[name] = readPixels(data, start);
      else if (kind === GROUND) grounds.add(things[name] = readFile(data, start, size));
      else if (kind === FILE) {
        const smooth = data.getUint8(start) === 1;
        grounds.add(things[name] = Object.assign(readFile(data, start + 2, size - 2), { smooth }));
      }
      at = start + Math.ceil(size / 4) * 4;
    }
    const steps = order.flatMap((name) => artists.get(name) ?? []);
    const coming = steps.map(({ picture }) => picture).filter((picture) => picture?.ready && !picture.image);
    const ready = coming.length ? Promise.all(coming.map((picture) => picture.ready)) : null;
    return { ratio: data.getFloat32(8, true), steps, ready };
  }

  // Lets go of grounds that are in none of these frames and cannot be named any more.
  function sweep(frames) {
    if (!grounds || grounds.size < MANY_GROUNDS) return;
    const steps = [...artists.values(), ...frames.map((frame) => frame.steps)].flat();
    const used = new Set(steps.map(({ picture }) => picture));
    for (const ground of grounds) {
      if (used.has(ground) || !ground.image) continue;
      ground.image.close?.();
      grounds.delete(ground);
    }
  }

  return { read, sweep };
}

// -- drawing ----------------------------------------------------------------------------------

// Adds a path to `target`; `across` and `down` give pixels of the screen from the path's own numbers.
function trace(target, { runs, points }, across, down) {
  let k = 0;
  const next = () => { k += 2; return [across(points[k - 2]), down(points[k - 1])]; };
  for (const run of runs) {
    const kind = run & 7, end = k + 2 * (run >> 3);
    if (kind === 4) target.closePath();
    else if (kind === 0) target.moveTo(...next());
    while (kind !== 4 && k < end) {
      if (kind < 2) target.lineTo(across(points[k++]), down(points[k++]));
      else if (kind === 2) target.quadraticCurveTo(...next(), ...next());
      else target.bezierCurveTo(...next(), ...next(), ...next());
    }
  }
  return target;
}

// Of a coordinate: as it is, or in the middle of a pixel or between two, so that a line of that width is sharp.
const snap = (isSnapped, style, ratio) => {
  if (!isSnapped) return (value) => value;
  const half = style.line && Math.round(style.width * ratio) % 2 ? 0.5 : 0;
  return (value) => Math.floor(value + 0.5) + half;
};

// Fills and strokes a Path2D; where it is null, the context's own path.
function ink(context, path, style, ratio, isMarker = false) {
  const paths = path ? [path] : [];
  if (style.fill) {
    context.fillStyle = style.fill;
    context.fill(...paths);
  }
  if (!style.line) return;
  context.strokeStyle = style.line;
  context.lineWidth = style.width * ratio;
  context.lineCap = style.cap;
  context.lineJoin = style.join;
  context.miterLimit = Math.max(style.width * ratio, 1); // Agg's
  context.setLineDash(isMarker ? [] : style.dashes.map((dash) => dash * ratio));
  context.lineDashOffset = style.offset * ratio;
  context.stroke(...paths);
}

// A picture of a marker in a style, and where its corner is from the marker's place.
function spriteOf(marker, style, ratio) {
  let sprite = style.sprites.get(marker);
  if (!sprite) {
    const scale = ratio / PARTS, reach = 2 + style.width * ratio * (style.join === "miter" ? 2 : 1);
    const [xs, ys] = [0, 1].map((j) => marker.path.points.filter((_, k) => k % 2 === j).map((v) => v * scale));
    const left = Math.floor(Math.min(...xs) - reach), top = Math.floor(-Math.max(...ys) - reach);
    const image = document.createElement("canvas");
    image.width = Math.ceil(Math.max(...xs) + reach) - left;
    image.height = Math.ceil(-Math.min(...ys) + reach) - top;
    const context = image.getContext("2d"), place = snap(marker.snapped, style, ratio);
    const middle = marker.snapped ? 0 : 0.5; // of a pixel
    context.translate(middle - left, middle - top);
    const path = trace(new Path2D(), marker.path, (x) => place(x * scale), (y) => place(-y * scale));
    ink(context, path, style, ratio, true);
    style.sprites.set(marker, sprite = { image, left, top });
  }
  return sprite;
}

function drawPicture(context, { picture, box }, scale) {
  const rows = context.canvas.height, [left, top, width, height] = box;
  context.imageSmoothingEnabled = picture.smooth ?? false;
  const round = picture.smooth ? (value) => value : Math.round;
  const x = round(left * scale), y = rows - round(top * scale);
  if (width === 0) return context.drawImage(picture.image, x, y);
  context.drawImage(picture.image, x, y, round((left + width) * scale) - x, rows - round((top - height) * scale) - y);
}

function drawStep(context, step, ratio) {
  const rows = context.canvas.height, scale = ratio / PARTS, { style } = step;
  if (step.kind === PATH) {
    const place = snap(step.snapped, style, ratio);
    const across = (x) => place(x * scale), down = (y) => place(rows - y * scale);
    if (step.path.points.length <= 4) { // a straight line: as a Path2D Chromium would draw its edges coarsely
      context.beginPath();
      trace(context, step.path, across, down);
      return ink(context, null, style, ratio);
    }
    step.traced ??= trace(new Path2D(), step.path, across, down);
    ink(context, step.traced, style, ratio);
  } else if (step.kind === MARKERS) {
    const { image, left, top } = spriteOf(step.marker, style, ratio), { places } = step;
    for (let k = 0; k < places.length; k += 2) {
      const x = Math.floor(places[k] * scale + 0.5), y = Math.floor(rows - places[k + 1] * scale + 0.5);
      context.drawImage(image, x + left, y + top);
    }
  } else if (step.picture.image) drawPicture(context, step, scale);
}

// Clips to a rectangle of whole pixels, and to a path if the style says so.
function clipTo(context, { clip, clipPath }, scale) {
  const rows = context.canvas.height;
  if (clip) {
    const [left, right] = [clip[0], clip[2]].map((x) => Math.floor(x * scale + 0.5));
    const [top, bottom] = [clip[3], clip[1]].map((y) => Math.floor(rows - y * scale + 0.5));
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
  }
  if (clipPath) context.clip(trace(new Path2D(), clipPath, (x) => x * scale, (y) => rows - y * scale));
}

// Draws a frame; the canvas has the size of its background.
function drawFrame(context, { ratio, steps }) {
  let clipped = null;
  for (const step of steps) {
    const { clip, clipPath } = step.style, key = `${clip}`;
    if (clipPath || key !== clipped) {
      if (clipped !== null) context.restore();
      context.save();
      clipTo(context, step.style, ratio / PARTS);
      clipped = clipPath ? "a path" : key;
    }
    drawStep(context, step, ratio);
  }
  if (clipped !== null) context.restore();
}
