import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedRecipe, readSidecar, sidecarPath } from '../../../src/engine/image/sidecar';
import { nicknameOf } from '../../../src/engine/image/nickname';
import { LensError } from '../../../src/protocol/error';

describe('sidecar', () => {
  let top: string;
  let model: string;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'lens-sidecar-'));
    mkdirSync(join(top, 'models'));
    model = join(top, 'models', 'net.onnx');
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  const write = (text: string | Buffer): void => writeFileSync(sidecarPath(model), text);
  const refused = (...reasons: readonly RegExp[]): void => {
    assert.throws(
      () => readSidecar(model),
      (error) => {
        assert.ok(error instanceof LensError && error.code === 'invalid-argument', String(error));
        assert.equal(error.where, sidecarPath(model));
        assert.ok(error.message.length <= 600);
        for (const reason of reasons) assert.match(error.what, reason);
        return true;
      },
    );
  };

  it('is empty where there is none', () => assert.deepEqual(readSidecar(model), {}));

  it('may begin with a byte-order mark, be UTF-16, and hold remarks', () => {
    const recipe = { preset: 'imagenet', layers: { a: 'Größe' } };
    for (const text of [JSON.stringify(recipe), `\ufeff${JSON.stringify(recipe)}`]) {
      write(text);
      assert.deepEqual(readSidecar(model), recipe);
    }
    write(Buffer.from(`\ufeff${JSON.stringify(recipe)}`, 'utf16le'));
    assert.deepEqual(readSidecar(model), recipe);
    write(JSON.stringify({ $schema: 'x', _made: 'by hand', '// why': 1, ...recipe }));
    assert.deepEqual(readSidecar(model), recipe);
  });

  it('refuses a list where nicknames belong', () => {
    write('{"layers": ["conv1"]}');
    refused(/"layers" must be an object/);
  });

  it('names fields it does not know, and those that were probably meant', () => {
    write('{"preset": "unit", "Mean": [0.5], "normalize": true, "resize_shorter": 256, "colour": "rgb"}');
    refused(
      /"Mean" \(perhaps "mean"\)/,
      /"normalize"/,
      /"resize_shorter" \(perhaps "resizeShorter"\)/,
      /"colour" \(perhaps "color"\)/,
    );
    write('{"constructor": 1, "__proto__": {"mean": [1]}}');
    refused(/"constructor"/);
    write(
      JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [`field-${k}-${'x'.repeat(200)}`, k]))),
    );
    refused(/and 996 more are no fields/);
  });

  it('names fields that are wrong or written twice', () => {
    for (const [text, reason] of [
      ['{"mean": "0.5"}', /"mean" must be a list of numbers/],
      ['{"std": [0]}', /"std" must be a list of positive numbers/],
      ['{"size": [224]}', /"size" must be \[height, width\]/],
      ['{"size": [224, 1000000]}', /"size" must be .*at most 8192/],
      ['{"resizeShorter": 100000}', /"resizeShorter" must be .*at most 8192/],
      ['{"range": [1, 1]}', /"range" must be .*differ/],
      ['{"labels": {"a": 0}}', /"labels" must be a list of names/],
      ['{"mean": null}', /"mean" must be/],
      ['{"mean": [0.5], "std": [1], "mean": [0.4]}', /"mean" is written twice/],
      ['[1]', /must be a JSON object/],
      ['null', /must be a JSON object/],
      ['{"mean": [0.5],\n}', /broken JSON, line 2/],
      ['', /is empty/],
    ] as const) {
      write(text);
      refused(reason);
    }
  });

  it('is no pipe, device, folder or giant', () => {
    execFileSync('mkfifo', [sidecarPath(model)]);
    refused(/it is a pipe/);
    rmSync(sidecarPath(model));
    mkdirSync(sidecarPath(model));
    refused(/it is a folder/);
    rmSync(sidecarPath(model), { recursive: true });
    write('');
    truncateSync(sidecarPath(model), 2 ** 30);
    refused(/it has 1024 MB, more than the 16 MB/);
  });

  it('may be a link beside its model, also beside the file that the model is a link to, but not to anywhere', () => {
    mkdirSync(join(top, 'store'));
    writeFileSync(join(top, 'store', 'blob'), 'model');
    writeFileSync(join(top, 'store', 'recipe'), '{"preset": "unit"}');
    symlinkSync(join(top, 'store', 'recipe'), sidecarPath(model));
    refused(/leads to .*recipe, outside/);
    symlinkSync(join(top, 'store', 'blob'), model);
    assert.deepEqual(readSidecar(model), { preset: 'unit' });
  });

  it('checks recipes that are not saved yet alike', () => {
    assert.deepEqual(checkedRecipe({ mean: [1], color: undefined }, 'x'), { mean: [1], color: undefined });
    assert.throws(() => checkedRecipe({ means: [1] }, 'x'), /perhaps "mean"/);
  });

  it('gives nicknames to tensors of any name', () => {
    assert.equal(nicknameOf({ layers: { constructor: 'head' } }, 'constructor'), 'head');
    assert.equal(nicknameOf({ layers: {} }, 'constructor'), undefined);
    assert.equal(nicknameOf({ layers: {} }, '__proto__'), undefined);
  });
});
