import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharp } from '../../../src/engine/image/library';
import { readModelFile, type ModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { listSamples, testSamples } from '../../../src/engine/evaluation/sample-tests';
import { LensError } from '../../../src/protocol/error';
import type { SampleEvent, SampleVerdict } from '../../../src/protocol/sample-tests';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACES = join(SAMPLES, 'faces', 'test');
const method = { method: 'grad-cam', params: {} };

describe('tests of labelled samples', () => {
  let file: ModelFile;
  let model: OpenedModel;
  before(async () => {
    file = await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx'));
    model = await openModel(file, { device: 'cpu', threads: 1 });
  });
  after(() => model.network.close());

  const run = async (names: readonly string[], changes = {}, options = {}): Promise<SampleEvent[]> => {
    const events: SampleEvent[] = [];
    await testSamples(
      model,
      { model: file.path, folder: FACES, names, method, localise: false, ...changes },
      options,
      (event) => events.push(event),
    );
    return events;
  };
  const verdict = (event: SampleEvent | undefined): SampleVerdict => {
    assert.ok(event?.kind === 'tested', JSON.stringify(event));
    return event.verdict;
  };

  it('lists the labelled inputs of a folder without running anything', async () => {
    const { samples, labelling, leftOut } = await listSamples(file, FACES);
    assert.ok(samples.length > 20 && leftOut === 0);
    assert.ok(samples.every(({ name, label, masked }) => name.startsWith(`${label}/`) && masked));
    assert.match(labelling, /sub-folders/);
    await assert.rejects(
      listSamples(file, join(SAMPLES, 'nowhere')),
      (error) => error instanceof LensError && error.code === 'not-found',
    );
  });

  it('says what was expected and what was predicted; explains what is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lens-tests-'));
    try {
      cpSync(join(FACES, 'glasses', 'glasses-00.png'), join(folder, 'a.png'));
      cpSync(join(FACES, 'glasses', 'glasses-00.png'), join(folder, 'b.png'));
      writeFileSync(join(folder, 'labels.csv'), 'image,label\na.png,glasses\nb.png,no-glasses\n');
      const events = await run(['a.png', 'b.png', 'gone.png'], { folder });
      assert.deepEqual(
        events.map(({ kind, name }) => [kind, name]),
        [
          ['started', 'a.png'],
          ['tested', 'a.png'],
          ['started', 'b.png'],
          ['tested', 'b.png'],
          ['started', 'gone.png'],
          ['failed', 'gone.png'],
        ],
      );
      const [right, wrong] = [verdict(events[1]), verdict(events[3])];
      assert.deepEqual(
        [right.right, right.expected, right.predicted, right.heatmap, right.iou],
        [true, 'glasses', 'glasses', null, null],
      );
      assert.deepEqual([wrong.right, wrong.expected, wrong.predicted], [false, 'no-glasses', 'glasses']);
      assert.ok(wrong.probability === right.probability && wrong.expectedProbability < 0.5);
      assert.deepEqual([...wrong.heatmap!.subarray(0, 2)], [0xff, 0xd8], 'a JPEG');
      assert.ok(wrong.heatmap!.length < 60_000, 'small enough for a message');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('holds the map against the object’s mask where that is asked for', async () => {
    const [, event] = await run(['sunglasses/sunglasses-00.png'], { localise: true });
    const { iou, hit, heatmap } = verdict(event);
    assert.ok(iou !== null && iou > 0 && iou < 1 && typeof hit === 'boolean' && heatmap !== null);
  });

  it('holds it against nothing where the mask is empty', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lens-tests-'));
    try {
      cpSync(join(FACES, 'glasses', 'glasses-00.png'), join(folder, 'glasses', 'a.png'));
      const black = { create: { width: 128, height: 128, channels: 3, background: '#000' } } as const;
      await sharp(black)
        .png()
        .toFile(join(folder, 'glasses', 'a.mask.png'));
      const [, event] = await run(['glasses/a.png'], { folder, localise: true });
      const { iou, hit, heatmap } = verdict(event);
      assert.deepEqual({ iou, hit, heatmap }, { iou: null, hit: null, heatmap: null }, 'as of an image without a mask');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('stops between samples when it is cancelled', async () => {
    await assert.rejects(
      run(['glasses/glasses-01.png'], {}, { signal: AbortSignal.abort() }),
      (error) => error instanceof LensError && error.code === 'cancelled',
    );
  });
});
