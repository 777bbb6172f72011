import type { LeftOut } from '../../dataset/dataset';
import type { NetworkSummary } from './table';

/** What a training came to. */
export interface TrainingResult {
  readonly description: string;
  readonly classes: readonly string[];
  readonly counts: { readonly learning: number; readonly test: number };
  readonly leftOut: readonly LeftOut[];
  readonly networks: readonly NetworkSummary[];
}
