import { entryOf } from '../../parameter/entries';
import { adam, adamW } from './adam';
import type { Optimiser } from './optimiser';
import { sgd } from './sgd';

/** Every optimiser. To add one: its file, and a line here. */
export const OPTIMISERS: readonly Optimiser[] = Object.freeze([adamW, adam, sgd]);

/** @throws LensError for an optimiser there is not */
export const optimiserNamed = (id: string): Optimiser => entryOf(OPTIMISERS, id, 'optimiser');
