import type { FloatMap } from '../../protocol/raster';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';

/** More numbers than these are not shown one by one. */
export const mostBars = 24;

interface Bar {
  readonly name: string;
  /** What the network is given. */
  readonly value: number;
  /** What that tells it; null while there is no map. */
  readonly share: number | null;
  /** Of the largest share, from −1 to 1. */
  readonly length: number;
}

/** The numbers of a vector, each with a bar from the middle: to the right what speaks for the target. */
export function vectorBars(label: string): {
  readonly element: HTMLElement;
  update(vector: FloatMap, names: (k: number) => string, map: FloatMap | null): void;
} {
  const list = element('div', { class: 'vector-bars', role: 'list', 'aria-label': label });
  return {
    element: list,
    update(vector, names, map) {
      const peak = map?.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) ?? 0;
      const bars = Array.from(vector.data, (value, k): Bar => {
        const share = map?.data[k] ?? null;
        return { name: names(k), value, share, length: share === null || peak === 0 ? 0 : share / peak };
      });
      keyed(list, bars, ({ name }) => name, make, show);
    },
  };
}

const make = (): HTMLElement =>
  element(
    'div',
    { class: 'vector-bar', role: 'listitem' },
    element('span', { class: 'vector-name' }),
    element('span', { class: 'figure quiet' }),
    element('span', { class: 'vector-track', 'aria-hidden': 'true' }, element('span', { class: 'vector-fill' })),
    element('span', { class: 'figure' }),
  );

function show(row: HTMLElement, { name, value, share, length }: Bar): void {
  const [called, given, track, told] = row.children as unknown as HTMLElement[];
  const fill = track.firstElementChild as HTMLElement;
  setText(called, name);
  setText(given, figure(value));
  setText(told, share === null ? '' : figure(share));
  setAttribute(
    row,
    'title',
    [`${name} = ${figure(value)}`, share === null ? '' : figure(share)].filter(Boolean).join(': '),
  );
  setAttribute(fill, 'data-sign', length < 0 ? 'negative' : 'positive');
  fill.style.inlineSize = `${50 * Math.abs(length)}%`;
  fill.style.insetInlineStart = `${length < 0 ? 50 - 50 * Math.abs(length) : 50}%`;
}
