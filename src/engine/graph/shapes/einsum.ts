/**
 * An Einsum equation taken apart: the letters of each term; an ellipsis is the letter `.` repeated as often as it has
 * axes.
 */
export interface Einsum {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/**
 * Parses an equation for operands of the given ranks; ellipsis axes become the labels `.0`, `.1`… counted from the
 * last.
 */
export function parsedEinsum(equation: string, ranks: readonly number[]): Einsum {
  const [left, right] = equation.replace(/\s+/g, '').split('->');
  const terms = left.split(',');
  const inputs = terms.map((term, k) => labels(term, ranks[k] - term.replace('...', '').length));
  const hidden = Math.max(0, ...inputs.map((term) => term.filter((l) => l.startsWith('.')).length));
  if (right !== undefined) return { inputs, output: labels(right, hidden) };
  const all = inputs.flat();
  const once = [...new Set(all)].filter((l) => l.startsWith('.') || all.indexOf(l) === all.lastIndexOf(l)).sort();
  const ellipsis = Array.from({ length: hidden }, (_, i) => `.${hidden - 1 - i}`);
  return { inputs, output: [...ellipsis, ...once.filter((l) => !l.startsWith('.'))] };
}

function labels(term: string, hidden: number): string[] {
  const at = term.indexOf('...');
  if (at < 0) return [...term];
  const ellipsis = Array.from({ length: hidden }, (_, i) => `.${hidden - 1 - i}`);
  return [...term.slice(0, at), ...ellipsis, ...term.slice(at + 3)];
}
