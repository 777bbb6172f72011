import { crossAt } from '../draw/cross';
import { AXES, type Axis } from '../draw/volume';
import type { Viewport } from '../draw/viewport';
import type { ExplainApp } from './app';
import { extentShown } from './volume';

type Place = readonly [number, number, number];

/** The axes down and across the plane that one looks at along an axis. */
const acrossOf = (axis: Axis): readonly Axis[] => AXES.filter((one) => one !== axis);

/** The middle of the voxel at a place of an axis. */
const middle = (place: number, length: number): number => (Math.floor(place * length) + 0.5) / length;

/** Moves the place where the planes of a volume meet. */
export function moveTo(app: ExplainApp, changes: Readonly<Partial<Record<Axis, number>>>): void {
  const inside = (value: number): number => Math.min(1 - 1e-6, Math.max(0, value));
  const at = AXES.map((axis) => inside(changes[axis] ?? app.view.volume.at[axis]));
  app.setView({ volume: { ...app.view.volume, at: at as unknown as Place } });
}

/** Moves it to a point of one plane. */
export function moveInPlane(app: ExplainApp, axis: Axis, { u, v }: { readonly u: number; readonly v: number }): void {
  const [down, across] = acrossOf(axis);
  moveTo(app, { [down]: v, [across]: u });
}

/** Moves it by voxels. */
function moveBy(app: ExplainApp, axis: Axis, voxels: number): void {
  const extent = extentShown(app);
  if (extent) moveTo(app, { [axis]: middle(app.view.volume.at[axis], extent[axis]) + voxels / extent[axis] });
}

const STEPS: Readonly<Record<string, readonly [plane: 'down' | 'across' | 'through', by: number]>> = {
  ArrowUp: ['down', -1],
  ArrowDown: ['down', 1],
  ArrowLeft: ['across', -1],
  ArrowRight: ['across', 1],
  PageUp: ['through', -1],
  PageDown: ['through', 1],
};

/** Moves it as a key says on a plane: the arrows in the plane, Page Up and Down from slice to slice; false for others. */
export function moveByKey(app: ExplainApp, axis: Axis, { key, shiftKey }: KeyboardEvent): boolean {
  const step = STEPS[key];
  if (!step) return false;
  const [down, across] = acrossOf(axis);
  const [way, by] = step;
  moveBy(app, { down, across, through: axis }[way], shiftKey ? 10 * by : by);
  return true;
}

/** Two dashed lines through the place where the planes meet, on one of them. */
export function drawPlace(
  context: CanvasRenderingContext2D,
  app: ExplainApp,
  axis: Axis,
  { width, height, viewport }: { readonly width: number; readonly height: number; readonly viewport: Viewport },
): void {
  const extent = extentShown(app);
  if (!extent) return;
  const [v, u] = acrossOf(axis).map((one) => middle(app.view.volume.at[one], extent[one]));
  const place = viewport.toCanvas({ u, v });
  for (const [color, dash] of [
    ['#000000', []],
    ['#ffffff', [4, 4]],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.globalAlpha = 0.75;
    context.setLineDash([...dash]);
    crossAt(context, place, width, height);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}
