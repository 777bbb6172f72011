import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { excitingImages } from '../../../src/engine/filters/exciting-images';
import { featureMaps } from '../../../src/engine/filters/feature-maps';
import { receptiveField } from '../../../src/engine/filters/receptive-field';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { readInput } from '../../../src/engine/image/input';
import { Execution } from '../../../src/engine/session/execution';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { noise, tinyNetwork } from './tiny-network';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-filters-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('feature maps and the images that excite a filter', () => {
  let model: OpenedModel;
  before(
    async () => (model = await openModel(await readModelFile(tinyNetwork(folder)), { device: 'cpu', threads: 1 })),
  );
  after(() => model.network.close());

  /** An image of zeros with one bright place. */
  const spot = (name: string, row: number, column: number, value = 1): string => {
    const image = floats([1, 1, 8, 8]);
    image.data[row * 8 + column] = value;
    const path = join(folder, 'images', name);
    writeFileSync(path, encodeNpy(image));
    return path;
  };
  before(() => {
    mkdirSync(join(folder, 'images'), { recursive: true });
    spot('dim.npy', 1, 1, 0.5);
    spot('bright.npy', 5, 3, 2);
    spot('none.npy', 0, 0, -1);
    writeFileSync(join(folder, 'images', 'broken.npy'), 'no array');
  });

  it('orders channels by strength', async () => {
    const input = await readInput(join(folder, 'images', 'bright.npy'), model.network.graph.inputDims, model.recipe);
    const { maps, order, strengths } = await featureMaps(model, input, 'relu', new Execution());
    assert.deepEqual(maps.dims, [4, 4, 4]);
    assert.deepEqual([...order], [3, 2, 1, 0]);
    assert.ok(strengths[3] > strengths[0]);
    assert.deepEqual((await featureMaps(model, input, 'gemm', new Execution())).maps.dims, [5, 1, 1]);
    await assert.rejects(featureMaps(model, input, 'nothing', new Execution()), /no layer nothing/);
  });

  it('finds the most exciting images with the patch the place sees, and says which files it could not read', async () => {
    const seen: number[] = [];
    const { images, skipped } = await excitingImages(
      model,
      { layer: 'relu', filter: 3, folder: join(folder, 'images'), count: 2 },
      {},
      ({ done }) => seen.push(done),
    );
    assert.deepEqual(
      images.map((i) => i.input.split(/[\\/]/).at(-1)),
      ['bright.npy', 'dim.npy'],
    );
    // Kernel 27…35 answers most with its last number: the bright place (5, 3) lies at the end of the window of place
    // (2, 1).
    assert.deepEqual([images[0].row, images[0].column, images[0].value], [2, 1, 70]);
    assert.deepEqual(images[0].patch, { left: 1, top: 3, width: 3, height: 3 });
    assert.deepEqual(
      skipped.map((s) => s.input.split(/[\\/]/).at(-1)),
      ['broken.npy'],
    );
    assert.deepEqual(seen, [1, 2, 3, 4]);
    await assert.rejects(
      excitingImages(model, { layer: 'relu', filter: 9, folder: join(folder, 'images') }),
      /no filter 9/,
    );
  });

  it('receptive fields agree with what changes when one sample of the input does', async () => {
    const field = receptiveField(model.network.model, model.network.graph.input, 'up')!;
    const base = floats(
      [1, 1, 8, 8],
      noise(64, 9).map((v) => Math.abs(v)),
    );
    const at = async (image: typeof base) => (await model.network.tensorsOf(image, ['up'], new Execution()))[0].data;
    const before = await at(base);
    let seen = 0;
    for (let column = 0; column < 8; column++) {
      const moved = floats([1, 1, 8, 8], base.data.slice());
      moved.data[4 * 8 + column] += 5;
      const after = await at(moved);
      for (let place = 0; place < 8; place++) {
        const changed = [...before.keys()].some((i) => i % 8 === place && before[i] !== after[i]);
        const from = field[1].first + place * field[1].step;
        if (!changed) continue;
        seen++;
        assert.ok(
          column >= Math.floor(from) && column < Math.ceil(from + field[1].size),
          `place ${place} sees ${column}`,
        );
      }
    }
    assert.ok(seen >= 8, `only ${seen} places changed`);
    assert.equal(receptiveField(model.network.model, model.network.graph.input, 'logits'), null);
  });
});
