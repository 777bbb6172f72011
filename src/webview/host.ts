import { LensError } from '../protocol/error';
import type { AnswerToPage, Ask, Calls, PageCalls, PageToHost } from '../protocol/page';

/** The page's side of the webview: messages and questions to the host, and a state that survives being hidden. */
export interface Host<Out, In, State, C extends Calls<C>> {
  post(message: Out | PageToHost): void;
  readonly ask: Ask<C & PageCalls>;
  /** Calls `listener` with every message of the host but answers. */
  onMessage(listener: (message: In) => void): void;
  load(): State | undefined;
  save(state: State): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** A question that was asked and not answered yet. */
interface Asked {
  readonly id: string;
  resolve(value: unknown): void;
  reject(error: LensError): void;
}

/** Call once per page: VS Code gives its interface out only once. */
export function connect<Out, In, State, C extends Calls<C> = PageCalls>(): Host<Out, In, State, C> {
  const api = acquireVsCodeApi();
  const asked = new Map<string, Asked>();
  let questions = 0;

  function ask(name: string, argument: unknown): Promise<unknown> {
    // A page that was loaded again must not take an answer to the page before for its own.
    const id = `${performance.timeOrigin}/${questions++}`;
    api.postMessage({ kind: 'ask', id, name, argument } satisfies PageToHost);
    return new Promise((resolve, reject) => asked.set(name, { id, resolve, reject }));
  }

  function settle(answer: AnswerToPage): void {
    const [name, question] = [...asked].find(([, { id }]) => id === answer.id) ?? [];
    if (!name || !question) return;
    asked.delete(name);
    if ('error' in answer) question.reject(new LensError(answer.error));
    else question.resolve(answer.value);
  }

  return {
    post: (message) => api.postMessage(message),
    ask: ask,
    onMessage: (listener) =>
      window.addEventListener('message', ({ data }: MessageEvent<In | AnswerToPage>) => {
        if (isAnswer(data)) return settle(data);
        listener(data);
        // After what the listener draws in the same frame.
        requestAnimationFrame(reveal);
      }),
    load: () => api.getState() as State | undefined,
    save: (state) => api.setState(state),
  };
}

/** Until the host has said what is to be shown a page is no empty state: it stays unseen, see base.css. */
function reveal(): void {
  document.body.dataset.told = '';
}

const isAnswer = (message: unknown): message is AnswerToPage =>
  (message as { readonly kind?: unknown }).kind === 'answer';
