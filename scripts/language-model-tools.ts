/**
 * Writes the tools of language models from their registry into package.json, as VS Code wants them.
 * Usage: node --import tsx scripts/language-model-tools.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from '../src/engine/tool';

const MANIFEST = join(__dirname, '..', 'package.json');

/** `contributes.languageModelTools`. */
export const contributedTools = (): object[] =>
  TOOLS.map(({ id, label, description, schema, writes }) => ({
    name: `saliency-lens_${id}`,
    tags: ['image models', ...(writes === undefined ? [] : ['writes-files'])],
    toolReferenceName: id.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    displayName: label,
    modelDescription: description,
    userDescription: label,
    canBeReferencedInPrompt: true,
    icon: '$(eye)',
    inputSchema: schema,
  }));

interface Manifest {
  readonly contributes: { languageModelTools: unknown };
}

if (require.main === module) {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
  manifest.contributes.languageModelTools = contributedTools();
  writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}
