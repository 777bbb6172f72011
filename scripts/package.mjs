// `npm run package`: the extension as a .vsix for this platform, with its native packages inside. Prints its path.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { out, root } from './setup/paths.mjs';
import { setUp } from './setup.mjs';

await setUp({ workbench: false });
const { createVSIX } = await import('@vscode/vsce');
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const target = platform();
const packagePath = path.join(out, `${name}-${target}-${version}.vsix`);
mkdirSync(out, { recursive: true });
// vsce talks on stdout, which is for the path.
console.log = console.error;
await createVSIX({
  cwd: root,
  packagePath,
  target,
  dependencies: false,
});
process.stdout.write(`${packagePath}\n`);

/** VS Code's name for this platform: `linux-x64`, `alpine-x64`, `darwin-arm64`, `win32-x64`. */
function platform() {
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  const system = process.platform === 'linux' && !glibc ? 'alpine' : process.platform;
  return `${system}-${process.arch}`;
}
