import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { copyNatives, nativesOf, ownNatives } from '../build/natives.mjs';
import { cache, dist, root } from '../setup/paths.mjs';

/** What a package is made of, beside dist; .vscodeignore says what of it. */
const sources = ['package.json', 'package.nls.json', '.vscodeignore', 'l10n', 'media', 'docs/images'].concat(
  ...['README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD_PARTY_NOTICES.md'],
);

/** Holds its libraries for all platforms in one package. */
const everywhere = 'onnxruntime-node';

/** Puts together, in a folder of its own, what a package for a target holds. @returns the folder */
export function stage(target) {
  const folder = path.join(cache, 'package', target);
  rmSync(folder, { recursive: true, force: true });
  for (const name of sources) copy(name, folder);
  const natives = ownNatives().map((name) => path.join(dist, 'node_modules', name));
  cpSync(dist, path.join(folder, 'dist'), { recursive: true, filter: (source) => !natives.includes(source) });
  const [os, arch] = target.split('-');
  const to = path.join(folder, 'dist/node_modules');
  copyNatives({ os, arch, names: [everywhere], to });
  const names = nativesOf(os).filter((name) => name !== everywhere);
  copyNatives({ os, arch, names, modules: installed(names, os, arch), to });
  return folder;
}

/** node_modules as npm installs packages on a platform: with those made for it, at the versions of the lock file. */
function installed(names, os, arch) {
  const folder = path.join(cache, 'package', `${os}-${arch}-modules`);
  for (const name of ['package-lock.json', '.npmrc']) copy(name, folder);
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const wanted = Object.fromEntries(names.map((name) => [name, dependencies[name]]));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: wanted }));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const platform = [`--os=${os}`, `--cpu=${arch}`, ...(os === 'linux' ? ['--libc=glibc'] : [])];
  execFileSync('npm', ['install', ...quiet, ...platform], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return path.join(folder, 'node_modules');
}

const copy = (name, folder) => cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
