import type { Figure, FigureImage } from '../../protocol/figure';
import type { FigureLayout } from './figure';

/** A figure as it is handed over to be drawn as a file. @param notes what made it, in sentences */
export async function printedFigure({ tiles, ...figure }: FigureLayout, notes: readonly string[]): Promise<Figure> {
  const images = await Promise.all(
    tiles.map(async ({ image, legend, ...tile }) => ({
      ...tile,
      image: image && (await imageOf(image)),
      legend: legend && { ...legend, bar: await imageOf(legend.bar) },
    })),
  );
  return { ...figure, tiles: images, notes };
}

async function imageOf(canvas: HTMLCanvasElement): Promise<FigureImage> {
  const { width, height } = canvas;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return { png: new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)), width, height };
}
