import type { Person } from './person';
import { box, circle, d, ellipse, group, line, path, shade } from '../svg';

/** What is worn on the head, over hair and glasses, in head coordinates. It never reaches the eyes. */
export function hat({ hat, hatColour: colour, trim, width: w, height: h }: Person): string {
  const dark = shade(colour, -0.25);
  const crown = (brim: number, top: number) =>
    d`M ${-w - 2} ${brim} C ${-w - 3} ${top} ${w + 3} ${top} ${w + 2} ${brim} Z`;
  const peak = d`M ${-w - 2} -16 Q 0 ${-h * 0.85} ${w + 2} -16 Q ${w + 9} -12 ${w - 2} -11.5
    Q 0 ${-h * 0.62} ${2 - w} -11.5 Q ${-w - 9} -12 ${-w - 2} -16 Z`;
  const ribbon = d`M ${-w - 1} -20 Q 0 -16 ${w + 1} -20 L ${w} -25.5 Q 0 -21 ${-w} -25.5 Z`;
  const band = d`M ${-w - 1} -12 Q 0 ${-h * 0.95} ${w + 1} -12`;
  const bow = d`M ${-w - 4} 0 C ${-w - 6} ${-h * 1.5} ${w + 6} ${-h * 1.5} ${w + 4} 0`;
  const shapes: Record<Person['hat'], () => string> = {
    none: () => '',
    beanie: () =>
      circle(0, -h - 8, 5, { fill: trim }) +
      path(crown(-14, -h * 1.75), { fill: colour }) +
      box(-w - 3.5, -h * 0.6 - 3, 2 * w + 7, 8, { rx: 3.5, fill: dark }),
    cap: () =>
      path(crown(-15, -h * 1.65), { fill: colour }) +
      path(peak, { fill: dark }) +
      circle(0, -h * 1.3, 1.6, { fill: trim }),
    straw: () =>
      ellipse(0, -17, w + 19, 6.5, { fill: '#d9bd7c' }) +
      path(crown(-18, -h * 1.75), { fill: '#e6cf95' }) +
      path(ribbon, { fill: colour }),
    headband: () => line(band, colour, 5.5) + line(band, trim, 1.2),
    headphones: () =>
      line(bow, dark, 3.4) + group({ fill: colour }, box(-w - 8, -6, 8, 17, { rx: 4 }), box(w, -6, 8, 17, { rx: 4 })),
  };
  return shapes[hat]();
}
