import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { marked, readMask } from '../../../src/engine/dataset/mask';
import { encodePng } from '../../../src/engine/image/overlay';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { palettePng } from '../image/palette-png';
import { folderOf } from './folder';

const CLASSES = 3;
const SIZE = 4;
const recipe = completeRecipe({ fit: 'fill' }, [], { dims: [3, SIZE, SIZE] });
/** Colours of very many classes, none of them grey but the first, which is black. */
const voc = Array.from({ length: 256 }, (_, i) =>
  i === 0 ? [0, 0, 0] : [(i * 53) % 256, 128 - (i % 7) * 18, (i * 31 + 1) % 256],
);
const black = [0, 0, 0];
const red = [128, 0, 0];
const white = [255, 255, 255];

/** Sixteen positions in a repeating pattern of values. */
const pattern = (...values: readonly number[]): number[] =>
  Array.from({ length: SIZE * SIZE }, (_, i) => values[i % values.length]);

async function read(
  file: Uint8Array,
  label: number | null,
  { classes = CLASSES, changes = {} } = {},
): Promise<number[]> {
  const path = join(folderOf({ 'a.png': file }), 'a.png');
  return [...(await readMask({ kind: 'file', path }, [SIZE, SIZE], { ...recipe, ...changes }, { label, classes }))];
}
const coloured = (indices: readonly number[], colours: readonly (readonly number[])[] = voc): Buffer =>
  palettePng({ width: SIZE, height: indices.length / SIZE, indices, colours, depth: 8, filter: 0 });
const grey = (values: readonly number[]): Promise<Buffer> =>
  encodePng({
    width: SIZE,
    height: values.length / SIZE,
    rgba: Uint8ClampedArray.from(values.flatMap((v) => [v, v, v, 255])),
  });

/** Which values of the pattern are the object. */
const objectIn = async (
  values: readonly number[],
  label: number | null,
  colours?: readonly (readonly number[])[],
): Promise<number[]> => {
  const mask = await read(coloured(pattern(...values), colours), label);
  assert.deepEqual(mask, pattern(...mask.slice(0, values.length)));
  return values.filter((_, i) => mask[i] === 1);
};

describe('label maps in a palette of colours', () => {
  it('mark the own class, whatever else occurs, and never what is void', async () => {
    for (const others of [[255], [0], [0, 255], [1], [0, 1, 255], [200], [0, 9], [0, 9, 255]])
      assert.deepEqual(await objectIn([2, ...others], 2), [2], `2, ${others.join(', ')}`);
    assert.deepEqual(await objectIn([0], 0, [red]), [0]);
    for (const others of [[255], [1], [2], [1, 2, 255]])
      assert.deepEqual(await objectIn([0, ...others], 0), [0], `0, ${others.join(', ')}`);
  });

  it('mark nothing where the own class does not occur', async () => {
    for (const values of [
      [0, 2],
      [0, 255],
      [0, 2, 255],
      [0, 9],
      [0, 9, 255],
      [2, 255],
    ])
      assert.deepEqual(await objectIn(values, 1), [], values.join(', '));
    assert.deepEqual(await objectIn([0, 1, 255], 2), []);
    assert.deepEqual(await objectIn([1, 2], 0), []);
  });

  it('mark every class where the own one is not known', async () => {
    assert.deepEqual(await objectIn([0, 2, 7, 255], null), [2, 7]);
    assert.deepEqual(await objectIn([0, 1], null), [1]);
  });

  it('mark nothing outside the image', async () => {
    const wide = coloured([0, 0, 0, 0, 2, 2, 2, 2]);
    assert.deepEqual(
      await read(wide, 0, { changes: { fit: 'contain' } }),
      [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    );
  });

  it('are told by the whole image, not by what a crop leaves of it', async () => {
    const wide = coloured([...pattern(1), ...pattern(1), ...pattern(0)].map((v, i) => (i === 0 ? 2 : v)));
    assert.deepEqual(await read(wide, 2, { changes: { fit: 'cover' } }), pattern(0));
  });
});

describe('object masks in a palette of colours', () => {
  it('have only 0 and 1, and the label is neither', async () => {
    assert.deepEqual(await objectIn([0, 1], 2), [1]);
    assert.deepEqual(await objectIn([0], 2), []);
  });

  it('have one colour only, whatever the label', async () => {
    for (const label of [0, 1, 2]) {
      assert.deepEqual(await objectIn([0, 1], label, [black, red]), [1], `black and red, ${label}`);
      assert.deepEqual(await objectIn([0, 1], label, [black, red, black, white]), [1], `filled up, ${label}`);
      assert.deepEqual(await objectIn([0, 1], label, [red, black]), [0], `red and black, ${label}`);
    }
  });
});

describe('label maps of grey', () => {
  const target = { label: 2, classes: CLASSES };
  const greyObject = (values: readonly number[], label: number): number[] =>
    values.filter((_, i) => marked(values, { label, classes: CLASSES })[i] === 1);

  it('have classes above 0 beside what is void', () => {
    assert.deepEqual(greyObject([2, 255], 2), [2]);
    assert.deepEqual(greyObject([1, 255], 2), []);
    assert.deepEqual(greyObject([1, 2, 255], 2), [2]);
    assert.deepEqual(greyObject([0, 2, 255], 2), [2]);
  });

  it('are binary where there is black and one other value, or a value that is no class', () => {
    for (const label of [0, 1, 2])
      for (const values of [
        [0, 255],
        [0, 2],
        [0, 1],
      ])
        assert.deepEqual(greyObject(values, label), [values[1]], `${values.join(', ')}; ${label}`);
    assert.deepEqual(greyObject([9, 255], 2), [255]);
    assert.deepEqual([...marked([1, 255], { ...target, label: null })], [0, 1]);
  });

  it('are read so from files, middle greys included', async () => {
    assert.deepEqual(await read(await grey(pattern(2, 255)), 2), pattern(1, 0));
    assert.deepEqual(await read(await grey(pattern(100, 255, 255)), 100, { classes: 1000 }), pattern(1, 0, 0));
  });

  it('in a palette are those greys', async () => {
    assert.deepEqual(await objectIn([0, 1], 2, [black, white]), [1]);
    assert.deepEqual(await objectIn([0, 1], 0, [white, black]), [0]);
  });
});
