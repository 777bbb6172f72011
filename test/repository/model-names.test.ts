import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isWeightsName, MODEL_ENDINGS, WEIGHTS_ENDINGS } from '../../src/protocol/model-files';

interface Item {
  readonly command: string;
  readonly when: string;
}

const manifest = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8')) as {
  contributes: { menus: Record<string, Item[]> };
};

/** Whether the Explorer shows a command for a file: one of the patterns of its condition fits. */
function offers(command: string, name: string): boolean {
  const { when } = manifest.contributes.menus['explorer/context'].find((item) => item.command === command)!;
  const fits = (key: string, subject: string): boolean =>
    [...when.matchAll(new RegExp(`(?<!!\\()${key} =~ /(.+?)/i?( |$)`, 'g'))].some(([, pattern]) =>
      new RegExp(pattern, 'i').test(subject),
    );
  return fits('resourceExtname', path.extname(name)) || fits('resourceFilename', name);
}

describe('names of files that hold models or weights', () => {
  const checkpoints = [
    ...WEIGHTS_ENDINGS.map((ending) => `best${ending}`),
    'model_best.pth.tar',
    'epoch=9-step=1000.ckpt',
    'pytorch_model.bin',
    'pytorch_model-00001-of-00002.bin',
    'diffusion_pytorch_model.bin',
  ];

  for (const name of checkpoints)
    it(`${name} has filters in the Explorer, the side bar and the Filters panel`, () => {
      assert.ok(isWeightsName(name) && isWeightsName(`/folder/${name.toUpperCase()}`));
      assert.ok(offers('saliency-lens.openFilters', name));
      assert.ok(!offers('saliency-lens.openModelEditor', name), 'weights alone have no structure to open');
    });

  for (const ending of MODEL_ENDINGS)
    it(`a model called net${ending} has an editor and filters in the Explorer`, () => {
      assert.ok(!isWeightsName(`net${ending}`));
      assert.ok(offers('saliency-lens.openModelEditor', `net${ending}`));
      assert.ok(offers('saliency-lens.openFilters', `net${ending}`));
    });

  for (const name of ['group1-shard1of1.bin', 'photo.png', 'archive.tar', 'notes.txt', 'model.weights.bin'])
    it(`${name} is neither`, () => {
      assert.ok(!isWeightsName(name));
      assert.ok(!offers('saliency-lens.openFilters', name));
    });
});
