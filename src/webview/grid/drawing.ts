import type { Cell, GridContent } from './content';
import { between, gap, type GridLayout } from './layout';

/** The part of a grid that is in sight, and what is marked in it. */
export interface Sight {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly selected: number | null;
  readonly hovered: number | null;
  /** For the colours and the font of the theme. */
  readonly style: CSSStyleDeclaration;
}

/** Draws the cells in sight, and no others. */
export function drawCells(
  canvas: HTMLCanvasElement,
  { cells, atlases }: GridContent,
  layout: GridLayout,
  sight: Sight,
): void {
  const context = fitted(canvas, sight);
  if (!context) return;
  const { columns, pitch } = layout;
  // Themes of high contrast frame what is as dark as they are.
  const frame = sight.style.getPropertyValue('--vscode-contrastBorder');
  context.font = `11px ${sight.style.fontFamily}`;
  const first = Math.max(0, Math.floor((sight.top - gap) / pitch.y)) * columns;
  const last = Math.min(cells.length, (Math.floor((sight.top + sight.height) / pitch.y) + 1) * columns);
  for (let at = first; at < last; at++) {
    const cell = cells[at];
    const x = gap + (at % columns) * pitch.x - sight.left;
    const y = gap + Math.floor(at / columns) * pitch.y - sight.top;
    if (!cell || x + pitch.x < 0 || x > sight.width) continue;
    const { width, height } = layout.image;
    atlases.forEach((atlas, k) => atlas.draw(context, cell.tile, x + k * (width + between), y, width, height));
    if (frame) {
      Object.assign(context, { lineWidth: 1, strokeStyle: frame });
      context.strokeRect(x - 0.5, y - 0.5, pitch.x - gap + 1, height + 1);
    }
    drawWords(context, cell, x, y, layout, sight);
  }
}

/** The canvas as large as what is in sight, empty. */
function fitted(canvas: HTMLCanvasElement, { width, height }: Sight): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  Object.assign(canvas.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** The caption, and a frame round the cell that is selected or pointed at. */
function drawWords(
  context: CanvasRenderingContext2D,
  { id, caption, quiet }: Cell,
  x: number,
  y: number,
  { image, pitch }: GridLayout,
  { selected, hovered, style }: Sight,
): void {
  const whole = pitch.x - gap;
  if (caption !== undefined) {
    context.fillStyle = quiet ? style.getPropertyValue('--vscode-descriptionForeground') : style.color;
    context.fillText(caption, x, y + image.height + 12, whole);
  }
  const ring = id === selected ? '--vscode-focusBorder' : id === hovered ? '--vscode-descriptionForeground' : undefined;
  if (!ring) return;
  context.strokeStyle = style.getPropertyValue(ring);
  context.lineWidth = 2;
  context.strokeRect(x - 2, y - 2, whole + 4, image.height + 4);
}
