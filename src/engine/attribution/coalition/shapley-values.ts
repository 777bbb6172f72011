/**
 * Shapley values from the scores of all 2ⁿ coalitions (score c keeps segment s where bit s of c is 1):
 * φᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).
 * @see Shapley 1953, A value for n-person games
 */
export function shapleyValues(scores: ArrayLike<number>, segments: number): Float64Array {
  const weights = orderWeights(segments);
  const values = new Float64Array(segments);
  for (let coalition = 0; coalition < 2 ** segments; coalition++) {
    const size = bits(coalition);
    for (let s = 0; s < segments; s++) {
      if (coalition & (1 << s)) continue;
      values[s] += weights[size] * (scores[coalition | (1 << s)] - scores[coalition]);
    }
  }
  return values;
}

/** |S|! (n − |S| − 1)! / n! for |S| = 0 … n − 1: the share of orders in which exactly S precedes a segment. */
function orderWeights(segments: number): Float64Array {
  const weights = new Float64Array(segments);
  let choices = 1;
  for (let size = 0; size < segments; size++) {
    weights[size] = 1 / (segments * choices);
    choices = (choices * (segments - 1 - size)) / (size + 1);
  }
  return weights;
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest; rest &= rest - 1) count++;
  return count;
}

/** Running mean and spread of marginal contributions over permutations. */
export class MarginalMeans {
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  permutations = 0;

  constructor(segments: number) {
    this.sums = new Float64Array(segments);
    this.squares = new Float64Array(segments);
  }

  /** @param scores score of the baseline, then after each segment of `order` was added */
  add(order: ArrayLike<number>, scores: ArrayLike<number>): void {
    for (let k = 0; k < order.length; k++) {
      const contribution = scores[k + 1] - scores[k];
      this.sums[order[k]] += contribution;
      this.squares[order[k]] += contribution * contribution;
    }
    this.permutations++;
  }

  values(): Float64Array {
    return this.sums.map((sum) => sum / Math.max(1, this.permutations));
  }

  /** Standard error of each mean; infinite before the second permutation. */
  errors(): Float64Array {
    const n = this.permutations;
    return this.sums.map((sum, s) =>
      n < 2 ? Infinity : Math.sqrt(Math.max(0, this.squares[s] - (sum * sum) / n) / (n - 1) / n),
    );
  }
}
