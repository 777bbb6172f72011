import type { Preprocessing } from '../../protocol/recipe';
import { leavesBars } from './bars';

/** The recipe in one line, human-readable. */
export function recipeText({
  color,
  layout,
  size,
  fit,
  kernel,
  resizeShorter,
  pad,
  range,
  black,
  white,
  mean,
  std,
}: Preprocessing): string {
  const shorter = resizeShorter === null ? '' : `, shorter side ${resizeShorter} first`;
  const bars = leavesBars(fit) && pad > 0 ? `, bars of grey ${pad}` : '';
  return [
    `${color}, ${layout}`,
    `${size.join(' × ')} (${fit}, ${kernel}${shorter}${bars})`,
    `black and white ${range.join(' and ')}${stored({ black, white })}`,
    `mean ${mean.join(', ')}`,
    `standard deviation ${std.join(', ')}`,
  ].join('; ');
}

/** What black and white are in files, where that is told. */
function stored({ black, white }: Pick<Preprocessing, 'black' | 'white'>): string {
  const told = [black === null ? '' : `black is ${black}`, white === null ? '' : `white is ${white}`].filter(Boolean);
  return told.length === 0 ? '' : ` (${told.join(' and ')} in files of more than 8 bits)`;
}

/** What was guessed and from what, fields with one reason together; '' where nothing was. */
export function guessText({ guessed }: Pick<Preprocessing, 'guessed'>): string {
  const fields = new Map<string, string[]>();
  for (const { field, reason } of guessed) fields.set(reason, [...(fields.get(reason) ?? []), field]);
  return [...fields].map(([reason, names]) => `${names.join(', ')} (${reason})`).join('; ');
}
