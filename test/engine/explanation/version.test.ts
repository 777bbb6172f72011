import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainVersion } from '../../../src/engine/explanation/version';
import { callsOver } from '../../../src/engine/job/calls';
import { readModelFile } from '../../../src/engine/model/model-file';
import { Models } from '../../../src/engine/model/open-models';
import { LensError } from '../../../src/protocol/error';
import type { ExplainEvent } from '../../../src/protocol/explain';
import type { MethodResult } from '../../../src/protocol/method';
import type { VersionEvent } from '../../../src/protocol/versions';

const samples = join(__dirname, '../../../samples');
const model = join(samples, 'models/faces-cnn.onnx');
const image = join(samples, 'faces/test/sunglasses/sunglasses-00.png');
const settings = { device: 'cpu', threads: 1 } as const;

describe('versions of a model', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'saliency-lens-version-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const eventsOf = async (file: string, input = image): Promise<VersionEvent[]> => {
    const events: VersionEvent[] = [];
    const methods = [
      { method: 'gradient', params: {} },
      { method: 'grad-cam', params: {}, layer: 'no such layer' },
    ];
    const request = { file, model, inputs: [{ input, target: 1 }], methods };
    await explainVersion(request, settings, {}, (event) => events.push(event));
    return events;
  };

  it('are explained by the recipe of the model, wherever their weights lie', async () => {
    const elsewhere = join(folder, 'faces-cnn.onnx');
    copyFileSync(model, elsewhere);
    const events = await eventsOf(elsewhere);
    const [predicted, explained, failed] = events;
    const calls = callsOver(new Models(settings));
    const own = await calls['input.predict']({ model, input: image }, () => undefined, new AbortController().signal);
    assert.ok(predicted.kind === 'predicted');
    assert.deepEqual(predicted.result.predictions, own.predictions);
    const maps: MethodResult[] = [];
    const hear = (event: ExplainEvent): void => void (event.kind === 'finished' && maps.push(event.result));
    const methods = [{ method: 'gradient', params: {} }];
    await calls['input.explain']({ model, input: image, target: 1, methods }, hear, new AbortController().signal);
    assert.ok(explained.kind === 'explained' && explained.event.kind === 'finished');
    assert.deepEqual(explained.event.result.map, maps[0].map);
    assert.ok(failed.kind === 'explained' && failed.event.kind === 'failed');
    await calls['model.close']({ model }, () => undefined, new AbortController().signal);
  });

  it('tell of an image that cannot be read and go on', async () => {
    const broken = join(folder, 'broken.png');
    writeFileSync(broken, 'no image');
    const [event] = await eventsOf(model, broken);
    assert.ok(event.kind === 'failed');
    assert.equal(event.error.code, 'corrupt-image');
  });

  it('are no versions where the file ends early, wherever that is', async () => {
    const bytes = readFileSync(model);
    const file = join(folder, 'half.onnx');
    const ends = [
      0,
      1,
      2,
      8,
      ...Array.from({ length: 40 }, (_, i) => Math.floor((bytes.length * i) / 40)),
      ...last(40),
    ];
    for (const end of ends) {
      writeFileSync(file, bytes.subarray(0, end));
      await assert.rejects(readModelFile(file), (error) => error instanceof LensError, `cut at ${end}`);
    }
    writeFileSync(file, bytes);
    assert.equal((await readModelFile(file)).hash.length, 64);

    function last(count: number): number[] {
      return Array.from({ length: count }, (_, i) => bytes.length - 1 - i);
    }
  });
});
