import { cellText, isMean, type Cell } from '../table';
import { escaped } from './text';

export function cellOf(cell: Cell): string {
  const text = escaped(cellText(cell));
  return isMean(cell) && cell.best ? `\\textbf{${text}}` : text;
}

export const lineOf = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;
