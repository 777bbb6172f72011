import type { Random } from '../random';
import { eyeAt } from './head';
import type { Person } from './person';
import { d, gradient, group, line, path } from '../svg';

const SHAPES = ['round', 'oval', 'square', 'cat', 'aviator'] as const;
const FRAMES = [
  '#16161a',
  '#2a2a35',
  '#5c3a21',
  '#8a1f2b',
  '#b08d3c',
  '#8d9299',
  '#1f3f73',
  '#2e5d4b',
  '#d9d3c7',
  '#b4587f',
] as const;
/** Colours of dark lenses, top and bottom. */
const DARK = [
  ['#0b0b0e', '#26262c'],
  ['#1d120b', '#4a2f1d'],
  ['#0d1a14', '#2c4436'],
  ['#0d1430', '#2e4a86'],
  ['#221026', '#6a3a6e'],
  ['#1b1b1b', '#6d6f73'],
] as const;
const CLEAR = ['#ffffff', '#e8f2ff', '#fff6e0', '#eef7ee'] as const;

/**
 * A pair of glasses. Shapes and frames are common to spectacles and sunglasses: only what is seen through the lens
 * differs.
 */
export interface Glasses {
  shape: (typeof SHAPES)[number];
  frame: string;
  stroke: number;
  lens: readonly string[];
  opacity: number;
  glint: number;
  /** Half width and half height of a lens, px, and how low they sit. */
  width: number;
  height: number;
  drop: number;
}

export function drawGlasses(random: Random, dark: boolean): Glasses {
  const clear = random.pick(CLEAR);
  return {
    shape: random.pick(SHAPES),
    frame: random.pick(FRAMES),
    stroke: random.between(1.3, 2.8),
    lens: dark ? random.pick(DARK) : [clear, clear],
    opacity: dark ? random.between(0.86, 0.98) : random.between(0.06, 0.24),
    glint: random.between(0.15, 0.75),
    width: random.between(8.2, 9.8),
    height: random.between(6.2, 8.4),
    drop: random.between(0, 1.6),
  };
}

export const lensGradient = (glasses: Glasses) => gradient('lens', ...glasses.lens);

/**
 * The glasses on the person's nose, in head coordinates.
 * @param silhouette paint all that belongs to them, lenses included, in opaque white: the mask
 */
export function wornGlasses(glasses: Glasses, person: Person, silhouette = false): string {
  const { frame, stroke, drop } = glasses;
  const colour = silhouette ? '#ffffff' : frame;
  const lenses = [-1, 1].map((side) => {
    const { x, y, squeeze } = eyeAt(person, side);
    return { side, x: x + side * 0.7, y: y + drop, rx: glasses.width * squeeze };
  });
  const temple = person.width + 0.4;
  const arms = lenses.map(({ side, x, y, rx }) =>
    line(d`M ${x + side * rx} ${y - 2.5} L ${side * temple} ${y - 3.5}`, colour, stroke),
  );
  const [left, right] = lenses;
  const [from, middle, to] = [left.x + left.rx, (left.x + right.x) / 2, right.x - right.rx];
  const bridge = line(d`M ${from} ${left.y - 1} Q ${middle} ${left.y - 4} ${to} ${right.y - 1}`, colour, stroke);
  const rims = lenses.map(({ side, x, y, rx }) => {
    const outline = lensOutline(glasses.shape, side, x, y, rx, glasses.height);
    if (silhouette) return path(outline, { fill: colour, stroke: colour, strokeWidth: stroke });
    const glint = line(d`M ${x - rx * 0.45} ${y + 1} L ${x + rx * 0.05} ${y - 3.4}`, '#ffffff', 1.5, {
      strokeOpacity: glasses.glint,
    });
    return (
      path(outline, { fill: 'url(#lens)', fillOpacity: glasses.opacity, stroke: frame, strokeWidth: stroke }) + glint
    );
  });
  return group({}, ...arms, bridge, ...rims);
}

/** The outline of one lens; side −1 is the left of the image. */
function lensOutline(shape: Glasses['shape'], side: number, x: number, y: number, rx: number, ry: number): string {
  /** A rounded quadrilateral: offsets of the outer and inner corners from the ellipse's box. */
  const corners = (outerTop: number, innerTop: number, outerFoot: number, innerFoot: number, round: number) => {
    const [o, i] = [x + side * rx, x - side * rx];
    const r = side * round;
    return d`M ${o - r} ${y + outerTop} Q ${o} ${y + outerTop} ${o} ${y + outerTop + round}
      Q ${o - r * 0.1} ${y + outerFoot} ${o - r * 1.3} ${y + outerFoot} L ${i + r * 1.3} ${y + innerFoot}
      Q ${i + r * 0.1} ${y + innerFoot} ${i} ${y + innerTop + round} Q ${i} ${y + innerTop} ${i + r} ${y + innerTop} Z`;
  };
  const oval = (a: number, b: number) =>
    d`M ${x - a} ${y} A ${a} ${b} 0 1 1 ${x + a} ${y} A ${a} ${b} 0 1 1 ${x - a} ${y} Z`;
  const outlines: Record<Glasses['shape'], () => string> = {
    round: () => oval(rx * 0.95, rx * 0.95),
    oval: () => oval(rx, ry * 0.95),
    square: () => corners(-ry * 0.9, -ry * 0.9, ry, ry, 2.6),
    cat: () => corners(-ry * 1.25, -ry * 0.75, ry * 0.8, ry * 0.9, 3.4),
    aviator: () => corners(-ry * 0.85, -ry * 0.85, ry * 1.1, ry * 0.8, 4.4),
  };
  return outlines[shape]();
}
