import { posix } from 'node:path';

/**
 * Finds the input that a path in a table means: the one of that path in the folder, or the only one whose path ends so,
 * or the one with which the path ends, as tables are written above the folder, or moved with a part of it. Folders that
 * differ are never overlooked.
 */
export function inputFinder(inputs: readonly string[]): (written: string) => string | null {
  const whole = new Set(inputs);
  const byEnd = new Map<string, string | null>();
  for (const input of inputs) for (const end of endsOf(input)) byEnd.set(end, byEnd.has(end) ? null : input);
  return (written) => {
    const path = posix.normalize(written.replace(/\\/g, '/'));
    return whole.has(path) ? path : (byEnd.get(path) ?? endsOf(path).find((end) => whole.has(end)) ?? null);
  };
}

/** A path without its first folder, without the first two, and so on to the file name, itself included. */
function endsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, from) => parts.slice(from).join('/'));
}
