import { number } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import type { RandomStream } from '../../tensor/random';

/** By how much a property is multiplied: 1 leaves the image as it is. */
export interface Factor {
  readonly factor: number;
}

/** Factors are drawn evenly from 1 − amount … 1 + amount. */
export const factorParams = [
  number({
    name: 'amount',
    label: 'Amount',
    description: 'The factor is drawn from 1 minus to 1 plus the amount',
    default: 0.2,
    minimum: 0,
    maximum: 1,
  }),
] as const;

export const drawFactor = (random: RandomStream, { amount }: ValuesOf<typeof factorParams>): Factor => ({
  factor: 1 + amount * (2 * random.uniform() - 1),
});
