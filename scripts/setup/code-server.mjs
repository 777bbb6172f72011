import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { installDebian } from './debian.mjs';
import { cache } from './paths.mjs';
import { must, npm, run, say, which } from './process.mjs';

/** VS Code 1.100.3 with a real Node extension host; later ones need Node 24. */
const version = '4.100.3';
/**
 * VS Code's file search; this version comes as a package per platform, the one code-server asks for would be downloaded
 * by its installer.
 */
const ripgrep = '1.18.0';
const home = path.join(cache, 'code-server');
const product = path.join(home, 'node_modules/code-server');
const vscode = path.join(product, 'lib/vscode');
const marker = path.join(home, 'complete.json');
/** What the marker must say: native modules are tied to Node's ABI. */
const identity = JSON.stringify({
  version,
  ripgrep,
  abi: process.versions.modules,
  platform: process.platform,
  arch: process.arch,
});

/** Native modules that the server loads; argon2 builds only from the top folder. */
const natives = [
  { name: 'native-watchdog', folder: vscode },
  { name: '@vscode/spdlog', folder: vscode },
  { name: '@parcel/watcher', folder: vscode },
  { name: 'node-pty', folder: vscode },
  { name: 'argon2', folder: home },
];

/**
 * Installs code-server into the cache and gives the script that starts it. A finished install costs one file read;
 * an interrupted one goes on where it stopped, because the marker is written last and every step looks before it works.
 */
export async function ensureCodeServer() {
  const entry = path.join(product, 'out/node/entry.js');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === identity) return entry;
  const started = Date.now();
  say(`Installing code-server ${version} (VS Code for the browser; once, about a minute)`);
  await ensureToolchain();
  mkdirSync(home, { recursive: true });
  const dependencies = { 'code-server': version, '@vscode/ripgrep': ripgrep };
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, dependencies }));
  // Its own installer refuses root and downloads programs, hence no scripts and the native modules one by one.
  await install(home, []);
  await install(vscode, ['--omit=dev']);
  await install(path.join(vscode, 'extensions'), ['--omit=dev']);
  for (const native of natives) await build(native);
  placeRipgrep();
  writeFileSync(marker, identity);
  say(`code-server is ready (${Math.round((Date.now() - started) / 1000)} s)`);
  return entry;
}

async function ensureToolchain() {
  const missing = ['g++', 'make', 'python3'].filter((program) => !which(program));
  if (missing.length > 0 && process.platform === 'linux')
    await installDebian(missing, "building VS Code's native modules needs a compiler");
}

async function install(folder, options) {
  const [command, ...first] = npm();
  const args = [...first, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...options];
  await must(`npm install in ${path.relative(cache, folder)}`, command, args, { cwd: folder, env: nodeHeaders() });
}

/**
 * Compiles a native module unless it loads already. Whether it loads afterwards is what counts: node-pty's build
 * reports failure.
 */
async function build({ name, folder }) {
  const loads = async () =>
    (await run(process.execPath, ['-e', `require(${JSON.stringify(name)})`], { cwd: folder })).status === 0;
  if (await loads()) return;
  const [command, ...first] = npm();
  const { output } = await run(command, [...first, 'rebuild', name], { cwd: folder, env: nodeHeaders() });
  if (!(await loads()))
    throw new Error(`Building ${name} for code-server failed.\n${output.split('\n').slice(-25).join('\n')}`);
}

function placeRipgrep() {
  const { rgPath } = createRequire(path.join(home, 'package.json'))('@vscode/ripgrep');
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(rgPath, path.join(bin, path.basename(rgPath)));
}

/** Headers that came with this Node spare node-gyp a download. */
function nodeHeaders() {
  const prefix = path.resolve(process.execPath, '../..');
  return existsSync(path.join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}
