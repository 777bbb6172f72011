import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { contributedTools } from '../../../scripts/language-model-tools';

describe('the tools that package.json contributes', () => {
  it('are those of the registry (npm run schema writes them)', () => {
    const manifest = JSON.parse(readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8')) as {
      contributes: { languageModelTools: unknown };
    };
    assert.deepEqual(manifest.contributes.languageModelTools, JSON.parse(JSON.stringify(contributedTools())));
  });
});
