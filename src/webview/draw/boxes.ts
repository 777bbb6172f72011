import type { Corners } from '../../protocol/task';
import type { Viewport } from './viewport';

/** A canvas of `width` × `height`, and the image of `columns` × `rows` pixels that a viewport shows in it. */
export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly viewport: Viewport;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

/** How strongly a box is drawn. */
type Stress = 'none' | 'pointed' | 'chosen';

export interface BoxMark {
  readonly corners: Corners;
  /** Label and score; empty where none is to be seen. */
  readonly text: string;
  readonly color: string;
  /** Of the text, on the colour. */
  readonly ink: string;
  readonly stress: Stress;
  /** A person drew it. */
  readonly dashed: boolean;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const lineWidths: Readonly<Record<Stress, number>> = Object.freeze({ none: 1.5, pointed: 2.5, chosen: 3.5 });
/** Black on both sides of every line, so that it is seen on any image. */
const casing = 2;
const tagHeight = 16;
const tagPadding = 4;

/** Boxes with their labels, those that matter most on top; a label that would cover a better one is left out. */
export function drawBoxes(frame: Frame, boxes: readonly BoxMark[]): void {
  const order = Object.keys(lineWidths);
  const best = [...boxes].sort((a, b) => order.indexOf(b.stress) - order.indexOf(a.stress));
  const tags: Rectangle[] = [];
  const labelled = best.map((box) => {
    const tag = tagOf(frame, box);
    const free = tag !== null && (box.stress !== 'none' || !tags.some((other) => meet(tag, other)));
    if (free) tags.push(tag);
    return { box, tag: free ? tag : null };
  });
  for (const { box, tag } of labelled.reverse()) {
    strokeBox(frame, box.corners, { color: box.color, width: lineWidths[box.stress], dashed: box.dashed });
    if (tag) writeTag(frame, box, tag);
  }
}

/** The outline of a box, light or coloured in black. */
export function strokeBox(
  frame: Frame,
  corners: Corners,
  { color, width, dashed }: { readonly color: string; readonly width: number; readonly dashed: boolean },
): void {
  const { context } = frame;
  const { x, y, width: wide, height: tall } = rectangleOf(frame, corners);
  context.save();
  context.lineJoin = 'round';
  for (const [style, line, dash] of [
    ['rgb(0 0 0 / 70%)', width + casing, []],
    [color, width, dashed ? [6, 4] : []],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.setLineDash(dash);
    context.strokeRect(x, y, wide, tall);
  }
  context.restore();
}

function rectangleOf({ viewport, width, height, columns, rows }: Frame, corners: Corners): Rectangle {
  const from = viewport.toCanvas({ u: corners[0] / columns, v: corners[1] / rows });
  const to = viewport.toCanvas({ u: corners[2] / columns, v: corners[3] / rows });
  return { x: from.x * width, y: from.y * height, width: (to.x - from.x) * width, height: (to.y - from.y) * height };
}

/** Above the box, or inside it where it begins at the top; within the canvas. */
function tagOf(frame: Frame, { corners, text, stress }: BoxMark): Rectangle | null {
  const { context, width: room } = frame;
  if (!text) return null;
  const { x, y } = rectangleOf(frame, corners);
  context.font = fontOf(frame, stress);
  const width = context.measureText(text).width + 2 * tagPadding;
  const above = y - tagHeight;
  return { x: Math.max(0, Math.min(x, room - width)), y: above < 0 ? Math.max(0, y) : above, width, height: tagHeight };
}

function writeTag(frame: Frame, { text, color, ink, stress }: BoxMark, { x, y, width, height }: Rectangle): void {
  const { context } = frame;
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
  context.font = fontOf(frame, stress);
  context.textBaseline = 'middle';
  context.fillStyle = ink;
  context.fillText(text, x + tagPadding, y + height / 2 + 0.5);
}

function fontOf({ context }: Frame, stress: Stress): string {
  const { fontFamily } = getComputedStyle(context.canvas.isConnected ? context.canvas : document.body);
  return `${stress === 'chosen' ? 600 : 400} 11px ${fontFamily}`;
}

function meet(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
