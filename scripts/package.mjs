// `npm run package`: the extension as a .vsix for this platform, with its native packages inside. Prints its path.
// Option: --target win32-x64,darwin-arm64 or all, for others.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stage } from './package/stage.mjs';
import { wantedTargets } from './package/targets.mjs';
import { out, root } from './setup/paths.mjs';
import { setUp } from './setup.mjs';

const { values } = parseArgs({ options: { target: { type: 'string', default: 'own' } } });
await setUp({ workbench: false });
const { createVSIX } = await import('@vscode/vsce');
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
mkdirSync(out, { recursive: true });
// vsce talks on stdout, which is for the paths.
console.log = console.error;
for (const target of wantedTargets(values.target)) {
  const packagePath = path.join(out, `${name}-${target}-${version}.vsix`);
  await createVSIX({ cwd: stage(target), packagePath, target, dependencies: false });
  process.stdout.write(`${packagePath}\n`);
}
