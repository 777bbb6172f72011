import { figure } from '../ui/format';

/** A number of a model or of a class: counts whole, what is not defined as a dash. */
export const numberText = (value: number | null): string =>
  value === null ? '—' : Number.isInteger(value) ? String(value) : figure(value);
