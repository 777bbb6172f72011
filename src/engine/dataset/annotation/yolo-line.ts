import type { TrueBox } from './true-box';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A corner may lie this far outside of the image, by rounding. */
const SLACK = 0.01;

/**
 * A line `class x y width height`, of shares of the image, perhaps with a confidence behind it; or `class x1 y1 x2 y2 …`,
 * an outline, around which the box is drawn.
 * @returns in words what is wrong, for a line of another form
 */
export function boxInLine(line: string, nameOf: (number: number) => string): TrueBox | string {
  const words = line.split(/\s+/);
  if (!words.every((word) => NUMBER.test(word))) return 'holds something else than numbers';
  const [number, ...shares] = words.map(Number);
  if (!Number.isInteger(number) || number < 0) return 'does not begin with the number of a class';
  const isOutline = shares.length >= 6 && shares.length % 2 === 0;
  if (!isOutline && shares.length !== 4 && shares.length !== 5) return `holds ${words.length} numbers, not 5`;
  const corners = isOutline ? around(shares) : centred(shares);
  if (corners.some((share) => share < -SLACK || share > 1 + SLACK)) return 'holds no shares of the image from 0 to 1';
  return { label: nameOf(number), corners, isAside: false };
}

function centred([x, y, width, height]: readonly number[]): TrueBox['corners'] {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

function around(outline: readonly number[]): TrueBox['corners'] {
  const xs = outline.filter((_, at) => at % 2 === 0);
  const ys = outline.filter((_, at) => at % 2 === 1);
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)];
}
