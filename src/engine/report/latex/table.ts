import type { Table } from '../table';
import { floatingTable } from './floating-table';
import { longTable } from './long-table';

/** Rows that surely fit on a page. */
const MOST_ROWS = 40;

export const tableOf = (table: Table): string =>
  table.rows.length > MOST_ROWS ? longTable(table) : floatingTable(table);
