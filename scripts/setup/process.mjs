import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Set-up talks on stderr only, so that commands with machine-readable output can call it. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/**
 * Runs a command to its end and gives `{ status, output }`; `status` is null after a signal.
 * Nothing is printed: callers show `output` where it helps.
 */
export function run(command, args, { cwd, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => lines.push(line));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: lines.join('\n') }));
  });
}

/** As `run`, but a failure is an error that ends with what the command said. */
export async function must(what, command, args, options) {
  const { status, output } = await run(command, args, options);
  if (status !== 0) {
    const tail = output.split('\n').slice(-25).join('\n');
    throw new Error(`${what} failed (${command} ${args.join(' ')}: exit status ${status}).\n${tail}`);
  }
  return output;
}

/** Full path of a program on the PATH, or undefined. */
export function which(program) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  const found = spawnSync(finder, [program], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split(/\r?\n/)[0].trim() : undefined;
}

/** npm as `[command, ...first arguments]`, run by this very Node where npm says where it lives. */
export function npm() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return [process.execPath, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
