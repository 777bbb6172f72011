import type { Random } from '../random';
import { shade } from '../svg';

/** The two colours of a slide: what stains cell nuclei, and what stains all else. */
export interface Stain {
  readonly nucleus: string;
  readonly tissue: string;
  /** Where there is no tissue. */
  readonly glass: string;
}

const NUCLEI = ['#4b2f7f', '#573a86', '#64407f', '#3f2c70'] as const;
const TISSUES = ['#d98fb5', '#dc9ec0', '#cf84ae', '#d69ab0'] as const;
const GLASS = ['#efe6ee', '#f1ecf0', '#e9e2ea'] as const;

/** Slides differ in how strongly they were stained, whatever they show. */
export function drawStain(random: Random): Stain {
  const strength = random.between(-0.12, 0.12);
  return {
    nucleus: shade(random.pick(NUCLEI), strength),
    tissue: shade(random.pick(TISSUES), strength),
    glass: random.pick(GLASS),
  };
}
