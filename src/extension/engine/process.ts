import type { EngineCallName, EngineCalls, EngineMessage } from '../../protocol/engine';
import type { ErrorReport } from '../../protocol/error';
import { EngineChannel } from './channel';
import { stopped, tooLong } from './failures';
import { TIME_LIMITS } from './limits';
import type { CallOptions, EngineOptions } from './options';
import { PendingCall } from './pending';

/** How long a cancelled call may take to stop, in milliseconds. */
const GRACE = 2000;
/**
 * How many times as long a process may hear nothing before it counts as hung: compiling a large model, or one forward
 * pass of it, blocks an innocent process for many seconds.
 */
const DEAF_GRACES = 10;

/**
 * The engine, as the extension sees it: calls that are answered or rejected with a LensError.
 *
 * The process starts with the first call. When it crashes, every pending call is rejected with `engine-stopped`, since
 * any of them may be the cause, and a new process is started unless the crash came before the engine was ready. When it
 * is killed because a cancelled call did not stop in time, the other calls are innocent and are sent again to the new
 * process.
 */
export class EngineProcess {
  private readonly pending = new Map<number, PendingCall>();
  private readonly listeners = new Set<(event: 'started' | 'stopped') => void>();
  private readonly callListeners = new Set<(argument: unknown) => void>();
  private pongs: (() => void)[] = [];
  private channel: EngineChannel | undefined;
  private ready = false;
  private lastId = 0;
  private disposed = false;

  constructor(private readonly options: EngineOptions) {}

  /** Process id; undefined while no process runs. */
  get pid(): number | undefined {
    return this.channel?.pid;
  }

  call<N extends EngineCallName>(
    name: N,
    argument: EngineCalls[N]['arguments'],
    options: CallOptions<N> = {},
  ): Promise<EngineCalls[N]['answer']> {
    const { onEvent, signal } = options;
    for (const listener of this.callListeners) listener(argument);
    const asked = performance.now();
    const { log } = this.options;
    log.debug(`engine: ${name} asked`);
    let forget = (): void => undefined;
    const answer = new Promise<EngineCalls[N]['answer']>((resolve, reject) => {
      const settle = { resolve: (answer: unknown) => resolve(answer as EngineCalls[N]['answer']), reject };
      const id = ++this.lastId;
      const call = new PendingCall(id, name, argument, onEvent as ((event: unknown) => void) | undefined, settle);
      if (this.disposed) return call.fail(stopped('the extension was deactivated'));
      if (signal?.aborted) return call.cancel();
      const abort = (): void => this.cancel(call);
      signal?.addEventListener('abort', abort);
      forget = () => signal?.removeEventListener('abort', abort);
      this.pending.set(id, call);
      const limit = (this.options.limits ?? TIME_LIMITS)[name];
      if (limit !== undefined) call.limitTimer = setTimeout(() => this.cancel(call, tooLong(name, limit)), limit);
      this.running().send(call.request);
    });
    // One signal may stop hundreds of calls, one after the other.
    return answer.finally(() => {
      forget();
      log.debug(`engine: ${name} took ${Math.round(performance.now() - asked)} ms`);
    });
  }

  /** Ends the process, rejects what is pending, and starts anew. */
  restart(): void {
    this.stop('it was restarted');
    this.running();
  }

  /** Calls `listener` whenever a process has become ready or is gone; returns how to stop that. */
  onDidChange(listener: (event: 'started' | 'stopped') => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Calls `listener` with what the engine is asked about; returns how to stop that. */
  onCall(listener: (argument: unknown) => void): { dispose(): void } {
    this.callListeners.add(listener);
    return { dispose: () => this.callListeners.delete(listener) };
  }

  dispose(): void {
    this.disposed = true;
    this.stop('the extension was deactivated');
  }

  private running(): EngineChannel {
    if (this.channel) return this.channel;
    const channel: EngineChannel = new EngineChannel(this.options.script, {
      onMessage: (message) => channel === this.channel && this.receive(message),
      onExit: (reason) => channel === this.channel && this.crashed(reason),
      onOutput: (line) => this.options.log.warn(`engine: ${line}`),
    });
    this.channel = channel;
    this.ready = false;
    channel.send({ kind: 'call', id: 0, name: 'settings.apply', arguments: this.options.settings() });
    return channel;
  }

  private receive(message: EngineMessage): void {
    if (message.kind === 'log') return this.options.log[message.level](message.text);
    if (message.kind === 'pong') return this.pongs.splice(0).forEach((heard) => heard());
    if (message.kind === 'ready') {
      this.ready = true;
      this.options.log.info(`engine ${message.version} is ready (process ${this.pid})`);
      return this.notify('started');
    }
    const call = this.pending.get(message.id);
    if (message.kind === 'event') return call?.event(message.event);
    if (message.kind === 'error' && message.id === 0) this.options.log.error(`engine settings: ${message.error.what}`);
    this.pending.delete(message.id);
    if (message.kind === 'answer') call?.answer(message.answer);
    else call?.fail(message.error);
  }

  private cancel(call: PendingCall, reason?: ErrorReport): void {
    if (this.pending.get(call.id) !== call) return;
    call.cancel(reason);
    this.channel?.send({ kind: 'cancel', id: call.id });
    call.graceTimer = setTimeout(() => void this.enforce(call), this.options.graceMilliseconds ?? GRACE);
  }

  /**
   * Kills the process if `call` is what keeps it busy, or if it hears nothing at all; a call that only waits in the
   * queue of a process that hears is left to be dropped in its turn.
   */
  private async enforce(call: PendingCall): Promise<void> {
    const [first] = this.pending.values();
    const waits = !call.begun && first !== call;
    if (this.pending.get(call.id) !== call || (waits && (await this.hears()))) return;
    if (this.pending.get(call.id) !== call) return;
    this.options.log.warn(`engine: ${call.name} did not stop in time, so the process is replaced`);
    const innocent = [...this.pending.values()].filter((other) => !other.cancelled);
    this.abandon();
    this.pending.clear();
    for (const other of innocent) this.pending.set(other.id, other);
    const channel = this.running();
    for (const other of innocent) channel.send(other.request);
  }

  /** Whether the process answers in time. */
  private hears(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), DEAF_GRACES * (this.options.graceMilliseconds ?? GRACE));
      this.pongs.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
      this.channel?.send({ kind: 'ping' });
    });
  }

  private crashed(reason: string): void {
    const wasReady = this.ready;
    this.options.log.error(`engine stopped: ${reason}`);
    this.stop(reason);
    if (wasReady) this.running();
  }

  private stop(reason: string): void {
    this.abandon();
    const calls = [...this.pending.values()];
    this.pending.clear();
    for (const call of calls) call.fail(stopped(reason));
  }

  private abandon(): void {
    const channel = this.channel;
    this.channel = undefined;
    if (!channel) return;
    channel.kill();
    this.notify('stopped');
  }

  private notify(event: 'started' | 'stopped'): void {
    for (const listener of this.listeners) listener(event);
  }
}
