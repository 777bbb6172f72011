import type { MeanOfRuns, SampleCurve } from '../../../protocol/training-result';
import { markup } from '../../report/markup';

export const CURVE_FILE = 'sample-sizes.svg';

/** Okabe and Ito's colours, which people with any colour vision tell apart. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const [WIDTH, HEIGHT, LEFT, TOP] = [380, 240, 52, 34];
const [PLOT_WIDTH, PLOT_HEIGHT] = [310, 160];
const LINE = 18;

type Plotted = 'accuracy' | 'f1';
const TITLES: Readonly<Record<Plotted, string>> = { accuracy: 'Accuracy', f1: 'F1' };

/** Accuracy and F1 over the number of inputs, on a logarithmic axis, with a band per network. */
export function curveChart(curve: SampleCurve): string {
  const names = curve.networks.map(
    ({ network }, n) =>
      `<line x1="${LEFT}" x2="${LEFT + 20}" y1="${HEIGHT + n * LINE}" y2="${HEIGHT + n * LINE}" stroke="${colorOf(n)}" stroke-width="2"/>` +
      `<text x="${LEFT + 26}" y="${HEIGHT + n * LINE + 4}">${markup(network)}</text>`,
  );
  const height = HEIGHT + curve.networks.length * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${height}" width="${2 * WIDTH}" height="${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
${plot(curve, 'accuracy', 0)}
${plot(curve, 'f1', WIDTH)}
${names.join('\n')}
</svg>
`;
}

const colorOf = (n: number): string => COLORS[n % COLORS.length];

function plot({ sizes, networks, crossings }: SampleCurve, measure: Plotted, left: number): string {
  const all = networks.flatMap(({ points }) => points.map((point) => point[measure]));
  const [least, most] = [Math.min(...all.map(({ low }) => low)), Math.max(...all.map(({ high }) => high))];
  const range = most - least || 1;
  const [first, last] = [sizes[0], sizes.at(-1)!];
  const x = (size: number): number => LEFT + (PLOT_WIDTH * Math.log(size / first)) / Math.log(last / first || Math.E);
  const y = (value: number): number => TOP + PLOT_HEIGHT * (1 - (value - least) / range);
  const at = (size: number, value: number): string => `${x(size).toFixed(1)},${y(value).toFixed(1)}`;
  const points = (end: keyof MeanOfRuns, own: SampleCurve['networks'][number]['points']): string[] =>
    own.map((point) => at(point.size, point[measure][end]));
  const curves = networks.map(
    ({ points: own }, n) =>
      `<polygon points="${[...points('low', own), ...points('high', own).reverse()].join(' ')}" fill="${colorOf(n)}" fill-opacity="0.15"/>` +
      `<polyline points="${points('mean', own).join(' ')}" fill="none" stroke="${colorOf(n)}" stroke-width="2"/>`,
  );
  const ticks = sizes.map(
    (size) => `<text x="${x(size).toFixed(1)}" y="${TOP + PLOT_HEIGHT + 16}" text-anchor="middle">${size}</text>`,
  );
  const levels = [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * range);
  const lines = levels.map(
    (value) =>
      `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#ddd"/>` +
      `<text x="${LEFT - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value.toFixed(3)}</text>`,
  );
  const crossed = crossings
    .filter((crossing) => crossing.measure === measure && crossing.from !== null)
    .map(({ from }) => {
      const where = x(from!).toFixed(1);
      return `<line x1="${where}" x2="${where}" y1="${TOP}" y2="${TOP + PLOT_HEIGHT}" stroke="#555" stroke-dasharray="4 3"/>`;
    });
  const title = `<text x="${LEFT}" y="${TOP - 14}" font-weight="bold">${TITLES[measure]} by inputs learned from</text>`;
  return `<g transform="translate(${left},0)">${[title, ...lines, ...ticks, ...crossed, ...curves].join('\n')}</g>`;
}
