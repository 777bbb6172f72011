import type { TrustCheck } from '../mark';

const MOST = 0.05;

/** Whether the map adds up to what its axiom says. */
export const completeness: TrustCheck = {
  id: 'completeness',
  label: 'Sum',
  question: 'Do the values of the map add up to the score, as the method promises?',
  formula: `|Σ map − what the axiom says| in per cent of the latter, or of a tenth of the range of the logits where that is more; at most ${100 * MOST} %`,
  maps: 0,
  applies: (subject) => subject.completeness !== null,
  measure({ completeness: sums, predicted: { predictions } }) {
    const { expected, residual } = sums!;
    const logits = predictions.map(({ logit }) => logit);
    const range = Math.max(...logits) - Math.min(...logits);
    const value = Math.abs(residual) / (Math.max(Math.abs(expected), range / 10) || 1);
    const passed = value <= MOST;
    return Promise.resolve({
      passed,
      value,
      said: `${percent(value)} off`,
      ...(!passed && { why: `Its values do not add up to the score: ${percent(value)} of it is missing or invented.` }),
    });
  },
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
