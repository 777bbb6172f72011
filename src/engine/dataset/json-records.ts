import { isInput } from './endings';

/** What a record holds, by the names that lead there: `annotation.class.name`. */
type Entry = ReadonlyMap<string, string>;
type Fields = Readonly<Record<string, unknown>>;

/** Lists lie at most so deep in a file, and values in a record. */
const DEEPEST = 6;
/** Records that have nothing in common would make a table far larger than their file. */
const MOST_CELLS = 2 ** 24;
/** Words that say nothing of whose name or value they are: `{"class": {"name": "cat"}}` is about the class. */
const EMPTY_WORDS = new Set(['name', 'value', 'text', 'title', 'displayname', 'display_name', 'displayName']);

/**
 * The records of a JSON value as rows, the headings first: a list of objects wherever it lies, perhaps in several parts
 * (train, val); an object of objects by image; columns by name, as pandas writes them; images by class; COCO's images
 * with a category and no place. Empty where it holds none of these.
 */
export function cellsOfRecords(content: unknown): string[][] {
  const records = recordsIn(content, 0);
  const found = new Set<string>();
  for (const record of records) for (const heading of record.keys()) found.add(heading);
  const headings = [...found];
  if (headings.length < 2 || headings.length * records.length > MOST_CELLS) return [];
  const spoken = headings.map(lastWords);
  const taken = new Set<string>();
  const named = spoken.map((heading, at) => {
    if (taken.has(heading)) return headings[at];
    taken.add(heading);
    return heading;
  });
  return [named, ...records.map((record) => headings.map((heading) => record.get(heading) ?? ''))];
}

/** `value.choices` is `choices`, `class.name` is `class`. */
function lastWords(heading: string): string {
  const words = heading.split('.');
  while (words.length > 1 && EMPTY_WORDS.has(words.at(-1)!)) words.pop();
  return words.at(-1)!;
}

function recordsIn(content: unknown, depth: number): Entry[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(content)) return content.length > 0 && content.every(isFields) ? flattened(content) : [];
  if (!isFields(content)) return [];
  if (isCoco(content)) return ofCategories(content);
  const entries = Object.entries(content);
  if (entries.length === 0) return [];
  const columns = columnRows(entries) ?? imagesByClass(entries);
  if (columns) return flattened(columns);
  const [first] = entries;
  if (isInput(first[0]) && entries.every(([, value]) => isFields(value)))
    return flattened(entries.map(([image, value]) => ({ image, ...(value as Fields) })));
  const inside = entries.flatMap(([, value]) => recordsIn(value, depth + 1));
  if (inside.length > 0 || !entries.every(([, value]) => isFields(value))) return inside;
  return flattened(entries.map(([image, value]) => ({ image, ...(value as Fields) })));
}

/** `{"file": ["a.png", …], "label": [2, …]}`, or the same with numbers of rows for the places in the list. */
function columnRows(entries: readonly (readonly [string, unknown])[]): Fields[] | null {
  const columns = entries.map(([name, value]) => [name, isList(value) ? value : rowsByNumber(value)] as const);
  const [first] = columns;
  if (columns.length < 2 || !first[1] || first[1].length === 0) return null;
  const { length } = first[1];
  const isTable = columns.every(([, list]) => list?.length === length && list.every(isScalar));
  const hasInputs = columns.some(([, list]) => list?.some((value) => typeof value === 'string' && isInput(value)));
  const isWide = columns.every(([, list]) => list?.every((value) => typeof value === 'string' && isInput(value)));
  if (!isTable || !hasInputs || isWide) return null;
  return Array.from({ length }, (_, row) => Object.fromEntries(columns.map(([name, list]) => [name, list![row]])));
}

/** `{"0": "a.png", "1": "b.png"}` */
function rowsByNumber(value: unknown): unknown[] | null {
  return isFields(value) && Object.keys(value).every((key, at) => key === String(at)) ? Object.values(value) : null;
}

/** `{"cat": ["a.png", "b.png"], "dog": […]}` */
function imagesByClass(entries: readonly (readonly [string, unknown])[]): Fields[] | null {
  const isImages = (value: unknown): value is string[] =>
    isList(value) && value.every((one) => typeof one === 'string' && isInput(one));
  if (!entries.every(([, value]) => isImages(value))) return null;
  return entries.flatMap(([label, images]) => (images as string[]).map((image) => ({ image, label })));
}

const isCoco = ({ images, annotations }: Fields): boolean => Array.isArray(images) && Array.isArray(annotations);

/** What iNaturalist's files say: one category of an image as a whole. Objects at places are COCO's own. */
function ofCategories({ images, annotations, categories }: Fields): Entry[] {
  const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
  const marks = list(annotations);
  if (marks.length === 0 || marks.some(({ bbox, segmentation, keypoints }) => bbox ?? segmentation ?? keypoints))
    return [];
  const files = new Map(list(images).map(({ id, file_name: name }) => [id, name]));
  const names = new Map(list(categories).map(({ id, name }) => [id, name]));
  const rows = marks.map(({ image_id: id, category_id: category }) => ({
    image: files.get(id),
    label: names.get(category) ?? category,
  }));
  return flattened(rows);
}

/** Records with what lies in them; lists of several objects are no property of the whole. */
function flattened(list: readonly Fields[]): Entry[] {
  const several = new Set<string>();
  const entries = list.map((one) => {
    const entry = new Map<string, string>();
    addFields(entry, several, one, []);
    return entry;
  });
  const isOfSeveral = (heading: string): boolean =>
    heading.split('.').some((_, at, words) => several.has(words.slice(0, at + 1).join('.')));
  for (const entry of several.size > 0 ? entries : [])
    for (const heading of entry.keys()) if (isOfSeveral(heading)) entry.delete(heading);
  return entries;
}

function addFields(entry: Map<string, string>, several: Set<string>, fields: Fields, path: readonly string[]): void {
  if (path.length > DEEPEST) return;
  for (const [name, value] of Object.entries(fields)) {
    const words = [...path, name];
    const heading = words.join('.');
    const list = isList(value) ? value.filter((one) => !isWithdrawn(one)) : [value];
    if (list.length > 0 && list.every(isScalar)) entry.set(heading, list.map(String).join(';'));
    else if (list.length === 1 && isFields(list[0])) addFields(entry, several, list[0], words);
    else if (list.length > 1) several.add(heading);
  }
}

/** Label Studio keeps what was begun and given up. */
const isWithdrawn = (value: unknown): boolean => isFields(value) && value['was_cancelled'] === true;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
