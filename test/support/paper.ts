import type { Paper } from '../../src/protocol/paper';

/** Stands for any paper. */
export const PAPER: Paper = { authors: 'Doe & Roe', year: 2020, title: 'A paper', url: 'https://example.org/paper' };
