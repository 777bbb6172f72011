import type { Composite } from '../composite';
import { conserving } from './conserving';
import { zennitComposites } from './zennit';

/** Every choice of rules by name, in the order they are offered. */
export const composites: readonly Composite[] = Object.freeze([conserving, ...zennitComposites]);
