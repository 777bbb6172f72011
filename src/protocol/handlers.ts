/** One handler per kind of message. */
export type Handlers<M extends { readonly kind: string }> = {
  readonly [K in M['kind']]: (message: Extract<M, { readonly kind: K }>) => unknown;
};

/** Hands a message to the handler of its kind. */
export function dispatch<M extends { readonly kind: string }>(handlers: Handlers<M>, message: M): unknown {
  const handle = handlers[message.kind as M['kind']] as ((message: M) => unknown) | undefined;
  return handle?.(message);
}
