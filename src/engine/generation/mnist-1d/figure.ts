import { NumpyRandom } from '../../tensor/numpy-random';
import { drawing, element, group, path, text } from '../svg';
import { PATTERNS } from './patterns';
import { DEFAULTS, drawSignal } from './set';
import { signalOf, templateOf, type SignalSteps } from './signal';

/** What becomes of a template, in the order in which it is done. */
const COLUMNS: readonly { readonly title: string; readonly of: (steps: Steps) => ArrayLike<number> }[] = [
  { title: 'template', of: ({ template }) => template },
  { title: 'pad, stretch', of: ({ dilated }) => dilated },
  { title: 'scale, shift', of: ({ translated }) => translated },
  { title: 'add noise', of: ({ noised }) => noised },
  { title: 'shear', of: ({ sheared }) => sheared },
  { title: 'resample', of: ({ signal }) => signal },
];

interface Steps extends SignalSteps {
  readonly template: Float64Array;
}

const [WIDTH, HEIGHT, MARGIN, TITLE] = [150, 52, 24, 26];
/** Values that touch the edges of a cell. */
const LARGEST = 0.75;

/** Every digit, as its template and after every step: one row per digit, all on the same scale. */
export function figure(seed: number): string {
  const random = new NumpyRandom(seed);
  const rows = PATTERNS.map((pattern, digit) => {
    const template = templateOf(pattern);
    const steps = { template, ...signalOf(template, DEFAULTS, drawSignal(random, DEFAULTS)) };
    const label = text(MARGIN / 2, HEIGHT / 2, String(digit));
    const cells = COLUMNS.map(({ of }, c) => cell(MARGIN + c * WIDTH, of(steps)));
    return group({ transform: `translate(0 ${TITLE + digit * HEIGHT})` }, label, ...cells);
  });
  const titles = COLUMNS.map(({ title }, c) => text(MARGIN + (c + 0.5) * WIDTH, TITLE / 2, title));
  const [width, height] = [MARGIN + COLUMNS.length * WIDTH + 4, TITLE + PATTERNS.length * HEIGHT + 4];
  const paper = element('rect', { width, height, fill: '#ffffff' });
  const letters = { fontFamily: 'sans-serif', fontSize: 12, fill: '#333333', textAnchor: 'middle' };
  return drawing(width, height, paper, group(letters, ...titles), group(letters, ...rows));
}

function cell(left: number, values: ArrayLike<number>): string {
  const [right, bottom] = [WIDTH - 8, HEIGHT - 6];
  const points = Array.from(values, (value, i) => {
    const y = Math.min(1, Math.max(-1, value / LARGEST));
    return `${((i / (values.length - 1)) * right).toFixed(1)} ${(((1 - y) / 2) * bottom).toFixed(1)}`;
  });
  return group(
    { transform: `translate(${left} 0)` },
    element('rect', { width: right, height: bottom, fill: 'none', stroke: '#dddddd' }),
    path(`M ${points.join(' L ')}`, { fill: 'none', stroke: '#1f5fa8', strokeWidth: 1.3 }),
  );
}
