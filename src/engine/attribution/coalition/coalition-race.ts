import type { RandomStream } from '../../tensor/random';
import type { WeightedCoalitions } from './kernel-shap-draws';
import type { Coalition } from './coalitions';

/** Coalitions in an order of which any beginning is a sample of them all. */
export interface Race extends WeightedCoalitions {
  /** When each coalition arrives, ascending. */
  readonly arrivals: Float64Array;
}

/** The coalitions run so far. */
export interface Arrived {
  readonly rows: readonly Coalition[];
  readonly weights: Float64Array;
  /** Which share of a coalition's squared contribution is chance. */
  readonly chance: Float64Array;
}

/**
 * Lets pairs of coalitions arrive at exponentially distributed times, those of weight w at the rate w: a run that is
 * stopped has run the heavy ones nearly all and of the light ones a sample, as a smaller budget would.
 * @see Efraimidis and Spirakis 2006, Weighted random sampling with a reservoir
 */
export function raced({ rows, weights, complete }: WeightedCoalitions, stream: RandomStream): Race {
  const times = Float64Array.from(
    { length: rows.length / 2 },
    (_, pair) => -Math.log(1 - stream.uniform()) / weights[2 * pair],
  );
  const order = [...times.keys()].sort((a, b) => times[a] - times[b]).flatMap((pair) => [2 * pair, 2 * pair + 1]);
  return {
    rows: order.map((n) => rows[n]),
    weights: Float64Array.from(order, (n) => weights[n]),
    complete: Uint8Array.from(order, (n) => complete[n]),
    arrivals: Float64Array.from(order, (n) => times[n >> 1]),
  };
}

/**
 * The first `count` coalitions. One of weight w has arrived by the time t with the probability π = 1 − exp(−w·t), so it
 * weighs w/π (Horvitz and Thompson 1952), and of its squared contribution 1 − π is chance; of a drawn one all of it is.
 */
export function arrived({ rows, weights, complete, arrivals }: Race, count: number): Arrived {
  const time = count < rows.length ? arrivals[count] : Infinity;
  const probabilities = weights.subarray(0, count).map((weight) => -Math.expm1(-weight * time));
  return {
    rows: rows.slice(0, count),
    weights: probabilities.map((probability, n) => weights[n] / probability),
    chance: probabilities.map((probability, n) => (complete[n] ? 1 - probability : 1)),
  };
}
