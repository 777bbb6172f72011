import type { Paper } from '../../protocol/paper';

/** A mean with its interval, perhaps the best of its group. */
export interface MeanCell {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly best?: boolean;
}
export type Cell = string | number | null | MeanCell;

export interface Column {
  readonly label: string;
  /** Shown when the pointer rests on the heading, for example a formula. */
  readonly hint?: string;
  readonly text?: boolean;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A term, what it means, and where it is defined. */
export interface Term {
  readonly term: string;
  readonly text: string;
  readonly paper?: Paper;
}

/** A drawing; the file lies beside the report. */
export interface ReportFigure {
  readonly svg: string;
  readonly file: string;
  readonly caption: string;
}

export interface Section {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  /** A command line, shown below the paragraphs so that it can be copied. */
  readonly command?: string;
  /** Shown above the tables by formats that can. */
  readonly figures?: readonly ReportFigure[];
  readonly terms?: readonly Term[];
  readonly tables?: readonly Table[];
}

/** A document that every format can show. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
}

export const isMean = (cell: Cell): cell is MeanCell => typeof cell === 'object' && cell !== null;

/** Four significant digits; an exponent only where a plain number would hide them. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** A cell as people read it; empty where there is nothing. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return shortNumber(cell);
  if (cell.mean === null) return '';
  const interval =
    cell.low === null || cell.high === null ? '' : ` [${shortNumber(cell.low)}, ${shortNumber(cell.high)}]`;
  return `${shortNumber(cell.mean)}${interval}`;
}
