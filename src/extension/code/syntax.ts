import { pythonQuoting, readLiteral, scriptQuoting, type Literal, type Quoting } from './literal';

/** What of a programming language has to be known to tell its calls and literals from everything else. */
export interface Syntax {
  readonly languages: readonly string[];
  readonly quotes: string;
  readonly quoting: Quoting;
  /** Literals side by side are one. */
  readonly adjoining: boolean;
  /** An `=` between these brackets assigns a variable, and does not name an argument. */
  assigns(bracket: string | undefined): boolean;
  /**
   * Index behind the comment, or whatever else is to be skipped, at `at`; `at` where there is none. `before` is the
   * last token.
   */
  skip(text: string, at: number, before: string): number;
}

export const python: Syntax = Object.freeze({
  languages: ['python'],
  quotes: '\'"',
  quoting: pythonQuoting,
  adjoining: true,
  assigns: (bracket: string | undefined) => bracket === undefined,
  skip: (text: string, at: number) => (text[at] === '#' ? endOf(text, '\n', at) : at),
});

/** JavaScript and TypeScript. */
export const script: Syntax = Object.freeze({
  languages: ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'],
  quotes: '\'"`',
  quoting: scriptQuoting,
  adjoining: false,
  assigns: (bracket: string | undefined) => bracket !== '(',
  skip(text: string, at: number, before: string) {
    if (text.startsWith('//', at)) return endOf(text, '\n', at);
    if (text.startsWith('/*', at)) return endOf(text, '*/', at + 2) + 2;
    return text[at] === '/' && beforeExpression.test(before) ? patternEnd(text, at) : at;
  },
});

/** Tokens after which a slash begins a regular expression and does not divide. */
const beforeExpression = /^(?:|[([{,;=:?!&|+*%<>~^-]|return|typeof|case|in|of|await|yield)$/;
const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;

function patternEnd(text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function endOf(text: string, sign: string, from: number): number {
  const found = text.indexOf(sign, from);
  return found < 0 ? text.length : found;
}

/** The literal at `at`, where one begins there; `word` is what stands there before a quote, if anything. */
export function literalAt(text: string, at: number, word: string, { quotes, quoting }: Syntax): Literal | null {
  const quote = at + word.length;
  if (quote >= text.length || !quotes.includes(text[quote])) return null;
  if (word !== '' && !quoting.prefix?.test(word)) return null;
  return readLiteral(text, quote, word, quoting);
}
