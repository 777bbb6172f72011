import { classColor } from './class-colors';

/** The class of every position of a dense output. */
export interface LabelMap {
  readonly height: number;
  readonly width: number;
  readonly classes: Uint16Array;
}

const painted = new WeakMap<LabelMap, { readonly hidden: ReadonlySet<number>; readonly canvas: HTMLCanvasElement }>();

/** A canvas with one pixel per position in the colour of its class; hidden classes are left out. Made once. */
export function paintLabels(map: LabelMap, hidden: ReadonlySet<number>): HTMLCanvasElement {
  const known = painted.get(map);
  if (known?.hidden === hidden) return known.canvas;
  const { width, height, classes } = map;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  classes.forEach((index, i) => hidden.has(index) || image.data.set([...classColor(index).rgb, 255], i * 4));
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  painted.set(map, { hidden, canvas });
  return canvas;
}
