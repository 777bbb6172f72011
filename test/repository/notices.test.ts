import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(__dirname, '../..');
const load = async <T>(file: string): Promise<T> => (await import(pathToFileURL(path.join(root, file)).href)) as T;

describe('THIRD_PARTY_NOTICES.md', () => {
  const text = readFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8');

  it('is what the shipped packages ask for (npm run build && npm run notices)', async () => {
    const { notices } = await load<{ notices(): string }>('scripts/notices.mjs');
    assert.equal(text, notices());
  });

  it('names what is bundled, what lies beside the bundles, and libvips on every platform', () => {
    for (const name of [
      '@vscode/webview-ui-toolkit',
      'protobufjs',
      'onnxruntime-node',
      '@img/sharp-libvips-*platform*',
    ])
      assert.ok(text.includes(`\n| ${name} | `), name);
    assert.ok(text.includes('GNU LESSER GENERAL PUBLIC LICENSE') && text.includes('GNU GENERAL PUBLIC LICENSE'));
  });

  it('gives every package a licence text', () => {
    const rows = [...text.matchAll(/^\| (\S+) \| [\d.]+ \| (.+) \| (.*) \|$/gm)];
    assert.ok(rows.length > 40, `${rows.length} packages`);
    for (const [, name, , numbers] of rows) {
      assert.notEqual(numbers, '', name);
      for (const number of numbers.split(', '))
        assert.ok(text.includes(`\n### Text ${number}\n`), `${name}: ${number}`);
    }
  });
});
