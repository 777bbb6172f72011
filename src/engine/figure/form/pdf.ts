import { HAIRLINE, type Drawing } from '../../../protocol/figure-drawing';
import type { Lettering } from '../font';

/** A drawing as one page of PDF: text as text in embedded fonts, images as they are. */
export async function pdfOf(drawing: Drawing, { files }: Lettering): Promise<Buffer> {
  const { width, height, fills, images, texts, lines } = drawing;
  const { default: PDFDocument } = await import('pdfkit');
  // Without the date the same figure is the same file.
  const info = { Producer: 'Saliency Lens', Creator: 'Saliency Lens', CreationDate: new Date(0) };
  const pdf = new PDFDocument({ size: [width, height], margin: 0, info, font: files.regular as unknown as string });
  pdf.registerFont('regular', files.regular);
  pdf.registerFont('bold', files.bold);
  const parts: Buffer[] = [];
  const written = new Promise<void>((resolve) => pdf.on('data', (part: Buffer) => parts.push(part)).on('end', resolve));
  for (const { color, ...place } of fills) pdf.rect(place.x, place.y, place.width, place.height).fill(color);
  for (const { image, framed, ...place } of images) {
    pdf.image(Buffer.from(image.png), place.x, place.y, { width: place.width, height: place.height });
    if (framed) pdf.rect(place.x, place.y, place.width, place.height).lineWidth(HAIRLINE).stroke('#888');
  }
  for (const { points, width: stroke } of lines) {
    points.forEach(([x, y], n) => (n === 0 ? pdf.moveTo(x, y) : pdf.lineTo(x, y)));
    pdf.lineWidth(stroke).stroke('#000');
  }
  for (const { text, x, y, size, weight } of texts)
    pdf.font(weight).fontSize(size).fillColor('#000').text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  pdf.end();
  await written;
  return Buffer.concat(parts);
}
