import type { Figure, FigureLegend as Legend, FigureTile as Tile } from '../../protocol/figure';
import { HAIRLINE, type Drawing } from '../../protocol/figure-drawing';
import { laidOut } from '../../protocol/figure-layout';
import type { Style } from '../../protocol/figure-sheet';

/** A figure of a page, whose images are canvases. */
export type FigureLayout = Omit<Figure<HTMLCanvasElement>, 'notes'>;
export type FigureTile = Tile<HTMLCanvasElement>;
export type FigureLegend = Legend<HTMLCanvasElement>;

/** Pixels of a point, as twice the density of a screen has them. */
const DENSITY = 3;
/** Browsers draw no canvas of a longer side. */
const LONGEST_SIDE = 16_000;

/** A figure on a canvas, laid out as it is for print. */
export function drawFigure(canvas: HTMLCanvasElement, figure: FigureLayout): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const drawing = laidOut({ ...figure, notes: [] }, (text, style) => {
    context.font = fontOf(style);
    return context.measureText(text).width;
  });
  const scale = Math.min(DENSITY, LONGEST_SIDE / drawing.width, LONGEST_SIDE / drawing.height);
  canvas.width = Math.round(scale * drawing.width);
  canvas.height = Math.round(scale * drawing.height);
  context.scale(scale, scale);
  context.imageSmoothingQuality = 'high';
  paint(context, drawing);
}

function paint(context: CanvasRenderingContext2D, drawing: Drawing<HTMLCanvasElement>): void {
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const { color, x, y, width, height } of drawing.fills) {
    context.fillStyle = color;
    context.fillRect(x, y, width, height);
  }
  for (const { image, framed, x, y, width, height } of drawing.images) {
    context.drawImage(image, x, y, width, height);
    context.strokeStyle = '#888888';
    context.lineWidth = HAIRLINE;
    if (framed) context.strokeRect(x, y, width, height);
  }
  context.strokeStyle = '#000000';
  for (const { points, width } of drawing.lines) {
    context.lineWidth = width;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.stroke();
  }
  context.fillStyle = '#000000';
  for (const { text, x, y, ...style } of drawing.texts) {
    context.font = fontOf(style);
    context.fillText(text, x, y);
  }
}

const fontOf = ({ size, weight }: Style): string => `${weight === 'bold' ? 600 : 400} ${size}px system-ui, sans-serif`;
