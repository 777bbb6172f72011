import { paintTable } from '../draw/legend';
import type { ColorTable } from '../draw/palette';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';

/** What a legend tells: colours, and the values at their ends. */
export interface Key {
  readonly table: ColorTable;
  readonly low: number;
  readonly high: number;
}

/** A colour bar with the values at its ends. */
export interface ColorLegend {
  readonly element: HTMLElement;
  update(key: Key, note?: string): void;
}

export function colorLegend(): ColorLegend {
  const bar = element('canvas', { class: 'legend-bar', 'aria-hidden': 'true' });
  const [least, greatest] = ['low', 'high'].map((name) => element('span', { class: `figure legend-${name}` }));
  const words = element('span', { class: 'quiet legend-note' });
  const scale = element(
    'div',
    { class: 'legend-scale', role: 'group', 'aria-label': t('Legend') },
    least,
    bar,
    greatest,
  );
  let painted: ColorTable | undefined;
  return {
    element: element('div', { class: 'legend' }, scale, words),
    update({ table, low, high }, note = '') {
      setText(least, figure(low));
      setText(greatest, figure(high));
      setText(words, note);
      if (table !== painted) paintTable(bar, table);
      painted = table;
    },
  };
}
