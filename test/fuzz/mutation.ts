import type { RandomStream } from '../../src/engine/tensor/random';

/** Numbers at which readers stumble. */
const ODD_NUMBERS = [
  0,
  -1,
  1,
  2,
  7,
  255,
  256,
  65535,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  1e300,
  0.5,
  NaN,
];
/** Texts at which readers stumble: names of JavaScript, paths, other alphabets, long ones. */
const ODD_TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  'constructor',
  '__proto__',
  'toString',
  '../..',
  '/dev/zero',
  'ä€😀',
  '\0',
  'x'.repeat(5000),
];

const below = (random: RandomStream, count: number): number => Math.floor(random.uniform() * count);
export const pick = <T>(random: RandomStream, list: readonly T[]): T => list[below(random, list.length)];

/** Some bytes changed, cut out, doubled, or moved; at least one of these. */
export function mutatedBytes(bytes: Uint8Array, random: RandomStream): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (let times = 1 + below(random, 4); times > 0; times--) result = pick(random, BYTE_CHANGES)(result, random);
  return result;
}

type ByteChange = (bytes: Buffer, random: RandomStream) => Buffer;

/** Half of all places lie in the beginning, where the structure of most formats is. */
function placeIn(bytes: Buffer, random: RandomStream): number {
  return below(random, random.uniform() < 0.5 ? Math.min(bytes.length, 512) : bytes.length);
}

const BYTE_CHANGES: readonly ByteChange[] = [
  (bytes, random) => {
    if (bytes.length > 0) bytes[placeIn(bytes, random)] ^= 1 << below(random, 8);
    return bytes;
  },
  (bytes, random) => {
    const at = placeIn(bytes, random);
    return bytes.fill(pick(random, [0x00, 0x7f, 0x80, 0xff]), at, Math.min(bytes.length, at + 1 + below(random, 8)));
  },
  (bytes, random) => bytes.subarray(0, placeIn(bytes, random)),
  (bytes, random) => {
    const at = placeIn(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 64))]);
  },
  (bytes, random) => {
    const [from, to] = [placeIn(bytes, random), placeIn(bytes, random)];
    const part = bytes.subarray(from, from + 1 + below(random, 256));
    return Buffer.concat([bytes.subarray(0, to), part, bytes.subarray(to)]);
  },
  (bytes, random) => {
    const width = pick(random, [2, 4, 8]);
    if (bytes.length < width) return bytes;
    const at = Math.min(placeIn(bytes, random), bytes.length - width);
    bytes.set(pick(random, BINARY_NUMBERS)(width, random.uniform() < 0.5), at);
    return bytes;
  },
];

/** Counts and sizes at which readers stumble, as a field of a file holds them: little- or big-endian. */
const BINARY_NUMBERS = [0n, 1n, 2n, 255n, 0x7fffn, 0xffffn, 0x7fffffffn, 0xffffffffn, 2n ** 40n, -1n].map(
  (value) =>
    (width: number, bigEndian: boolean): Buffer => {
      const field = Buffer.alloc(8);
      field.writeBigInt64LE(value);
      const part = field.subarray(0, width);
      return bigEndian ? part.reverse() : part;
    },
);

/** One or more values of a tree of lists and objects replaced, doubled, moved or left out. */
export function mutatedTree<T>(tree: T, random: RandomStream): T {
  let result = structuredClone(tree) as unknown;
  for (let times = 1 + below(random, 3); times > 0; times--) result = changedOnce(result, random);
  return result as T;
}

interface Place {
  readonly owner: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

function placesIn(value: unknown, places: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return places;
  const owner = value as Place['owner'];
  for (const key of Object.keys(owner)) {
    places.push({ owner, key });
    placesIn((owner as Record<string, unknown>)[key], places);
  }
  return places;
}

function changedOnce(tree: unknown, random: RandomStream): unknown {
  const places = placesIn(tree);
  if (places.length === 0) return pick<unknown>(random, [null, [], {}, 1, 'x']);
  const { owner, key } = pick(random, places);
  const at = owner as Record<string | number, unknown>;
  const other = pick(random, places);
  const choice = below(random, 6);
  if (choice === 0) at[key] = pick(random, ODD_NUMBERS);
  else if (choice === 1) at[key] = pick(random, ODD_TEXTS);
  else if (choice === 2) at[key] = pick<unknown>(random, [null, [], {}, true]);
  else if (choice === 3) at[key] = structuredClone((other.owner as Record<string | number, unknown>)[other.key]);
  else if (choice === 4 && Array.isArray(owner)) owner.splice(Number(key), 1);
  else if (choice === 4) delete at[key];
  else if (Array.isArray(owner)) owner.push(...structuredClone<unknown[]>(owner).slice(0, 8));
  else at[pick(random, ODD_TEXTS)] = structuredClone(at[key]);
  return tree;
}

/** A text with signs that mean something doubled, left out, or put where they do not belong. */
export function mutatedText(text: string, random: RandomStream): string {
  const signs = [
    '"',
    "'",
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '{',
    '}',
    '[',
    ']',
    ':',
    '\\',
    '\0',
    '\uFEFF',
    '…',
    '9'.repeat(400),
  ];
  let result = text;
  for (let times = 1 + below(random, 4); times > 0; times--) {
    const at = below(random, result.length + 1);
    const gone = random.uniform() < 0.5 ? 0 : 1 + below(random, 12);
    result =
      result.slice(0, at) +
      (random.uniform() < 0.7 ? pick(random, signs) : pick(random, ODD_TEXTS)) +
      result.slice(at + gone);
  }
  return result;
}

/** A mutated text of JSON: mostly a mutated tree, sometimes a broken text. */
export function mutatedJson(text: string, random: RandomStream): string {
  return random.uniform() < 0.8
    ? JSON.stringify(mutatedTree(JSON.parse(text) as unknown, random))
    : mutatedText(text, random);
}
