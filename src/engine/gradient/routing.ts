import type { GraphBuilder } from '../graph/builder';

/**
 * A gradient that was sent, unchanged, from each number of one tensor to an equal number of another (max pooling, to
 * the maximum).
 */
export interface Route {
  /** The tensor whose gradient was sent, and that gradient. */
  readonly from: string;
  readonly gradient: string;
  /** The tensor to which it went. */
  readonly to: string;
  /** Sends another gradient the same way. */
  send(gradient: string): string;
}

const routes = new WeakMap<GraphBuilder, Map<string, Route>>();

/**
 * Sends the gradient, and remembers how: what depends only on a number's value can then be done before, on the smaller
 * tensor.
 */
export function routed(builder: GraphBuilder, route: Route): string {
  const sent = route.send(route.gradient);
  const known = routes.get(builder) ?? new Map<string, Route>();
  routes.set(builder, known.set(sent, route));
  return sent;
}

export const routeOf = (builder: GraphBuilder, gradient: string): Route | undefined =>
  routes.get(builder)?.get(gradient);
