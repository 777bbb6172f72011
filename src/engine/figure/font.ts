import { readFileSync } from 'node:fs';
import type { Font } from 'fontkit';
import type { Weight } from '../../protocol/figure-drawing';
import type { WidthOf } from '../../protocol/figure-sheet';

/** The one font of figures, which is shipped: no font of the machine can be relied on. */
export interface Lettering {
  /** The file's bytes. */
  readonly files: Readonly<Record<Weight, Buffer>>;
  /** Width of a text in the unit of its size. */
  readonly widthOf: WidthOf;
  /** A text as outlines, as an SVG path that begins at the origin, y upwards, in the font's units. */
  outline(text: string, weight: Weight): { readonly path: string; readonly unitsPerEm: number };
}

let loaded: Promise<Lettering> | undefined;

export const lettering = (): Promise<Lettering> => (loaded ??= load());

async function load(): Promise<Lettering> {
  const { create } = await import('fontkit');
  const files = {
    regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
    bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
  };
  const fonts = { regular: create(files.regular) as Font, bold: create(files.bold) as Font };
  return {
    files,
    widthOf: (text, { size, weight }) => (size * fonts[weight].layout(text).advanceWidth) / fonts[weight].unitsPerEm,
    outline(text, weight) {
      const { glyphs, positions } = fonts[weight].layout(text);
      let x = 0;
      const parts = glyphs.map(({ path }, i) => {
        const part = path.translate(x + positions[i].xOffset, positions[i].yOffset).toSVG();
        x += positions[i].xAdvance;
        return part;
      });
      return { path: parts.join(''), unitsPerEm: fonts[weight].unitsPerEm };
    },
  };
}
