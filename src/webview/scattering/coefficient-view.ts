import type { ScatteringCoefficients } from '../../protocol/scattering';
import { paletteOf } from '../draw/palette';
import type { Cell } from '../grid/content';
import { Grid } from '../grid/grid';
import { colorLegend } from '../grid/legend';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { busyState, emptyState, errorState, startingPoints } from '../ui/states';
import { coefficientsOf, signalOf, type ScatteringApp } from './app';
import { coefficientImages } from './coefficient-images';
import { discView } from './disc-view';
import { signalView } from './signal-view';
import { pathName } from './words';

/** The scattering coefficients of an image: the maps of one order as a grid, or the means of all as discs. */
export function coefficientView(app: ScatteringApp): Component {
  const grid = new Grid(t('Coefficients'), { select: (path) => app.setView({ path }) });
  const legend = colorLegend();
  const note = element('p', { class: 'quiet view-note' });
  const discs = discView(app);
  const signals = signalView(app);
  const instead = element('div', {});
  const node = element(
    'section',
    { class: 'view', 'aria-label': t('Coefficients') },
    instead,
    note,
    grid.element,
    legend.element,
    discs.element,
    signals.element,
  );
  return {
    element: node,
    update() {
      const answer = coefficientsOf(app);
      const { shown, channel, scale, size, path } = app.view;
      const asDisc = shown === 'disc';
      const signal = signalOf(app);
      signals.element.hidden = !signal;
      if (signal) signals.update();
      instead.hidden = answer !== null || signal !== null;
      if (!answer && !signal) instead.replaceChildren(...insteadOf(app));
      note.hidden = !answer;
      discs.element.hidden = !answer || !asDisc;
      for (const part of [grid.element, legend.element]) part.hidden = !answer || asDisc;
      if (!answer) return;
      setText(note, noteOf(answer, shown));
      if (asDisc) return discs.update();
      const order = Number(shown);
      const images = coefficientImages(
        answer,
        channel !== null && channel < answer.channels ? channel : null,
        scale,
        paletteOf(app.document.palette),
      );
      const content = cells(answer, order);
      const first = content.find((cell) => cell !== undefined)?.id ?? 0;
      const picked = answer.paths[path]?.order === order ? path : first;
      grid.show({ cells: content, columns: columnsOf(answer, order), atlases: [images.atlas] }, size, picked);
      if (content.length > 0)
        legend.update(images.keyOf(picked), scale === 'own' ? pathName(answer.paths[picked]) : '');
    },
  };
}

/** Columns of an order's grid: angles, or for the second order second scales and angles. */
export function columnsOf({ request: { J, L } }: ScatteringCoefficients, order: number): number {
  return order === 0 ? 1 : order === 1 ? L : Math.max(1, (J - 1) * L);
}

/**
 * First order: a row a scale, a column an angle. Second order: a row a first wavelet, a column a second one; finer
 * second scales do not exist.
 */
export const cells = memo((answer: ScatteringCoefficients, order: number): (Cell | undefined)[] => {
  const { paths, means, request } = answer;
  const columns = columnsOf(answer, order);
  const grid: (Cell | undefined)[] = [];
  paths.forEach((path, id) => {
    if (path.order !== order) return;
    const at =
      order < 2 ? grid.length : (path.j1 * request.L + path.t1) * columns + (path.j2 - 1) * request.L + path.t2;
    const label = `${pathName(path)}, ${t('mean {0}', figure(means[id]))}`;
    grid[at] = {
      id,
      tile: id,
      label,
      ...(order < 2 && { caption: order === 1 ? `j=${path.j1} θ=${path.t1}` : t('low-pass') }),
    };
  });
  return Array.from(grid);
});

function noteOf(
  { size, channels, paths, coefficients: { dims }, seconds: spent }: ScatteringCoefficients,
  shown: string,
): string {
  const facts = t(
    '{0} paths of {1} channels at {2} × {3}, from {4} × {5} pixels · {6}',
    paths.length,
    channels,
    dims[1],
    dims[2],
    ...size,
    seconds(spent),
  );
  const arrangement =
    {
      '0': '',
      '1': t('Rows: scales; columns: angles.'),
      '2': t('Rows: first wavelet (scale, angle); columns: second wavelet.'),
      disc: '',
    }[shown] ?? '';
  return [facts, arrangement].filter(Boolean).join(' · ');
}

function insteadOf(app: ScatteringApp): HTMLElement[] {
  const { coefficients, image, trusted } = app.document;
  if (!trusted)
    return [
      emptyState(t('Coefficients are computed by a network that is run, which is done only in a trusted workspace.'), {
        label: t('Manage trust'),
        run: () => app.post({ kind: 'command', command: 'manageTrust' }),
      }),
    ];
  const choose = { label: t('Choose an image…'), run: () => app.post({ kind: 'pickImage' }) };
  if (!image)
    return [emptyState(t('Choose an image to see its scattering coefficients.'), choose, ...startingPoints(app.post))];
  if (coefficients.state === 'error')
    return [
      errorState(coefficients.error, [{ label: t('Try again'), run: () => app.post({ kind: 'retry' }) }, choose]),
    ];
  return [busyState(t('Computing…'))];
}
