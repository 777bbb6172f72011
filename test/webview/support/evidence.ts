import type { MetricEvidence, SeenInput } from '../../../src/protocol/metric-evidence';
import { PAPER } from '../../support/paper';

const side = 8;

/** An image of one grey, but for its left column. */
function plain(level: number): SeenInput {
  const rgba = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let p = 0; p < side * side; p++) rgba.fill(p % side === 0 ? 255 - level : level, 4 * p, 4 * p + 3);
  return { image: { width: side, height: side, rgba }, signal: null };
}

const metric = { id: 'road', label: 'ROAD', formula: 'least − most', unit: null, paper: PAPER, params: {} };

/** What a metric may have done: everything there is to show. */
export function evidence(changes: Partial<MetricEvidence> = {}): MetricEvidence {
  const mask = Uint8Array.from({ length: side * side }, (_, p) => (p % side < 4 ? 1 : 0));
  const trial = (row: string | null, what: string, number: number) => ({
    ...{ ...plain(90), row, what, number, of: 'probability' as const },
    ...{ faint: false, map: null },
  });
  return {
    metric,
    asked: 'glasses',
    value: 0.123456789,
    parts: { mostRelevantFirst: -0.5 },
    clean: { logit: 3.25, probability: 0.8765432 },
    input: plain(60),
    map: { dims: [side, side], data: Float32Array.from({ length: side * side }, (_, p) => p - 20) },
    trials: [
      trial('most relevant first', '10 % kept', 0.2222222),
      trial('most relevant first', '90 % kept', 0.7),
      trial('least relevant first', '10 % kept', 0.8),
    ],
    exchanges: [
      {
        from: plain(0),
        to: plain(200),
        stepOf: Uint32Array.from({ length: side * side }, (_, p) => (p < 32 ? 1 : 2)),
        scores: Float64Array.of(0.9, 0.4, 0.1),
        step: 32,
      },
    ],
    regions: [
      { what: 'the map above a threshold', cut: mask, weights: null, object: mask.slice().reverse() },
      { what: '|a|', cut: null, weights: Float32Array.from(mask, (v) => v / 2), object: mask },
    ],
    ...changes,
  };
}
