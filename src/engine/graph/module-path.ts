import type { Graph, Node } from './model';

/**
 * The Python module that made a node, as far as the exporter left it: PyTorch names nodes by the modules around them
 * (`/layer3/layer3.0/relu2/Relu`, where children of containers repeat their parent) and keeps parameter names
 * (`layer3.0.conv1.weight`).
 */
export function modulePath(node: Node, graph: Graph): string | undefined {
  return fromNodeName(node.name) ?? fromParameter(node, graph);
}

function fromNodeName(name: string): string | undefined {
  if (!name.startsWith('/')) return undefined;
  const scopes = name.split('/').slice(1, -1);
  const path = scopes.reduce<string[]>((done, scope) => {
    const parent = done.at(-1);
    return parent !== undefined && scope.startsWith(`${parent}.`) ? [...done.slice(0, -1), scope] : [...done, scope];
  }, []);
  return path.length > 0 ? path.join('.') : undefined;
}

function fromParameter(node: Node, graph: Graph): string | undefined {
  for (const name of node.inputs) {
    const match = graph.weights.has(name) ? /^([A-Za-z_][\w.]*)\.(weight|bias|running_mean)$/.exec(name) : null;
    if (match) return match[1];
  }
  return undefined;
}
