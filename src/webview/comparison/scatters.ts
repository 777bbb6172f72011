import { scaleLinear } from 'd3-scale';
import { scatterCells, type PairScatter } from '../../protocol/comparison';
import { Chart, drawAxisBelow, drawAxisLeft } from '../draw/chart';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { comparedOf, pairName, type ComparisonApp } from './app';

/** Of one in a figure. */
const printedSide = 320;
const margin = { left: 28, bottom: 20, top: 4, right: 4 };

export interface Scatters extends Component, FigurePart {
  images(): Promise<{ readonly name: string; readonly png: Uint8Array }[]>;
}

/** Every pair of maps as a scatter plot of their min-max scaled values, darker where more positions lie. */
export function scatters(app: ComparisonApp): Scatters {
  const views = new Map<string, ReturnType<typeof scatter>>();
  const grid = element('div', { class: 'scatters' });
  const hint = t('Each position of the maps is a point; the darker a cell, the more points, on a logarithmic scale');
  const node = element(
    'section',
    { 'aria-label': t('Scatter plots') },
    element('h2', { title: hint }, t('Every pair')),
    grid,
  );
  return {
    element: node,
    update() {
      const compared = comparedOf(app);
      node.hidden = !compared;
      if (!compared) return;
      keyed(
        grid,
        compared.scatters,
        pairName,
        (pair) => {
          const view = scatter(pair);
          views.set(pairName(pair), view);
          return view.element;
        },
        (_node, pair) => views.get(pairName(pair))?.update(pair),
      );
    },
    tiles: () =>
      (comparedOf(app)?.scatters ?? []).map((pair) => ({
        title: t('{0} over {1}', pair.second, pair.first),
        image: views.get(pairName(pair))?.chart.printed(printedSide, printedSide) ?? null,
        legend: null,
        note: t('Each position of the two maps, min-max scaled'),
      })),
    images: async () => {
      const shown = comparedOf(app)?.scatters ?? [];
      return Promise.all(
        shown.map(async (pair) => ({
          name: `scatter-${pair.first}-${pair.second}.png`,
          png: (await views.get(pairName(pair))?.chart.png()) ?? new Uint8Array(),
        })),
      );
    },
  };
}

function scatter({ first, second }: PairScatter) {
  let counts: Uint32Array | null = null;
  const chart = new Chart((context, size, colors) => {
    if (!counts) return;
    const { x, y } = scales(size);
    const top = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 1));
    const side = { width: (x(1) - x(0)) / scatterCells, height: (y(0) - y(1)) / scatterCells };
    context.strokeStyle = colors.line;
    context.beginPath();
    context.moveTo(x(0), y(0));
    context.lineTo(x(1), y(1));
    context.stroke();
    context.fillStyle = colors.data;
    counts.forEach((count, i) => {
      if (count === 0) return;
      context.globalAlpha = 0.2 + (0.8 * Math.log1p(count)) / top;
      context.fillRect(
        x(0) + (i % scatterCells) * side.width,
        y(0) - (Math.floor(i / scatterCells) + 1) * side.height,
        side.width + 0.4,
        side.height + 0.4,
      );
    });
    context.globalAlpha = 1;
    drawAxisBelow(context, x, y(0), colors, 3);
    drawAxisLeft(context, y, x(0), colors, 3);
  });
  const { canvas } = chart;
  canvas.className = 'scatter';
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    canvas.title = counts
      ? readOut(counts, { width: canvas.clientWidth, height: canvas.clientHeight }, offsetX, offsetY)
      : '';
  });
  const axis = (name: string, label: string): HTMLElement =>
    element('span', { class: `quiet ${name}`, title: label }, label);
  return {
    chart,
    element: element(
      'figure',
      { class: 'scatter-box' },
      axis('scatter-up', `↑ ${second}`),
      canvas,
      axis('scatter-right', `${first} →`),
    ),
    update(pair: PairScatter): void {
      if (pair.counts === counts) return;
      counts = pair.counts;
      setAttribute(canvas, 'aria-label', t('Scatter plot of {0} against {1}', pair.second, pair.first));
      chart.redraw();
    },
  };
}

function scales({ width, height }: { readonly width: number; readonly height: number }) {
  return {
    x: scaleLinear([0, 1], [margin.left, width - margin.right]),
    y: scaleLinear([0, 1], [height - margin.bottom, margin.top]),
  };
}

function readOut(
  counts: Uint32Array,
  size: { readonly width: number; readonly height: number },
  left: number,
  top: number,
): string {
  const { x, y } = scales(size);
  const [column, row] = [x.invert(left), y.invert(top)].map((value) => Math.floor(value * scatterCells));
  if (column < 0 || row < 0 || column >= scatterCells || row >= scatterCells) return '';
  const from = (cell: number): string => (cell / scatterCells).toFixed(2);
  return t('{0}, {1}: {2} positions', from(column), from(row), counts[row * scatterCells + column]);
}
