/** What a drawing's style sheet may say of its parts. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'text-anchor',
] as const;

/** A drawing of the page on paper: in the colours that the style sheet gives it within `.paper`. @param width in pixels */
export async function printedSvg(drawing: SVGElement, width: number): Promise<HTMLCanvasElement> {
  const paper = document.createElement('div');
  paper.className = 'printed';
  const copy = drawing.cloneNode(true) as SVGElement;
  paper.append(copy);
  document.body.append(paper);
  for (const part of [copy, ...copy.querySelectorAll<SVGElement>('*')]) {
    const style = getComputedStyle(part);
    for (const name of properties) part.setAttribute(name, style.getPropertyValue(name));
  }
  paper.remove();
  const [, , across, tall] = (drawing.getAttribute('viewBox') ?? '0 0 1 1').split(' ').map(Number);
  const height = Math.round((width * tall) / across);
  for (const [name, value] of Object.entries({ width, height, 'font-family': 'system-ui, sans-serif' }))
    copy.setAttribute(name, String(value));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return canvas;
}
