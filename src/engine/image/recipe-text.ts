import type { Preprocessing } from '../../protocol/recipe';

/** The recipe in one line, human-readable. */
export function recipeText({
  color,
  layout,
  size,
  fit,
  kernel,
  resizeShorter,
  range,
  white,
  mean,
  std,
}: Preprocessing): string {
  const shorter = resizeShorter === null ? '' : `, shorter side ${resizeShorter} first`;
  return [
    `${color}, ${layout}`,
    `${size.join(' × ')} (${fit}, ${kernel}${shorter})`,
    `black and white ${range.join(' and ')}${white === null ? '' : ` (white is ${white} in files of more than 8 bits)`}`,
    `mean ${mean.join(', ')}`,
    `standard deviation ${std.join(', ')}`,
  ].join('; ');
}

/** What was guessed and from what, fields with one reason together; '' where nothing was. */
export function guessText({ guessed }: Pick<Preprocessing, 'guessed'>): string {
  const fields = new Map<string, string[]>();
  for (const { field, reason } of guessed) fields.set(reason, [...(fields.get(reason) ?? []), field]);
  return [...fields].map(([reason, names]) => `${names.join(', ')} (${reason})`).join('; ');
}
