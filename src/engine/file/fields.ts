import { visit } from 'jsonc-parser';
import { LensError } from '../../protocol/error';
import { parsedJson } from './json';
import type { FileKind } from './kind';
import { nearestName } from './nearest-name';
import { readText } from './reading';

/** What a field must be, and the same in words for the error. */
export type FieldRule = readonly [check: (value: unknown) => boolean, wanted: string];
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** What messages about fields say beside the field. */
export interface FieldsOf {
  /** With its article: "the sidecar". */
  readonly name: string;
  readonly where: string;
  readonly next: string;
}

const invalid = ({ where, next }: FieldsOf, what: string): LensError =>
  new LensError({ code: 'invalid-argument', what, where, next });

/**
 * The fields of a JSON file that holds an object of known fields.
 * @throws LensError that names the line of broken JSON, or the field that is unknown, wrong or written twice
 */
export function readFields(
  path: string,
  kind: FileKind,
  rules: FieldRules,
  next: string,
): Readonly<Record<string, unknown>> {
  const text = readText(path, kind);
  const of = { name: kind.name, where: path, next };
  const fields = checkedFields(parsedJson(text, path, kind.name), rules, of);
  const twice = writtenTwice(text);
  if (twice !== null) throw invalid(of, `"${twice}" is written twice`);
  return fields;
}

/** An object all of whose fields are known and right. Names that begin with `$`, `_` or `//` are remarks. */
export function checkedFields(value: unknown, rules: FieldRules, of: FieldsOf): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(of, `${of.name} must be a JSON object`);
  const fields = Object.entries(value).filter(([name]) => !/^(\$|_|\/\/)/.test(name));
  const unknown = fields.map(([name]) => name).filter((name) => !Object.hasOwn(rules, name));
  if (unknown.length > 0) throw invalid(of, unknownFields(unknown, Object.keys(rules), of));
  for (const [name, field] of fields)
    if (field !== undefined && !rules[name][0](field)) throw invalid(of, `"${name}" must be ${rules[name][1]}`);
  return Object.fromEntries(fields);
}

const MOST_NAMED = 4;

function unknownFields(unknown: readonly string[], known: readonly string[], { name }: FieldsOf): string {
  const named = unknown.slice(0, MOST_NAMED).map((field) => {
    const nearest = nearestName(field, known);
    return `"${field.slice(0, 40)}"${nearest === null ? '' : ` (perhaps "${nearest}")`}`;
  });
  const more = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : '';
  const verb = unknown.length === 1 ? 'is no field' : 'are no fields';
  const all = known.filter((field) => !field.startsWith('$')).join(', ');
  return `${named.join(', ')}${more} ${verb} of ${name}; there are ${all}`;
}

/** A name that stands twice in the outermost object, of which JSON would take the last. */
function writtenTwice(text: string): string | null {
  const names = new Set<string>();
  let twice: string | null = null;
  visit(text, {
    onObjectProperty(name, _offset, _length, _line, _character, path) {
      if (path().length > 0) return;
      if (names.has(name)) twice ??= name;
      names.add(name);
    },
  });
  return twice;
}
