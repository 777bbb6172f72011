import type { EngineCallName, EngineMessage, EngineRequest } from '../protocol/engine';
import { LensError } from '../protocol/error';
import { callsOver } from './job/calls';
import { Models } from './model/open-models';
import { endWithParent } from './process/parent';

/** The engine process: answers the requests of its parent one message at a time, until the parent goes away. */
function serve(): void {
  endWithParent();
  const calls = callsOver(new Models({ device: 'auto', threads: 0 }));
  const running = new Map<number, AbortController>();
  const send = (message: EngineMessage): void => void process.send?.(message);

  const answer = async (id: number, name: EngineCallName, args: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const call = calls[name] as (
        args: unknown,
        emit: (event: unknown) => void,
        signal: AbortSignal,
      ) => Promise<unknown>;
      if (!call) throw new LensError({ code: 'internal', what: `the engine knows no request ${name}` });
      send({
        kind: 'answer',
        id,
        answer: await call(args, (event) => send({ kind: 'event', id, event }), abort.signal),
      });
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code === 'internal')
        send({
          kind: 'log',
          level: 'error',
          text: error.cause instanceof Error ? (error.cause.stack ?? error.message) : error.message,
        });
      send({ kind: 'error', id, error: error.toReport() });
    } finally {
      running.delete(id);
    }
  };

  process.on('message', (request: EngineRequest) => {
    if (request?.kind === 'ping') send({ kind: 'pong' });
    else if (request?.kind === 'cancel') running.get(request.id)?.abort();
    else if (request?.kind === 'call') void answer(request.id, request.name, request.arguments);
  });
  process.on('disconnect', () => process.exit(0));
  process.on('unhandledRejection', (reason) => send({ kind: 'log', level: 'error', text: String(reason) }));
  send({ kind: 'ready', version: '1' });
}

serve();
