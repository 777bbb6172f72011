/**
 * A text in lines of at most `room`, broken between words. A word that is wider than a line alone, as a file's name may
 * be, goes on in the next one behind a hyphen, a dot, a slash or a small letter before a capital; only a part that is
 * wider still is cut. An empty text has no line.
 */
export function wrapped(text: string, room: number, widthOf: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const add = (part: string, space: string): boolean => {
    const longer = line ? line + space + part : part;
    if (widthOf(longer) > room) return false;
    line = longer;
    return true;
  };
  const end = (): void => {
    if (line) lines.push(line);
    line = '';
  };
  for (const word of wordsOf(text)) {
    if (add(word, ' ')) continue;
    end();
    if (add(word, '')) continue;
    for (const part of partsOf(word)) {
      if (add(part, '')) continue;
      end();
      for (const character of part) {
        if (add(character, '')) continue;
        end();
        line = character;
      }
    }
  }
  end();
  return lines;
}

/** The width of the longest part of a text that no line should break. */
export const widestPart = (text: string, widthOf: (part: string) => number): number =>
  Math.max(0, ...wordsOf(text).flatMap(partsOf).map(widthOf));

const wordsOf = (text: string): string[] => text.split(' ').filter(Boolean);

/** A hyphen and the like stay with what they end; numbers stay whole. */
const partsOf = (word: string): string[] =>
  word.split(/(?<=[-_/\\,;:=+·])(?!\d)|(?<=\.)(?!\d)|(?<=[\p{L}][-_])(?=\d)|(?<=\p{Ll})(?=\p{Lu})/u).filter(Boolean);
