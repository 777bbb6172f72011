import { printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser';
import { LensError } from '../../protocol/error';
import { readText } from './reading';
import type { FileKind } from './kind';

/** Deeper or more nested texts than any file of ours are made to exhaust whoever reads them. */
const MOST_DEPTH = 500;
const MOST_CONTAINERS = 6_000_000;
/** Longer texts are refused without the line of their fault, which is searched for recursively. */
const MOST_SEARCHED = 2 ** 24;

const WORDS: Readonly<Partial<Record<string, string>>> = Object.freeze({
  InvalidSymbol: 'a word stands there that JSON does not know',
  InvalidNumberFormat: 'a number is not written as JSON writes numbers',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'something stands behind its end',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfString: 'a text has no closing quote',
  InvalidUnicode: 'a text has a damaged \\u sign',
  InvalidEscapeCharacter: 'a text has a backslash before a sign that takes none',
  InvalidCharacter: 'a text has a sign that must be written with a backslash',
});

/** What a JSON file holds, perhaps behind a byte-order mark. @throws LensError that names the file and the line */
export function readJson(path: string, kind: FileKind): unknown {
  return parsedJson(readText(path, kind), path, kind.name);
}

/**
 * What a JSON text holds.
 * @param where the file it comes from
 * @param name what it is, with its article: "the labels file"
 * @throws LensError `invalid-argument` that names the file and the line of the fault
 */
export function parsedJson(text: string, where: string, name: string): unknown {
  const excess = excessOf(text);
  if (excess) throw broken(`${name} ${excess}`, where);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw broken(`${name} is broken JSON${faultOf(text)}`, where, cause);
  }
}

const broken = (what: string, where: string, cause?: unknown): LensError =>
  new LensError({ code: 'invalid-argument', what, where, next: 'Correct it, or save it again' }, { cause });

/** Where and what the first fault of a text is. */
function faultOf(text: string): string {
  if (text.trim() === '') return ': it is empty';
  if (text.length > MOST_SEARCHED) return '';
  let fault = '';
  const note = (error: ParseErrorCode, offset: number): void => {
    fault ||= `, line ${lineAt(text, offset)}: ${WORDS[printParseErrorCode(error)] ?? 'it cannot be read from there on'}`;
  };
  visit(text, { onError: note }, { disallowComments: true, allowTrailingComma: false });
  return fault;
}

/** The line of a place, from 1 on. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Why a text is not even parsed; null where it may be. */
function excessOf(text: string): string | null {
  let depth = 0;
  let containers = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfText(text, at);
    else if (sign === '[' || sign === '{') {
      if (++depth > MOST_DEPTH) return `is nested more than ${MOST_DEPTH} levels deep`;
      if (++containers > MOST_CONTAINERS) return `holds more than ${MOST_CONTAINERS} lists and objects`;
    } else if (sign === ']' || sign === '}') depth--;
  }
  return null;
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
