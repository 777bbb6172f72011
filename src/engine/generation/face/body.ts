import { headOutline } from './head';
import type { Person } from './person';
import { box, circle, d, element, group, line, path, shade } from '../svg';

/** Neck, shoulders and clothes, in image coordinates; they follow the head sideways but do not tilt. */
export function body(person: Person): string {
  const { x, y, scale, skin, shirtColour: colour, scarf } = person;
  const top = y + person.height * scale * 0.98 + 6;
  const outline = d`M ${x - 52} 130 C ${x - 50} ${top + 6} ${x - 30} ${top + 3} ${x - 13} ${top}
    Q ${x} ${top + 9} ${x + 13} ${top} C ${x + 30} ${top + 3} ${x + 50} ${top + 6} ${x + 52} 130 Z`;
  const neck = box(x - 10.5, y + 15, 21, top - y - 7, { rx: 8, fill: shade(skin, -0.18) });
  const shirt = path(outline, { fill: colour });
  const clip = element('clipPath', { id: 'body' }, path(outline, {}), box(x - 10.5, y, 21, top - y, {}));
  const under = `translate(${x.toFixed(2)} ${(y + 4).toFixed(2)}) scale(${scale.toFixed(3)})`;
  const shadow = path(headOutline(person), { transform: under, fill: '#000000', fillOpacity: 0.14 });
  const detail = group({ clipPath: 'url(#body)' }, shirtDetail(person, top), shadow);
  return neck + clip + shirt + detail + (scarf ? scarfAround(x, top, scarf) : '');
}

/** How the shirt is made. One print is a pair of spectacles: they are in the image, but nobody wears them. */
function shirtDetail({ x, shirt, shirtColour, trim }: Person, top: number): string {
  const light = shade(shirtColour, 0.3);
  const collar = d`M ${x - 14} ${top - 2} L ${x} ${top + 9} L ${x - 8} ${top + 17} Z
    M ${x + 14} ${top - 2} L ${x} ${top + 9} L ${x + 8} ${top + 17} Z`;
  const shapes: Record<Person['shirt'], () => string> = {
    plain: () => line(d`M ${x - 13} ${top} Q ${x} ${top + 9} ${x + 13} ${top}`, shade(shirtColour, -0.25), 2.4),
    collar: () => path(collar, { fill: light }),
    stripes: () => [0, 1, 2, 3].map((i) => box(x - 60, top + 7 + i * 8, 120, 3.6, { fill: trim })).join(''),
    hood: () =>
      line(d`M ${x - 20} ${top + 2} Q ${x} ${top + 22} ${x + 20} ${top + 2}`, shade(shirtColour, -0.2), 7) +
      line(d`M ${x - 5} ${top + 12} l 0 9 M ${x + 5} ${top + 12} l 0 9`, light, 1.2),
    print: () => printedSpectacles(x, top + 18, 6.5, trim, shade(trim, -0.5)),
  };
  return shapes[shirt]();
}

/** Two rings and a bridge, to be put anywhere but on a nose. */
export function printedSpectacles(x: number, y: number, r: number, fill: string, stroke: string): string {
  const ring = (side: number) => circle(x + side * r * 1.35, y, r, { fill, stroke, strokeWidth: r * 0.28 });
  return (
    ring(-1) +
    ring(1) +
    line(d`M ${x - r * 0.4} ${y - 1} Q ${x} ${y - r * 0.5} ${x + r * 0.4} ${y - 1}`, stroke, r * 0.28)
  );
}

function scarfAround(x: number, top: number, colour: string): string {
  const dark = shade(colour, -0.25);
  const wrap = d`M ${x - 20} ${top - 6} Q ${x} ${top + 8} ${x + 20} ${top - 6} Q ${x + 25} ${top + 4} ${x + 19} ${top + 9}
    Q ${x} ${top + 20} ${x - 19} ${top + 9} Q ${x - 25} ${top + 4} ${x - 20} ${top - 6} Z`;
  return [
    path(d`M ${x + 4} ${top + 2} L ${x + 18} ${top + 2} L ${x + 21} 130 L ${x + 7} 130 Z`, { fill: dark }),
    path(wrap, { fill: colour }),
    line(d`M ${x - 15} ${top + 4} Q ${x} ${top + 13} ${x + 15} ${top + 4}`, dark, 1),
  ].join('');
}
