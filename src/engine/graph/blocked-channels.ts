import type { Model } from './model';

/** Where ONNX Runtime's optimiser leaves what it arranges for the vectors of the CPU it runs on. */
const BLOCKED = 'com.microsoft.nchwc';

/** What to do with a model that was arranged for one kind of CPU: its weights can be read there only. */
const ADVICE = 'save it with graph_optimization_level at most ORT_ENABLE_EXTENDED, or open the model it was made of';

/** A clause for a model that ONNX Runtime has saved for one kind of CPU; undefined for any other. */
export function blockedChannels({ graph }: Model): string | undefined {
  const node = graph.nodes.find(({ domain }) => domain === BLOCKED);
  return (
    node &&
    `ONNX Runtime's optimiser has arranged the model for one kind of CPU (${BLOCKED}.${node.op}), which hides its layers and stops gradients: ${ADVICE}`
  );
}

export const hasBlockedChannels = ({ domain }: { readonly domain: string }): boolean => domain === BLOCKED;
