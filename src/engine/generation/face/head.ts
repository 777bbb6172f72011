import type { Person } from './person';
import { circle, d, ellipse, group, line, path, shade } from '../svg';

/** Where an eye is, in head coordinates; side −1 is the left of the image. The far eye moves in as the head turns. */
export function eyeAt(person: Person, side: number): { x: number; y: number; squeeze: number } {
  const far = Math.max(0, side * person.yaw);
  return { x: side * person.eyes * (1 - 0.1 * far) + person.yaw * 4.5, y: -2 + person.pitch, squeeze: 1 - 0.16 * far };
}

/** The outline of the head, grown by `grow` px. */
export function headOutline({ width, height, jaw }: Person, grow = 0): string {
  const [w, h] = [width + grow, height + grow];
  return d`M ${-w} -6 C ${-w} ${-h * 1.22} ${w} ${-h * 1.22} ${w} -6
    C ${w} ${h * 0.5} ${w * jaw} ${h} 0 ${h} C ${-w * jaw} ${h} ${-w} ${h * 0.5} ${-w} -6 Z`;
}

/** Ears, head, features of the face and the beard, in head coordinates (origin between the eyes and the nose). */
export function head(person: Person): string {
  const { skin, width, yaw } = person;
  const ear = (side: number) =>
    ellipse(side * (width + 0.5), 2, 4.6, 7, { fill: shade(skin, -0.1) }) +
    ellipse(side * (width + 0.8), 2.5, 2.2, 4, { fill: shade(skin, -0.25) });
  const cheek = (side: number) => ellipse(yaw * 4 + side * 14, 11, 6, 4.5, { fill: '#e2574c', fillOpacity: 0.13 });
  return [
    ear(-1),
    ear(1),
    path(headOutline(person), { fill: 'url(#skin)' }),
    cheek(-1),
    cheek(1),
    beard(person),
    freckles(person),
    eye(person, -1),
    eye(person, 1),
    nose(person),
    mouth(person),
    earring(person, -1),
    earring(person, 1),
  ].join('');
}

function eye(person: Person, side: number): string {
  const { x, y, squeeze } = eyeAt(person, side);
  const [rx, ry] = [4.6 * squeeze, 3 * person.open];
  const lid = shade(person.skin, -0.6);
  const brow = d`M ${x - side * 4.5} ${y - 7.6 - person.browTilt} Q ${x + side} ${y - 10} ${x + side * 5.5} ${y - 7 + person.browTilt / 2}`;
  const parts = [
    person.makeUp ? ellipse(x, y - 1.6, rx + 2.2, 4.2, { fill: person.makeUp, fillOpacity: 0.55 }) : '',
    person.bags ? ellipse(x, y + 4, rx, 1.8, { fill: shade(person.skin, -0.4), fillOpacity: 0.5 }) : '',
    person.open > 0.3 ? ellipse(x, y, rx, ry, { fill: '#fbfaf6' }) : '',
    person.open > 0.3 ? pupil(x + person.gaze * squeeze, y, Math.min(2.5, ry), person.iris) : '',
    line(d`M ${x - rx} ${y + 0.3} Q ${x} ${y - ry * 1.5} ${x + rx} ${y + 0.3}`, lid, 1.1),
    line(brow, shade(person.hair, -0.25), person.brow),
  ];
  return parts.join('');
}

const pupil = (x: number, y: number, r: number, iris: string) =>
  circle(x, y, r, { fill: iris }) +
  circle(x, y, r * 0.5, { fill: '#120d0b' }) +
  circle(x - 0.8, y - 0.9, 0.65, { fill: '#ffffff' });

function nose({ skin, yaw, pitch }: Person): string {
  const [x, y] = [yaw * 7, 9 + pitch];
  const side = yaw < 0 ? -1 : 1;
  const bridge = d`M ${yaw * 4.5 + side * 1.5} ${y - 8} Q ${x + side * 4} ${y - 1} ${x + side * 2.6} ${y + 1}`;
  return line(bridge + d` Q ${x} ${y + 2.6} ${x - side * 2.4} ${y + 0.8}`, shade(skin, -0.32), 1.2);
}

