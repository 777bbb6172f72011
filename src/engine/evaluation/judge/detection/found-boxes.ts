import type { Corners, DetectedBox } from '../../../../protocol/task';

/** What a detector has found in an input, the most confident first. */
export interface FoundBoxes {
  /** Of the image. */
  readonly width: number;
  readonly height: number;
  /** Of which the average precision is: class, score and corners in pixels of the image, six numbers for each box. */
  readonly all: Float64Array;
  /** What a person sees, and errors are counted of. */
  readonly shown: Float64Array;
  /** What is explained of it, as the network sees it. */
  readonly asked: readonly DetectedBox[];
}

/** What the journal keeps of it: numbers to the last bit. */
export interface KeptBoxes extends Omit<FoundBoxes, 'all' | 'shown'> {
  readonly all: string;
  readonly shown: string;
}

const ROW = 6;

export interface FoundBox {
  readonly index: number;
  readonly score: number;
  readonly corners: Corners;
}

export const packed = (boxes: readonly FoundBox[]): Float64Array =>
  Float64Array.from(boxes.flatMap(({ index, score, corners }) => [index, score, ...corners]));

export const unpacked = (rows: Float64Array): FoundBox[] =>
  Array.from({ length: rows.length / ROW }, (_, n) => {
    const [index, score, left, top, right, bottom] = rows.subarray(n * ROW, (n + 1) * ROW);
    return { index, score, corners: [left, top, right, bottom] };
  });

const text = ({ buffer, byteOffset, byteLength }: Float64Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
const numbers = (base64: string): Float64Array =>
  new Float64Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);

export const kept = ({ all, shown, ...found }: FoundBoxes): KeptBoxes => ({
  ...found,
  all: text(all),
  shown: text(shown),
});

export const unkept = ({ all, shown, ...found }: KeptBoxes): FoundBoxes => ({
  ...found,
  all: numbers(all),
  shown: numbers(shown),
});
