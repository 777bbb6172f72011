import type { FeatureMaps, FilterKernels } from '../../protocol/filters';
import type { Cell } from '../grid/content';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import type { FeatureSort, KernelSort } from './app';
import { byDifference } from './feature-tiles';

/** The filters in order, with their norms, or by how much they have changed. */
export const kernelCells = memo((kernels: FilterKernels, sort: KernelSort, change: boolean): Cell[] => {
  const { indices, norms, orders, layer } = kernels;
  const changed = change && kernels.change?.known ? kernels.change : null;
  const places = new Map([...indices].map((filter, place) => [filter, place]));
  const order = {
    index: indices,
    norm: orders.norm,
    similarity: orders.similarity,
    change: changed?.order ?? orders.norm,
  }[sort];
  const dead = new Set(layer.health?.dead);
  return [...order].flatMap((filter) => {
    const tile = places.get(filter);
    if (tile === undefined) return [];
    const value = changed ? `Δ ${figure(changed.norms[filter])}` : figure(norms[filter]);
    const label = changed ? t('Filter {0}, change {1}', filter, value) : t('Filter {0}, norm {1}', filter, value);
    return [
      {
        id: filter,
        tile,
        caption: `${filter} · ${value}`,
        label: dead.has(filter) ? `${label}, ${t('dead')}` : label,
        quiet: dead.has(filter),
      },
    ];
  });
});

/** The channels in order, with the mean magnitudes of their maps. */
export const featureCells = memo((features: readonly FeatureMaps[], sort: FeatureSort): Cell[] => {
  const [{ order, strengths }] = features;
  const sorted =
    sort === 'index'
      ? [...order.keys()]
      : sort === 'difference' && features.length > 1
        ? byDifference(features)
        : [...order];
  return sorted.map((channel) => {
    const values = features.map((one) => figure(one.strengths[channel])).join(' | ');
    return {
      id: channel,
      tile: channel,
      caption: `${channel} · ${values}`,
      label: t('Map {0}, mean magnitude {1}', channel, values),
      quiet: strengths[channel] === 0,
    };
  });
});
