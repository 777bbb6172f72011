import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { documentOf } from './support/explanations';
import { Panel } from './support/panel';

const root = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('translations', () => {
  it('have every sentence the extension and the panels show (node scripts/l10n.mjs)', async () => {
    const { collectSentences } = (await import(pathToFileURL(path.join(root, 'scripts/l10n.mjs')).href)) as {
      collectSentences(): Record<string, string>;
    };
    assert.deepEqual(JSON.parse(read('l10n/bundle.l10n.json')), collectSentences());
  });

  it('have every text of the manifest, and no other', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(JSON.parse(read('package.nls.json')) as object).sort());
  });

  it('are given to the panel, which then speaks another language', async () => {
    const panel = await Panel.open('explain', { translations: { Run: 'Los', Methods: 'Verfahren' } });
    await panel.send({ kind: 'document', document: documentOf() });
    assert.equal(await panel.page.getByRole('button', { name: 'Los' }).count(), 1);
    panel.close();
  });
});

describe('the schema of sidecars', () => {
  it('knows every field of a recipe', () => {
    const schema = JSON.parse(read('media/lens.schema.json')) as { properties: Record<string, unknown> };
    const recipe = /export interface Recipe \{([^]*?)\n\}/.exec(read('src/protocol/recipe.ts'))?.[1] ?? '';
    const fields = [...recipe.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
    assert.ok(fields.length > 10);
    assert.deepEqual(
      Object.keys(schema.properties)
        .filter((name) => name !== '$schema')
        .sort(),
      fields.sort(),
    );
  });
});
