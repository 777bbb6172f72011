import {
  HAIRLINE,
  type Drawing,
  type Place,
  type PlacedFill,
  type PlacedImage,
  type PlacedLine,
  type PlacedText,
} from '../../../protocol/figure-drawing';
import type { Lettering } from '../font';

/** A drawing as SVG, its text as text. */
export const svgOf = (drawing: Drawing): string => documentOf(drawing, drawing.texts.map(textOf), 'pt');

/** The same with its text as outlines, which looks alike wherever it is drawn; a point is a pixel. */
export const outlinedSvgOf = (drawing: Drawing, lettering: Lettering): string =>
  documentOf(
    drawing,
    drawing.texts.map((text) => outlineOf(text, lettering)),
    '',
  );

function documentOf({ width, height, fills, images, lines }: Drawing, texts: readonly string[], unit: string): string {
  const size = `width="${points(width)}${unit}" height="${points(height)}${unit}" viewBox="0 0 ${points(width)} ${points(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...fills.map(fillOf),
    ...images.map(imageOf),
    ...lines.map(lineOf),
    ...texts,
    '</svg>',
  ].join('\n');
}

const fillOf = ({ color, ...place }: PlacedFill): string => `<rect ${placeOf(place)} fill="${color}"/>`;

function imageOf({ image: { png }, framed, ...box }: PlacedImage): string {
  const data = Buffer.from(png).toString('base64');
  const place = placeOf(box);
  const drawn = framed ? ' style="image-rendering:pixelated"' : '';
  const image = `<image ${place} preserveAspectRatio="none"${drawn} xlink:href="data:image/png;base64,${data}"/>`;
  return framed ? `${image}\n<rect ${place} fill="none" stroke="#888" stroke-width="${HAIRLINE}"/>` : image;
}

function lineOf({ points: through, width }: PlacedLine): string {
  const path = through.map(([x, y]) => `${points(x)},${points(y)}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="#000" stroke-width="${width}"/>`;
}

const textOf = ({ text, x, y, size, weight }: PlacedText): string =>
  `<text x="${points(x)}" y="${points(y)}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="${size}" font-weight="${weight}" xml:space="preserve">${escaped(text)}</text>`;

function outlineOf({ text, x, y, size, weight }: PlacedText, lettering: Lettering): string {
  const { path, unitsPerEm } = lettering.outline(text, weight);
  const scale = size / unitsPerEm;
  return `<path transform="translate(${points(x)} ${points(y)}) scale(${scale} ${-scale})" d="${path}"/>`;
}

const placeOf = ({ x, y, width, height }: Place): string =>
  `x="${points(x)}" y="${points(y)}" width="${points(width)}" height="${points(height)}"`;

const points = (value: number): string => String(Math.round(100 * value) / 100);

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
