import { valueOf } from '../../protocol/loading';
import type { ScatteringBank, ScatteringCoefficients, SignalScattering } from '../../protocol/scattering';
import type {
  ScatteringDocument,
  ScatteringSubject,
  ScatteringToHost,
  ScatteringViewName,
} from '../../protocol/scattering-panel';
import type { ZeroColor } from '../draw/phase';
import type { Page } from '../page';
import type { TableSort } from '../ui/table';

/** Which coefficients: of an order, or all as discs. */
export type Shown = '0' | '1' | '2' | 'disc';
export type Scale = 'own' | 'shared';

/** How things are shown; changes nothing that was computed, and survives a reload. */
export interface ScatteringView {
  readonly view: ScatteringViewName;
  /** Of a complex value of zero. */
  readonly zero: ZeroColor;
  /** Every filter in a window of its own size, or all in the largest. */
  readonly window: Scale;
  readonly shown: Shown;
  readonly scale: Scale;
  /** Channel of the image; null: their mean. */
  readonly channel: number | null;
  readonly size: number;
  /** Number of the picked filter, and of the picked path. */
  readonly filter: number;
  readonly path: number;
  readonly sort: TableSort | null;
  readonly subject: ScatteringSubject | null;
}

export const initialView: ScatteringView = Object.freeze({
  view: 'bank',
  zero: 'black',
  window: 'own',
  shown: '1',
  scale: 'shared',
  channel: null,
  size: 56,
  filter: 0,
  path: 1,
  sort: null,
  subject: null,
});

/** What the parts of the ScatNet panel share. */
export type ScatteringApp = Page<ScatteringDocument, ScatteringView, ScatteringToHost>;

export function bankOf({ document }: ScatteringApp): ScatteringBank | null {
  return valueOf(document.bank);
}

export function coefficientsOf({ document }: ScatteringApp): ScatteringCoefficients | null {
  const value = valueOf(document.coefficients);
  return value && 'channels' in value ? value : null;
}

/** The scattering of a signal, where that is what was chosen. */
export function signalOf({ document }: ScatteringApp): SignalScattering | null {
  const value = valueOf(document.coefficients);
  return value && 'signal' in value ? value : null;
}
