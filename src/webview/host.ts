import type { PageToHost } from '../protocol/page';

/** The page's side of the webview: messages to and from the host, and a state that survives being hidden. */
export interface Host<Out, In, State> {
  post(message: Out | PageToHost): void;
  /** Calls `listener` with every message of the host. */
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

/** Call once per page: VS Code gives its interface out only once. */
export function connect<Out, In, State>(): Host<Out, In, State> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => window.addEventListener('message', ({ data }: MessageEvent<In>) => listener(data)),
    load: () => api.getState() as State | undefined,
    save: (state) => api.setState(state),
  };
}
