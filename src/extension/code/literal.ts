/** A string literal of source code. */
export interface Literal {
  /** Index behind the closing quote. */
  readonly end: number;
  readonly value: string;
  /** It has placeholders, so that its value is known only when it runs. */
  readonly open: boolean;
}

/** How a language writes string literals. */
export interface Quoting {
  /** Letters that may stand before a quote; null where a quote begins a literal by itself. */
  readonly prefix: RegExp | null;
  /** Whether three quotes in a row open a literal of several lines. */
  readonly triple: boolean;
  /** What begins a placeholder, for a literal of this prefix and quote; null where it has none. */
  placeholder(prefix: string, quote: string): string | null;
}

export const pythonQuoting: Quoting = Object.freeze({
  prefix: /^(?:[rbu]|[ft]r?|r[ftb]|br)$/i,
  triple: true,
  placeholder: (prefix: string) => (/[ft]/i.test(prefix) ? '{' : null),
});

export const scriptQuoting: Quoting = Object.freeze({
  prefix: null,
  triple: false,
  placeholder: (_prefix: string, quote: string) => (quote === '`' ? '${' : null),
});

/**
 * Reads the literal whose opening quote is at `at`. One that is not closed ends with its line (or, where it may have
 * several lines, with the text), as an editor shows code that is still being written.
 */
export function readLiteral(text: string, at: number, prefix: string, quoting: Quoting): Literal {
  const quote = text[at];
  const closing = quoting.triple && text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const severalLines = closing.length === 3 || quote === '`';
  const placeholder = quoting.placeholder(prefix, quote);
  const from = at + closing.length;
  let open = false;
  let i = from;
  while (i < text.length && !text.startsWith(closing, i) && (severalLines || text[i] !== '\n')) {
    if (text[i] === '\\') i += 2;
    else if (placeholder && text.startsWith(placeholder, i)) {
      // Two braces in a row stand for one.
      const doubled = placeholder === '{' && text[i + 1] === '{';
      open ||= !doubled;
      i = doubled ? i + 2 : placeholderEnd(text, i + placeholder.length, quoting);
    } else i++;
  }
  const raw = text.slice(from, Math.min(i, text.length));
  const value = /r/i.test(prefix) ? raw : raw.replace(/\\([\\'"`])/g, '$1');
  return { end: text.startsWith(closing, i) ? i + closing.length : Math.min(i, text.length), value, open };
}

/** Index behind the brace that closes a placeholder; literals inside it may hold braces and the same quotes. */
function placeholderEnd(text: string, from: number, quoting: Quoting): number {
  let depth = 1;
  let i = from;
  while (i < text.length && depth > 0) {
    if (/['"`]/.test(text[i])) i = readLiteral(text, i, '', quoting).end;
    else {
      if (text[i] === '{') depth++;
      if (text[i] === '}') depth--;
      i++;
    }
  }
  return i;
}
