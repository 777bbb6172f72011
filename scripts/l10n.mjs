// Collects the sentences that the extension and the panels show into l10n/bundle.l10n.json, which translators start
// from.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup/paths.mjs';

const folders = ['src/extension', 'src/webview'];
/** t('…') of the panels and vscode.l10n.t('…') of the host. */
const calls = /\bt\(\s*'((?:[^'\\]|\\.)+)'/g;

export const bundleFile = path.join(root, 'l10n/bundle.l10n.json');

/** Every sentence, as a bundle that maps it to itself. */
export function collectSentences() {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(root, folder, name)),
  );
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(file, 'utf8'));
  const sentences = sources.flatMap((text) =>
    [...text.matchAll(calls)].map(([, sentence]) => sentence.replace(/\\(.)/g, '$1')),
  );
  return Object.fromEntries([...new Set(sentences)].sort().map((sentence) => [sentence, sentence]));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const bundle = collectSentences();
  writeFileSync(bundleFile, `${JSON.stringify(bundle, null, 2)}\n`);
  console.log(`${Object.keys(bundle).length} sentences`);
}
