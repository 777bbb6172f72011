import type { Figure, FigureForm } from '../../protocol/figure';
import { LensError } from '../../protocol/error';
import { printedImage } from '../image/drawing';
import { laidOut, type Drawing } from './drawing';
import { lettering, type Lettering } from './font';
import { pdfOf } from './form/pdf';
import { outlinedSvgOf, svgOf } from './form/svg';

/** Dots per inch of a figure as PNG, as journals want them. */
const DENSITY = 300;

const FORMS: Readonly<Record<FigureForm, (drawing: Drawing, letters: Lettering) => Promise<Uint8Array>>> = {
  pdf: pdfOf,
  svg: async (drawing) => Buffer.from(svgOf(drawing)),
  png: (drawing, letters) => printedImage(outlinedSvgOf(drawing, letters), DENSITY),
};

/** A figure as a file. */
export async function drawFigure(figure: Figure, form: FigureForm): Promise<Uint8Array> {
  if (figure.tiles.length === 0)
    throw new LensError({ code: 'invalid-argument', what: 'the figure has no image', next: 'Make a map first' });
  const letters = await lettering();
  return FORMS[form](laidOut(figure, letters), letters);
}
