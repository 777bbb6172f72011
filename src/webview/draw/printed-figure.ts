import type { Figure, FigureImage } from '../../protocol/figure';
import type { FigureLayout, FigureLegend } from './figure';
import { paintLegend } from './legend';

/** A figure as it is handed over to be drawn for print. @param notes what made it, in sentences */
export async function printedFigure({ title, across, tiles }: FigureLayout, notes: readonly string[]): Promise<Figure> {
  return {
    title,
    across,
    notes,
    tiles: await Promise.all(
      tiles.map(async ({ title: heading, image, legend, note }) => ({
        title: heading,
        image: image && (await imageOf(image)),
        legend: legend && (await legendOf(legend)),
        note,
      })),
    ),
  };
}

async function legendOf({ coloring, low, high, unit }: FigureLegend) {
  const bar = document.createElement('canvas');
  paintLegend(bar, coloring);
  return { bar: await imageOf(bar), low, high, unit };
}

async function imageOf(canvas: HTMLCanvasElement): Promise<FigureImage> {
  const { width, height } = canvas;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return { png: new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)), width, height };
}
