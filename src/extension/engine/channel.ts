import { fork, type ChildProcess } from 'node:child_process';
import type { EngineMessage, EngineRequest } from '../../protocol/engine';
import { ENGINE_ENVIRONMENT } from '../../protocol/engine-environment';

/** What a channel reports to its owner. */
export interface ChannelListener {
  onMessage(message: EngineMessage): void;
  /** The process is gone; `reason` is one clause. Called once, also after {@link EngineChannel.kill}. */
  onExit(reason: string): void;
  /** A line the process wrote outside the protocol. */
  onOutput(line: string): void;
}

/** One engine process: forked at construction, spoken to in structured clones, ended by kill. */
export class EngineChannel {
  private readonly child: ChildProcess;
  private lastWords = '';
  private ended = false;

  constructor(script: string, listener: ChannelListener) {
    this.child = fork(script, [], {
      serialization: 'advanced',
      execArgv: [],
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.on('message', (message) => listener.onMessage(message as EngineMessage));
    const end = (reason: string): void => {
      if (this.ended) return;
      this.ended = true;
      listener.onExit(reason);
    };
    this.child.on('error', (error) => end(error.message));
    this.child.on('exit', (code, signal) => end(this.describeExit(code, signal)));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        for (const line of text.split(/\r?\n/).filter((part) => part.trim() !== '')) {
          this.lastWords = line;
          listener.onOutput(line);
        }
      });
    }
  }

  get pid(): number | undefined {
    return this.ended ? undefined : this.child.pid;
  }

  /** Sends nothing once the process is gone: its exit has then been, or is about to be, reported. */
  send(request: EngineRequest): void {
    if (!this.ended && this.child.connected) this.child.send(request, () => undefined);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private describeExit(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
    return code && this.lastWords ? `${how}: ${this.lastWords}` : how;
  }
}

/** The host's environment, less what would make the child a debuggee or an Electron window. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, VSCODE_INSPECTOR_OPTIONS: _inspector, ...rest } = process.env;
  return { ...ENGINE_ENVIRONMENT, ...rest, ...(process.versions.electron && { ELECTRON_RUN_AS_NODE: '1' }) };
}
