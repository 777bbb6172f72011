import type { Upgrader } from './upgrader';

/** Scatter became ScatterElements in 11. */
export const scatter: Upgrader = {
  ops: ['Scatter'],
  before: 11,
  upgrade: (node) => [{ ...node, op: 'ScatterElements' }],
};
