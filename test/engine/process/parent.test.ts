import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as path from 'node:path';

const root = path.resolve(__dirname, '../../..');
/** A process that watches for its parent, tells its id, and is busy for ever. */
const child = `
require(${JSON.stringify(path.join(root, 'src/engine/process/parent'))}).endWithParent();
process.stdout.write(process.pid + '\\n', () => setTimeout(() => { for (;;); }, 200));
`;
const parent = `require('node:child_process').spawn(process.execPath, ['--require', 'tsx/cjs', '-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000);`;

function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds));

describe('a process that ends with its parent', () => {
  it('lives as long as the parent, and ends after it though it is busy', async () => {
    const started = spawn(process.execPath, ['-e', parent], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const id = await new Promise<number>((resolve) => started.stdout.once('data', (text) => resolve(Number(text))));
    await pause(700);
    assert.ok(runs(id), 'it ended before its parent did');
    started.kill('SIGKILL');
    while (runs(id)) await pause(20);
  });
});
