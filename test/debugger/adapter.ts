import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

const PYTHON = '/usr/bin/python3';
const PACKAGES = { numpy: 'python3-numpy', torch: 'python3-torch', PIL: 'python3-pil', debugpy: 'python3-debugpy' };

/** Installs what a program with arrays, tensors and images needs to be debugged, where Debian's Python lacks it. */
export function installPython(): void {
  const missing = Object.entries(PACKAGES).filter(([name]) => spawnSync(PYTHON, ['-c', `import ${name}`]).status !== 0);
  if (missing.length === 0) return;
  const words = ['install', '-y', '--no-install-recommends', ...missing.map(([, name]) => name)];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', words, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

/** debugpy's adapter, spoken to as VS Code does: in the Debug Adapter Protocol on its standard streams. */
export class Adapter {
  private readonly child: ChildProcess = spawn(PYTHON, ['-m', 'debugpy.adapter'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  private readonly heard: Message[] = [];
  private rest = Buffer.alloc(0);
  private sent = 0;

  constructor() {
    this.child.stdout!.on('data', (bytes: Buffer) => this.take(bytes));
  }

  /** Debugs a program until it stops at `breakpoint()`. @returns the frame it is in */
  async pausedIn(program: string): Promise<number> {
    await this.request('initialize', { adapterID: 'debugpy', pathFormat: 'path' });
    const how = { console: 'internalConsole', python: [PYTHON], justMyCode: true, subProcess: false };
    const launched = this.request('launch', { request: 'launch', type: 'debugpy', program, ...how });
    await this.until((message) => message.event === 'initialized');
    await this.request('configurationDone', {});
    await launched;
    const stopped = (await this.until((message) => message.event === 'stopped')).body as { threadId: number };
    const { stackFrames } = (await this.request('stackTrace', stopped)) as {
      stackFrames: readonly { id: number }[];
    };
    return stackFrames[0].id;
  }

  /** @throws Error with what the adapter says where it cannot */
  async request(command: string, args: object): Promise<unknown> {
    const seq = ++this.sent;
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.child.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const { success, message, body } = await this.until(({ request_seq: of }) => of === seq);
    if (!success) throw new Error(message);
    return body;
  }

  async close(): Promise<void> {
    await this.request('disconnect', { terminateDebuggee: true }).catch(() => undefined);
    this.child.kill('SIGKILL');
  }

  private async until(wanted: (message: Message) => boolean): Promise<Message> {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const found = this.heard.find(wanted);
      if (found) return found;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(`the debugger did not answer; it said ${JSON.stringify(this.heard).slice(-500)}`);
  }

  private take(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/i.exec(this.rest.toString('latin1', 0, 100));
      const end = head ? head[0].length + Number(head[1]) : Infinity;
      if (this.rest.length < end) return;
      this.heard.push(JSON.parse(this.rest.toString('utf8', head![0].length, end)) as Message);
      this.rest = this.rest.subarray(end);
    }
  }
}
