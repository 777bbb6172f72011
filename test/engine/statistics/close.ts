import { strict as assert } from 'node:assert';

/** Fails unless |got − want| ≤ tolerance · |want| (or ≤ tolerance where `want` is 0). */
export function close(got: number, want: number, tolerance = 1e-10): void {
  const bound = tolerance * (Math.abs(want) || 1);
  assert.ok(Math.abs(got - want) <= bound, `got ${got}, want ${want}`);
}
