import { numberField } from '../ui/controls';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { kernelsOf, shownValues, type FiltersApp } from './app';
import { placeOf } from './images';

/** Larger kernels are not listed, but can be copied. */
const mostListed = 11;
/** Of a dense layer, so many weights are listed, the largest first. */
const mostWeights = 10;

/** The values of one channel of the picked filter, and all of them to copy. */
export function filterValues(app: FiltersApp): Component {
  const channel = numberField({
    label: t('Input channel'),
    value: 0,
    minimum: 0,
    integer: true,
    onChange: (value) => value !== null && app.setView({ channel: value }),
  });
  const of = element('span', { class: 'quiet figure' });
  const choose = element('label', { class: 'labelled' }, element('span', {}, t('Channel')), channel, of);
  const body = element('tbody', {});
  const table = element('div', { class: 'values-box' }, element('table', { class: 'values figure' }, body));
  const copy = button({ label: t('Copy values'), onClick: () => app.post({ kind: 'copy', text: textOf(app) }) });
  const node = element('div', { class: 'detail-part' }, element('h3', {}, t('Values')), choose, table, copy);
  return {
    element: node,
    update() {
      const kernels = kernelsOf(app);
      const place = kernels ? placeOf(kernels, app.view.selected ?? -1) : -1;
      node.hidden = !kernels || place < 0;
      if (!kernels || place < 0) return;
      const [, channels, height, width] = kernels.kernels.dims;
      const dense = height * width === 1;
      const at = Math.min(app.view.channel, channels - 1);
      choose.hidden = channels === 1 || dense;
      channel.max = String(channels - 1);
      if (document.activeElement !== channel) channel.value = String(at);
      setText(of, t('of {0}', channels));
      const values = shownValues(app, kernels).subarray(
        place * channels * height * width,
        (place + 1) * channels * height * width,
      );
      table.hidden = !dense && Math.max(height, width) > mostListed;
      const rows = dense
        ? largestWeights(values)
        : rowsOf(values.subarray(at * height * width, (at + 1) * height * width), width);
      body.replaceChildren(...rows.map((row) => element('tr', {}, ...row.map((text) => element('td', {}, text)))));
    },
  };
}

function rowsOf(values: Float32Array, width: number): string[][] {
  const decimals = decimalsFor(values);
  const text = (value: number): string => value.toFixed(decimals).replace('-', '−');
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), text),
  );
}

/** As many decimals for all as give the largest value three digits, so that the points line up. */
function decimalsFor(values: Float32Array): number {
  const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return peak > 0 ? Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(peak)))) : 0;
}

/** Input and weight, by size. */
function largestWeights(values: Float32Array): string[][] {
  const order = [...values.keys()].sort((a, b) => Math.abs(values[b]) - Math.abs(values[a])).slice(0, mostWeights);
  return order.map((input) => [t('input {0}', input), figure(values[input])]);
}

/** All values with full precision: a line a row, a blank line between channels, tabs between columns. */
function textOf(app: FiltersApp): string {
  const kernels = kernelsOf(app);
  const place = kernels ? placeOf(kernels, app.view.selected ?? -1) : -1;
  if (!kernels || place < 0) return '';
  const [, channels, height, width] = kernels.kernels.dims;
  const values = shownValues(app, kernels);
  const row = (channel: number, y: number): string =>
    [...values.subarray(((place * channels + channel) * height + y) * width).subarray(0, width)].join('\t');
  return Array.from({ length: channels }, (_, c) =>
    Array.from({ length: height }, (_line, y) => row(c, y)).join('\n'),
  ).join(height > 1 ? '\n\n' : '\n');
}
