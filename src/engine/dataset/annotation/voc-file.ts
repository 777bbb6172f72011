import { SaxesParser } from 'saxes';
import type { TrueBox } from './true-box';

/** Elements within one another. */
const MOST_DEPTH = 32;
const MOST_BOXES = 100_000;
const SIDES = ['xmin', 'ymin', 'xmax', 'ymax'] as const;

/** What is said between the tags of an object, by the path of the element below it. */
type Fields = Map<string, string>;

/**
 * The objects of an annotation file of PASCAL VOC, corners as they are written.
 * @returns in words what is wrong, for a text of another form
 */
export function boxesInVoc(text: string): TrueBox[] | string {
  const parser = new SaxesParser();
  const boxes: TrueBox[] = [];
  const path: string[] = [];
  let fields: Fields = new Map();
  let fault: string | null = null;
  const fail = (what: string): void => {
    fault ??= what;
  };
  parser.on('error', (error) => fail(`is broken XML (${error.message.slice(0, 80)})`));
  parser.on('doctype', () => fail('declares a document type, which no such file needs'));
  parser.on('opentag', ({ name }) => {
    path.push(name);
    if (path.length > MOST_DEPTH) fail(`nests more than ${MOST_DEPTH} elements`);
    if (path.length === 1 && name !== 'annotation') fail(`begins with <${name.slice(0, 30)}>, not with <annotation>`);
    if (path.length === 2 && name === 'object') fields = new Map();
  });
  parser.on('text', (content) => {
    if (path[1] !== 'object' || path.length < 3) return;
    const key = path.slice(2).join('/');
    fields.set(key, `${fields.get(key) ?? ''}${content}`);
  });
  parser.on('closetag', () => {
    if (path.length === 2 && path[1] === 'object') {
      const box = boxOf(fields);
      if (typeof box === 'string') fail(box);
      else if (boxes.push(box) > MOST_BOXES) fail(`holds more than ${MOST_BOXES} objects`);
    }
    path.pop();
  });
  for (let at = 0; at < text.length && fault === null; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  if (fault === null) parser.close();
  return fault ?? boxes;
}

/** Characters after which a fault ends the reading. */
const CHUNK = 1 << 16;

function boxOf(fields: Fields): TrueBox | string {
  const label = fields.get('name')?.trim();
  const sides = SIDES.map((side) => Number(fields.get(`bndbox/${side}`)?.trim() || NaN));
  if (!label) return 'has an object without a name';
  if (!sides.every(Number.isFinite)) return `has an object ${label.slice(0, 40)} without the four sides of its box`;
  const [left, top, right, bottom] = sides;
  return { label, corners: [left, top, right, bottom], isAside: fields.get('difficult')?.trim() === '1' };
}
