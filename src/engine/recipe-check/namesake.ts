import { posix } from 'node:path';
import { synonyms } from '../label/class-finder';

const words = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.join(' ') ?? ''
  } `;

/** The one class whose name stands in a file's name, the longest where several do; null where none or more do. */
export function namesake(
  file: string,
  names: readonly string[],
  aliases?: readonly (readonly string[])[],
): number | null {
  const written = words(posix.parse(file).name);
  const found = names.flatMap((name, index) => {
    const lengths = [name, ...(aliases?.[index] ?? [])]
      .flatMap((one) => [one, ...synonyms(one)])
      .map(words)
      .filter((own) => own.trim() !== '' && written.includes(own))
      .map((own) => own.length);
    return lengths.length > 0 ? [{ index, length: Math.max(...lengths) }] : [];
  });
  const longest = Math.max(...found.map(({ length }) => length));
  const best = found.filter(({ length }) => length === longest);
  return best.length === 1 ? best[0].index : null;
}
