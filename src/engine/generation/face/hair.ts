import type { Person } from './person';
import { circle, d, ellipse, line, path, shade } from '../svg';

/** Hair that hangs behind the head, in head coordinates. */
export function hairBehind({ haircut, hair, width: w, height: h }: Person): string {
  const dark = shade(hair, -0.25);
  const mane = (length: number, flare: number) =>
    path(
      d`M ${-w - 3} -8 C ${-w - 5} ${-h * 1.4} ${w + 5} ${-h * 1.4} ${w + 3} -8
        C ${w + 6} ${length * 0.4} ${w + flare} ${length} ${w - 3} ${length}
        L ${3 - w} ${length} C ${-w - flare} ${length} ${-w - 6} ${length * 0.4} ${-w - 3} -8 Z`,
      { fill: dark },
    );
  const shapes: Partial<Record<Person['haircut'], () => string>> = {
    long: () => mane(h * 1.5, 9),
    bob: () => mane(h * 0.7, 7),
    bun: () =>
      circle(0, -h - 7, 10, { fill: dark }) + line(d`M -6 ${-h - 8} Q 0 ${-h - 14} 6 ${-h - 7}`, shade(hair, 0.15), 1),
    afro: () => ellipse(0, -9, w + 14, h + 4, { fill: dark }),
    centre: () => mane(h * 1.1, 4),
  };
  return shapes[haircut]?.() ?? '';
}

/** Hair over the forehead and temples. It lies over the arms of the glasses. */
export function hairBefore(person: Person): string {
  const { haircut, hair, width: w, height: h } = person;
  const cap = (hairline: string, grow = 2) => {
    const skull = d`M ${-w - grow} -3 C ${-w - grow - 1} ${-h * 1.27 - grow} ${w + grow + 1} ${-h * 1.27 - grow} ${w + grow} -3`;
    return path(`${skull} ${hairline} Z`, { fill: 'url(#hair)' });
  };
  const sheen = d`M ${-w * 0.55} ${-h * 0.78} Q ${-w * 0.1} ${-h * 1.02} ${w * 0.45} ${-h * 0.84}`;
  const gloss = line(sheen, shade(hair, 0.35), 1.6, { strokeOpacity: 0.5 });
  const temples = d`C ${w - 1} ${-h * 0.4} ${w * 0.75} ${-h * 0.62} ${w * 0.5} ${-h * 0.66}
    C ${w * 0.2} ${-h * 0.74} ${-w * 0.3} ${-h * 0.72} ${-w * 0.5} ${-h * 0.64}
    C ${-w * 0.8} ${-h * 0.58} ${-w + 1} ${-h * 0.4} ${-w - 1} -3`;
  const fringe = d`L ${w - 2} -5 Q ${w * 0.6} -14 ${w * 0.35} -12.5 L ${w * 0.1} -15
    L ${-w * 0.25} -12.5 L ${-w * 0.5} -14.5 Q ${-w * 0.85} -12 ${2 - w} -5 L ${-w - 2} -3`;
  const side = d`C ${w - 2} ${-h * 0.3} ${w * 0.9} ${-h * 0.5} ${w * 0.45} ${-h * 0.82}
    C ${w * 0.1} ${-h * 0.5} ${-w * 0.6} ${-h * 0.42} ${-w * 0.86} ${-h * 0.28} Q ${-w} -6 ${-w - 2} -3`;
  const centre = d`C ${w - 1} ${-h * 0.35} ${w * 0.55} ${-h * 0.62} 0 ${-h * 0.86}
    C ${-w * 0.55} ${-h * 0.62} ${-w + 1} ${-h * 0.35} ${-w - 2} -3`;
  const long = d`C ${w} ${-h * 0.3} ${w * 0.5} ${-h * 0.55} ${-w * 0.3} ${-h * 0.86}
    C ${-w * 0.6} ${-h * 0.62} ${-w * 0.9} ${-h * 0.4} ${-w - 2} -3`;
  const bob = d`L ${w - 1} 4 Q ${w * 0.9} -10 ${w * 0.6} -13.5 L ${-w * 0.6} -13.5 Q ${-w * 0.9} -10 ${1 - w} 4 L ${-w - 3} 4`;
  const shapes: Record<Person['haircut'], () => string> = {
    bald: () => ellipse(-6, -h * 0.72, 9, 4, { fill: '#ffffff', fillOpacity: 0.18 }),
    short: () => cap(temples) + gloss,
    bun: () => cap(temples, 1) + gloss,
    fringe: () => cap(fringe, 3) + gloss,
    side: () => cap(side, 3) + gloss,
    centre: () => cap(centre, 3) + gloss,
    long: () => cap(long, 3) + gloss,
    bob: () => cap(bob, 3) + gloss,
    curly: () => curls(person, 6.2, [-170, -10], 12),
    afro: () => cap(temples, 5) + curls(person, 5, [-165, -15], 11),
  };
  return shapes[haircut]();
}

/** A row of curls along the skull between two angles (degrees; −90 is the top). */
function curls(
  { hair, width, height }: Person,
  radius: number,
  [from, to]: readonly [number, number],
  count: number,
): string {
  return Array.from({ length: count }, (_, i) => {
    const angle = ((from + ((to - from) * i) / (count - 1)) * Math.PI) / 180;
    const [x, y] = [Math.cos(angle) * (width + 0.5), Math.sin(angle) * (height - 3) - 4];
    const [outer, inner] = i % 2 ? [0.08, -0.06] : [-0.12, 0.05];
    return (
      circle(x, y, radius, { fill: shade(hair, outer) }) +
      circle(x * 0.78, y * 0.86, radius * 0.85, { fill: shade(hair, inner) })
    );
  }).join('');
}
