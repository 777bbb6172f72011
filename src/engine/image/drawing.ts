import { sharp } from './library';

/** A drawing (SVG) as a PNG file in colours. */
export const drawnImage = (svg: string): Promise<Buffer> =>
  sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 9 }).toBuffer();

/**
 * A drawing in white on black as a PNG file of these two alone. A pixel is white when at least an eighth of it is: with
 * a half, thin arms that run between two rows of pixels would be missing from it.
 */
export const drawnMask = (svg: string): Promise<Buffer> =>
  sharp(Buffer.from(svg)).removeAlpha().greyscale().threshold(32).toColourspace('b-w').png().toBuffer();

/** A drawing as a PNG file for print. @param density in dots per inch, of which a point of the drawing is 1/72 */
export const printedImage = (svg: string, density: number): Promise<Buffer> =>
  sharp(Buffer.from(svg), { density, unlimited: true })
    .removeAlpha()
    .withMetadata({ density })
    .png({ compressionLevel: 9 })
    .toBuffer();
