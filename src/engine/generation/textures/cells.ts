import type { Random } from '../random';
import { element, path, shade } from '../svg';

/** Side of an image, px. */
export const SIDE = 150;

interface Nuclei {
  readonly count: number;
  /** Half of the longer side, px, and how much shorter the other may be. */
  readonly radius: readonly [number, number];
  readonly roundness: readonly [number, number];
  /** Direction of the longer side in degrees; any where it is not given. */
  readonly direction?: number;
  readonly colour: string;
}

/** Nuclei anywhere on the image, none of them quite like another. */
export const nuclei = (random: Random, { count, ...kind }: Nuclei): string =>
  Array.from({ length: count }, () =>
    nucleus(random, random.between(-6, SIDE + 6), random.between(-6, SIDE + 6), kind),
  ).join('');

export function nucleus(
  random: Random,
  x: number,
  y: number,
  { radius, roundness, direction, colour }: Omit<Nuclei, 'count'>,
): string {
  const rx = random.between(...radius);
  const turn = direction === undefined ? random.between(0, 180) : direction + random.between(-14, 14);
  return element('ellipse', {
    cx: x,
    cy: y,
    rx,
    ry: rx * random.between(...roundness),
    transform: `rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})`,
    fill: shade(colour, random.between(-0.15, 0.25)),
    fillOpacity: random.between(0.75, 0.95),
  });
}

/** A closed line about a point that is a circle only nearly. */
export function blob(random: Random, x: number, y: number, radius: number, paint: Record<string, string | number>) {
  const corners = 12;
  const points = Array.from({ length: corners }, (_, i) => {
    const [angle, r] = [(2 * Math.PI * i) / corners, radius * random.between(0.75, 1.2)];
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)] as const;
  });
  const middle = (i: number): string => {
    const [a, b] = [points[i % corners], points[(i + 1) % corners]];
    return `${((a[0] + b[0]) / 2).toFixed(1)} ${((a[1] + b[1]) / 2).toFixed(1)}`;
  };
  const curves = points.map((_, i) => {
    const [cx, cy] = points[(i + 1) % corners];
    return `Q ${cx.toFixed(1)} ${cy.toFixed(1)} ${middle(i + 1)}`;
  });
  return path(`M ${middle(0)} ${curves.join(' ')} Z`, paint);
}

/** Waves of fibres in one direction, over the whole image. */
export function fibres(random: Random, count: number, direction: number, colour: string): string {
  const wave = (): string => {
    const [y, bend] = [random.between(-50, SIDE + 50), random.between(-14, 14)];
    return path(`M -50 ${y.toFixed(1)} q 62 ${bend.toFixed(1)} 125 0 t 125 0`, {
      fill: 'none',
      stroke: shade(colour, random.between(-0.2, 0.45)),
      strokeWidth: random.between(1, 4.5),
      strokeOpacity: random.between(0.5, 0.9),
    });
  };
  const all = Array.from({ length: count }, wave).join('');
  return element('g', { transform: `rotate(${direction.toFixed(1)} ${SIDE / 2} ${SIDE / 2})` }, all);
}
