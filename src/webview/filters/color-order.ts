import { t } from '../ui/l10n';
import type { FiltersApp } from './app';

/** Which channel is red, which green and which blue. */
export type ColorChannels = readonly [red: number, green: number, blue: number];

const orders: Readonly<Record<'rgb' | 'bgr', ColorChannels>> = { rgb: [0, 1, 2], bgr: [2, 1, 0] };
const colorOrder = ({ document: { recipe } }: FiltersApp): 'rgb' | 'bgr' =>
  recipe?.preprocessing?.color === 'bgr' ? 'bgr' : 'rgb';

/** The channels that are red, green and blue, as the model takes its images. */
export function colorChannels(app: FiltersApp): ColorChannels {
  return orders[colorOrder(app)];
}

/** What colours mean where three channels are painted as one. */
export function colorMeaning(app: FiltersApp): string {
  return colorOrder(app) === 'bgr'
    ? t('in the colours of the channels, blue, green and red; grey is zero')
    : t('in the colours of the channels, red, green and blue; grey is zero');
}
