/** Deeper texts than any labels file are made to exhaust whoever reads them. */
const MOST_DEPTH = 50;

/** Spaces, comments and continued lines between tokens. */
const GAP = /(?:[\s\\]|#[^\n]*)*/y;
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const STRING = /[rRuUbB]{0,2}(?:"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')/y;
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|\n|([^]))/g;
const ESCAPED: Readonly<Partial<Record<string, string>>> = { n: '\n', t: '\t', r: '\r' };
const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
]);

/** Brackets and a value with which a literal begins, perhaps behind a name it is assigned to; `[other]` is a name. */
const BEGINNING = /(?:[A-Za-z_]\w*\s*=\s*)?[[{(][\s[{(]*[rRuUbB]{0,2}["'\d\-\]})]/y;

/** Whether a text can only be meant as a list, tuple or dictionary. */
export function beginsLiteral(text: string): boolean {
  GAP.lastIndex = 0;
  BEGINNING.lastIndex = GAP.exec(text)?.[0].length ?? 0;
  return BEGINNING.test(text);
}

/** A fault in a text, where it is. */
export class LiteralFault extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What a Python literal means: numbers, strings, lists, tuples, sets and dictionaries, as maps; perhaps behind a name
 * it is assigned to. Nothing is evaluated.
 * @throws LiteralFault
 * @see https://docs.python.org/3/library/ast.html#ast.literal_eval
 */
export function pythonLiteral(text: string): unknown {
  let at = 0;
  const next = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0] ?? null;
    at += match?.length ?? 0;
    return match;
  };
  const skip = (): string => {
    next(GAP);
    return text[at] ?? '';
  };
  const fail = (message: string): never => {
    throw new LiteralFault(at, message);
  };
  const expect = (sign: string): void => {
    if (skip() !== sign) fail(at >= text.length ? `it ends where ${sign} is missing` : `${sign} is missing`);
    at++;
  };

  const value = (depth: number): unknown => {
    if (depth > MOST_DEPTH) fail(`it is nested more than ${MOST_DEPTH} levels deep`);
    const sign = skip();
    const closing = CLOSING.get(sign);
    if (closing) return sign === '{' ? dictionary(depth) : list(closing, depth);
    const string = next(STRING);
    if (string !== null) return unquoted(string);
    const number = next(NUMBER);
    if (number !== null) return Number(number.replaceAll('_', ''));
    const word = next(WORD);
    if (word !== null && CONSTANTS.has(word)) return CONSTANTS.get(word);
    return fail(word === null ? 'a value is missing' : `${word.slice(0, 40)} is no literal`);
  };
  const list = (closing: string, depth: number): unknown[] => {
    at++;
    const values: unknown[] = [];
    while (skip() !== closing) {
      values.push(value(depth + 1));
      if (skip() !== closing) expect(',');
    }
    at++;
    return values;
  };
  const dictionary = (depth: number): unknown => {
    at++;
    const map = new Map<unknown, unknown>();
    while (skip() !== '}') {
      const key = value(depth + 1);
      const isPair = skip() === ':';
      if (isPair) expect(':');
      map.set(key, isPair ? value(depth + 1) : key);
      if (skip() !== '}') expect(',');
    }
    at++;
    return map;
  };

  skip();
  if (next(/[A-Za-z_]\w*\s*=(?!=)/y) === null) at = 0;
  const result = value(0);
  if (skip() !== '') fail('something stands behind its end');
  return result;
}

function unquoted(written: string): string {
  const start = written.search(/["']/);
  const inner = written.slice(start + 1, -1);
  if (/r/i.test(written.slice(0, start))) return inner;
  return inner.replace(ESCAPE, (_, hex?: string, unicode?: string, sign?: string) =>
    (hex ?? unicode)
      ? String.fromCharCode(parseInt(hex ?? unicode!, 16))
      : sign === undefined
        ? ''
        : (ESCAPED[sign] ?? sign),
  );
}
