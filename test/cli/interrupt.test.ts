import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import { root } from './lens';

/** A command whose work hears nothing, once it has begun; `worker` is the process that is at it. */
async function busy(): Promise<{ command: ChildProcess; worker: number; ended: Promise<number | null> }> {
  const command = spawn(process.execPath, ['dist/cli.js', 'info', 'samples/models/faces-cnn.onnx'], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: `--require ${path.join(__dirname, 'busy.cjs')}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => command.once('exit', resolve));
  const worker = await new Promise<number>((resolve) => {
    let text = '';
    command.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const found = /busy (\d+)\n/.exec(text);
      if (found) resolve(Number(found[1]));
    });
  });
  return { command, worker, ended };
}

/** Resolves once no process has the id; mocha's own limit bounds the wait. */
async function gone(id: number): Promise<void> {
  for (;;) {
    try {
      process.kill(id, 0);
    } catch {
      return;
    }
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

describe('a command whose work hears nothing', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with status 130 on ${signal}, and its work with it`, async () => {
      const { command, worker, ended } = await busy();
      command.kill(signal);
      assert.equal(await ended, 130);
      await gone(worker);
    });
  }
});
