export type CsvValue = string | number | boolean | null;

/** How a cell begins that spreadsheets take for a formula, in both widths of the signs. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Such a mark may stand in front of one already. */
const MARKED = /^'+/;

const isFormula = (text: string): boolean => FORMULA.test(text.replace(MARKED, '')) && !NUMBER.test(text);

/** The text as spreadsheets leave it alone: an apostrophe in front says that what follows is text, not a formula. */
const asText = (text: string): string => (isFormula(text) ? `'${text}` : text);

/** What a cell held before it was written. */
export const fromText = (cell: string): string => (cell.startsWith("'") && isFormula(cell) ? cell.slice(1) : cell);

/** A cell of a CSV file (RFC 4180). What is missing or not finite is nothing, numbers are written in full. */
function csvCell(value: CsvValue): string {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = typeof value === 'string' ? asText(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Lines of a CSV file, each with its end. */
export const csvLines = (rows: readonly (readonly CsvValue[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
