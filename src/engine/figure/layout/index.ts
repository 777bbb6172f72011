import type { Layout } from './layout';
import { masks } from './masks';
import { methods } from './methods';
import { rows } from './rows';

/** Every layout of a figure. */
export const LAYOUTS: readonly Layout[] = Object.freeze([methods, rows, masks]);
