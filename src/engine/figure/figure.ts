import { LensError } from '../../protocol/error';
import type { Figure, FigureForm } from '../../protocol/figure';
import type { Drawing } from '../../protocol/figure-drawing';
import { laidOut } from '../../protocol/figure-layout';
import { printedImage } from '../image/drawing';
import { lettering, type Lettering } from './font';
import { pdfOf } from './form/pdf';
import { outlinedSvgOf, svgOf } from './form/svg';

/** Dots per inch of a figure as PNG, as journals want them; fewer where an image would be longer than programs open. */
const DENSITY = 300;
const LONGEST_SIDE = 30_000;
const densityOf = ({ width, height }: Drawing): number =>
  Math.min(DENSITY, Math.floor((72 * LONGEST_SIDE) / Math.max(width, height)));

const FORMS: Readonly<Record<FigureForm, (drawing: Drawing, letters: Lettering) => Promise<Uint8Array>>> = {
  pdf: pdfOf,
  svg: async (drawing) => Buffer.from(svgOf(drawing)),
  png: (drawing, letters) => printedImage(outlinedSvgOf(drawing, letters), densityOf(drawing)),
};

/** A figure as a file: in plain bytes, since VS Code hands a page no Buffer but what JSON makes of it. */
export async function drawFigure(figure: Figure, form: FigureForm): Promise<Uint8Array> {
  if (figure.tiles.length === 0 && !figure.tables?.length)
    throw new LensError({ code: 'invalid-argument', what: 'the figure is empty', next: 'Make a map first' });
  const letters = await lettering();
  return new Uint8Array(await FORMS[form](laidOut(figure, letters.widthOf), letters));
}