function mouth({ mouth, skin, yaw, pitch, height }: Person): string {
  const [x, y] = [yaw * 5.5, height * 0.55 + pitch];
  const lip = shade(skin, -0.45);
  const shapes: Record<Person['mouth'], () => string> = {
    smile: () => line(d`M ${x - 7} ${y - 1} Q ${x} ${y + 5} ${x + 7} ${y - 1}`, lip, 1.5),
    grin: () =>
      path(d`M ${x - 7.5} ${y - 1.5} Q ${x} ${y + 8} ${x + 7.5} ${y - 1.5} Z`, {
        fill: '#fdfbf7',
        stroke: lip,
        strokeWidth: 1,
      }),
    neutral: () => line(d`M ${x - 5.5} ${y + 0.6} Q ${x} ${y - 0.6} ${x + 5.5} ${y + 0.4}`, lip, 1.7),
    open: () =>
      ellipse(x, y + 1, 4, 3.4, { fill: '#6d1f22', stroke: lip, strokeWidth: 0.9 }) +
      ellipse(x, y + 3, 2.4, 1.2, { fill: '#d8706c' }),
  };
  return shapes[mouth]();
}

function beard(person: Person): string {
  const { beard, hair, width: w, height: h, yaw, pitch } = person;
  const x = yaw * 5.5;
  const y = h * 0.55 + pitch;
  /** Grown hair stands out below the chin, stubble does not. */
  const full = (foot: number) => d`M ${-w} -2 C ${-w} ${h * 0.56} ${-w * person.jaw} ${foot} 0 ${foot}
    C ${w * person.jaw} ${foot} ${w} ${h * 0.56} ${w} -2 C ${w * 0.88} ${h * 0.3} ${x + 12} ${y - 6} ${x} ${y - 5.5}
    C ${x - 12} ${y - 6} ${-w * 0.88} ${h * 0.3} ${-w} -2 Z`;
  const moustache = d`M ${x} ${y - 6} C ${x - 5} ${y - 7.5} ${x - 9} ${y - 4} ${x - 9.5} ${y - 1}
    Q ${x - 4} ${y - 2} ${x} ${y - 3} Q ${x + 4} ${y - 2} ${x + 9.5} ${y - 1} C ${x + 9} ${y - 4} ${x + 5} ${y - 7.5} ${x} ${y - 6} Z`;
  const shapes: Record<Person['beard'], () => string> = {
    none: () => '',
    full: () => path(full(h + 3), { fill: hair }),
    stubble: () => path(full(h), { fill: hair, fillOpacity: 0.28 }),
    moustache: () => path(moustache, { fill: hair }),
    goatee: () => path(moustache, { fill: hair }) + ellipse(x * 0.8, h * 0.9, 6.5, 6, { fill: hair }),
  };
  return shapes[beard]();
}

function freckles({ freckles, skin, yaw }: Person): string {
  if (!freckles) return '';
  const spots = [
    [-15, 7],
    [-12, 9.5],
    [-9, 7.5],
    [-13, 12],
    [9, 7.5],
    [12, 10],
    [15, 7],
    [13, 12.5],
    [-3, 5],
    [3, 6],
  ];
  return group(
    { fill: shade(skin, -0.4), fillOpacity: 0.7 },
    ...spots.map(([x, y]) => circle(x + yaw * 4, y, 0.65, {})),
  );
}

function earring({ earrings, width }: Person, side: number): string {
  const x = side * (width + 2);
  const shapes: Record<Person['earrings'], () => string> = {
    none: () => '',
    stud: () => circle(x, 9, 1.5, { fill: '#f3e6b3', stroke: '#a88a2c', strokeWidth: 0.5 }),
    hoop: () => circle(x, 13, 4.4, { fill: 'none', stroke: '#d9b04a', strokeWidth: 1.3 }),
    drop: () => line(d`M ${x} 9 L ${x} 12`, '#c9c9cf', 0.8) + ellipse(x, 14.5, 2, 3, { fill: '#3d8f8a' }),
  };
  return shapes[earrings]();
}
