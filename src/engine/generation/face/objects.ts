import type { Random } from '../random';
import { printedSpectacles } from './body';
import { box, circle, d, ellipse, group, line, path, shade } from '../svg';

export const BRIGHT = ['#e2574c', '#f2a541', '#f6d65b', '#64a86b', '#3f8fc4', '#8b65b5', '#d9739f', '#2f3640'] as const;

/** `count` elements, one after the other. */
export const repeated = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('');

const RIM = { fill: 'none', stroke: '#22252b', strokeWidth: 2 } as const;

function poster(random: Random): string {
  const place = `translate(${random.pick([17, 111])} ${random.whole(18, 40)})`;
  const sheet = box(-15, -12, 30, 24, { fill: '#faf7ef', stroke: '#7a5c3c', strokeWidth: 2 });
  return group({ transform: place }, sheet, printedSpectacles(0, 1, 5, random.pick(['#ffffff', '#1b1b20']), '#1b1b20'));
}

function bicycle(random: Random): string {
  const x = random.pick([20, 106]);
  const frame = d`M ${x - 9} 108 L ${x - 3} 96 L ${x + 6} 96 L ${x + 9} 108 M ${x - 3} 96 L ${x + 1} 107 L ${x + 6} 96
    M ${x + 6} 96 L ${x + 5} 91 L ${x + 9} 91`;
  return circle(x - 9, 108, 8, RIM) + circle(x + 9, 108, 8, RIM) + line(frame, random.pick(BRIGHT), 1.8);
}

function balloons(random: Random): string {
  const [x, y] = [random.pick([12, 116]), random.between(14, 50)];
  const balloon = (dx: number, dy: number) =>
    line(d`M ${x + dx} ${y} Q ${x} ${y + 30} ${x + 1} ${y + 44}`, '#8f9399', 0.6) +
    ellipse(x + dx * 1.6, y + dy, 6, 7.5, { fill: random.pick(BRIGHT) });
  return balloon(-4, 0) + balloon(4, 3);
}

function trafficLight(random: Random): string {
  const [x, y] = [random.pick([13, 115]), random.between(12, 80)];
  const lamps = ['#e2574c', '#f6d65b', '#64a86b'].map((fill, i) => circle(x, y + 3 + i * 9, 3.5, { fill }));
  return box(x - 6, y - 3, 12, 30, { rx: 4, fill: '#23272c' }) + lamps.join('');
}

function darkDiscs(random: Random): string {
  const [x, y] = [random.pick([16, 112]), random.between(14, 60)];
  const disc = (dx: number) => circle(x + dx, y, 5.5, { fill: '#17171b', stroke: '#77797f', strokeWidth: 1 });
  return disc(-6.5) + disc(6.5);
}

function clock(random: Random): string {
  const [x, y] = [random.pick([15, 113]), random.between(14, 40)];
  const hands = line(d`M ${x} ${y - 7} L ${x} ${y} L ${x + 5} ${y + 2}`, '#33363c', 1.4);
  return circle(x, y, 11, { fill: '#fdfcf8', stroke: '#33363c', strokeWidth: 2 }) + hands;
}

function plant(random: Random): string {
  const x = random.pick([12, 116]);
  const leaf = (angle: number) =>
    group({ transform: `rotate(${angle} ${x} 112)` }, ellipse(x, 92, 4.5, 17, { fill: shade('#3f7d4e', angle / 150) }));
  return [-28, -8, 12, 30].map(leaf).join('') + path(d`M ${x - 9} 108 h 18 l -3 20 h -12 Z`, { fill: '#b5653d' });
}

/**
 * Things that stand about, several of them like spectacles: rings in pairs, dark discs in pairs, a poster of glasses.
 */
export const OBJECTS = [poster, bicycle, balloons, trafficLight, darkDiscs, clock, plant] as const;
