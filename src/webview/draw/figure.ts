import type { Coloring } from './heatmap';
import { paintLegend } from './legend';
import { wrapped } from '../../protocol/wrapping';

/** In pixels, before the figure is drawn at twice the density. */
const gap = 24;
const barHeight = 8;
const inner = 8;
const density = 2;
/** Browsers draw no canvas of a longer side. */
const longestSide = 16_000;

/** One image of a figure, with what stands above and below it. */
export interface FigureTile {
  readonly title: string;
  /** Null where there is none: its place stays empty. */
  readonly image: HTMLCanvasElement | null;
  readonly legend: FigureLegend | null;
  /** Below the image. */
  readonly note: string;
}

export interface FigureLegend {
  readonly coloring: Coloring;
  /** The values at the ends of the colour bar, and what they are. */
  readonly low: string;
  readonly high: string;
  readonly unit: string;
}

export interface FigureLayout {
  readonly title: string;
  readonly tiles: readonly FigureTile[];
  /** Tiles in a row. */
  readonly across: number;
  /** Width of an image. */
  readonly width: number;
}

interface Style {
  readonly size: number;
  readonly weight: number;
}

const heading: Style = { size: 16, weight: 600 };
const caption: Style = { size: 14, weight: 600 };
const small: Style = { size: 12, weight: 400 };
const lineHeight = ({ size }: Style): number => Math.ceil(1.4 * size);

/** Images in rows on white, each with its title, its colour bar and a note; no text is cut, it goes on below. */
export function drawFigure(canvas: HTMLCanvasElement, { title, tiles, across, width }: FigureLayout): void {
  const context = canvas.getContext('2d');
  if (!context || tiles.length === 0) return;
  const lines = (text: string, style: Style, room: number): string[] => {
    context.font = fontOf(style);
    return wrapped(text, room, (part) => context.measureText(part).width);
  };
  const page = across * (width + gap) + gap;
  const titleLines = lines(title, heading, page - 2 * gap);
  const measured = tiles.map((tile) => ({
    ...tile,
    above: lines(tile.title, caption, width),
    unit: tile.legend ? lines(tile.legend.unit, small, width) : [],
    below: lines(tile.note, small, width),
    tall: tile.image ? (width * tile.image.height) / tile.image.width : 0,
  }));
  const rows = Array.from({ length: Math.ceil(tiles.length / across) }, (_, i) => {
    const own = measured.slice(i * across, (i + 1) * across);
    const above = Math.max(...own.map((tile) => tile.above.length)) * lineHeight(caption);
    const tall = Math.max(...own.map((tile) => tile.tall));
    const below = Math.max(...own.map(heightBelow));
    return { own, above, tall, height: above + tall + below + gap };
  });
  const height = 2 * gap + titleLines.length * lineHeight(heading) + rows.reduce((sum, row) => sum + row.height, 0);
  const scale = Math.min(density, longestSide / page, longestSide / height);
  canvas.width = Math.round(scale * page);
  canvas.height = Math.round(scale * height);
  context.scale(scale, scale);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, page, height);
  context.textBaseline = 'top';
  context.imageSmoothingQuality = 'high';
  let y = write(context, titleLines, heading, gap, gap) + inner;
  for (const row of rows) {
    row.own.forEach((tile, i) => {
      const x = gap + i * (width + gap);
      write(context, tile.above, caption, x, y);
      const top = y + row.above;
      if (tile.image) context.drawImage(tile.image, x, top, width, tile.tall);
      const foot = top + row.tall + inner;
      const end = tile.legend ? drawLegend(context, tile.legend, tile.unit, { x, y: foot, width }) : foot;
      write(context, tile.below, small, x, end);
    });
    y += row.height;
  }
}

const fontOf = ({ size, weight }: Style): string => `${weight} ${size}px system-ui, sans-serif`;

function heightBelow({ legend, unit, below }: { legend: unknown; unit: string[]; below: string[] }): number {
  const lines = below.length + unit.length + (legend ? 1 : 0);
  return inner + (legend ? barHeight + 4 : 0) + lines * lineHeight(small);
}

/** Returns where it ends. */
function drawLegend(
  context: CanvasRenderingContext2D,
  { coloring, low, high }: FigureLegend,
  unit: readonly string[],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): number {
  const bar = document.createElement('canvas');
  paintLegend(bar, coloring);
  context.drawImage(bar, x, y, width, barHeight);
  const below = y + barHeight + 4;
  write(context, [low], small, x, below);
  write(context, [high], small, x + width - context.measureText(high).width, below);
  return write(context, unit, small, x, below + lineHeight(small));
}

/** Returns where the line after them begins. */
function write(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  style: Style,
  x: number,
  y: number,
): number {
  context.font = fontOf(style);
  context.fillStyle = '#000000';
  lines.forEach((line, i) => context.fillText(line, x, y + i * lineHeight(style)));
  return y + lines.length * lineHeight(style);
}
