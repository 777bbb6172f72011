import { emptyModel, GraphBuilder } from '../graph/builder';
import { EXTERNAL, externalAttributes, RUN } from '../graph/external';
import { int, type Dimension, type Model } from '../graph/model';
import { importMetadata } from './import-notes';

/** An output of a network of an external runtime. */
export interface ExternalOutput {
  /** Its name in the graph. */
  readonly name: string;
  /** The runtime's name of what it computes, before `activation`. */
  readonly port: string;
  /** Shape without the batch axis, where it is known before the network has run. */
  readonly shape?: readonly number[];
  /** The function that was cut off its end, so that logits can be found. */
  readonly activation?: 'Softmax' | 'Sigmoid';
}

export interface ExternalDescription {
  readonly producer: string;
  readonly input: { readonly name: string; readonly type: 'float32' | 'int32'; readonly shape: readonly Dimension[] };
  readonly outputs: readonly ExternalOutput[];
  readonly differentiable: boolean;
  readonly macs: number;
  /** Why the network was not imported, one sentence. */
  readonly reason: string;
}

/** A graph of one node that stands for a whole network. */
export function externalModel({ producer, input, outputs, differentiable, macs, reason }: ExternalDescription): Model {
  const builder = new GraphBuilder({
    ...emptyModel('graph'),
    producer,
    metadata: importMetadata({ layout: 'nhwc', warnings: [reason] }),
  });
  const fed = builder.input(input.name, input.type, ['batch', ...input.shape.slice(1)]);
  const ports = outputs.map(({ name, port, activation }) => (activation ? builder.fresh(port) : name));
  const attributes = externalAttributes({
    outputs: outputs.map(({ port }) => port),
    shapes: outputs.map(({ shape }) => shape),
    differentiable,
    macs,
  });
  builder.add({ name: RUN, op: RUN, domain: EXTERNAL, inputs: [fed], outputs: ports, attributes });
  outputs.forEach(({ name, activation, shape }, k) => {
    if (activation) builder.op(activation, [ports[k]], activation === 'Softmax' ? { axis: int(-1) } : {}, name);
    builder.output(name, name, 'float32', shape ? ['batch', ...shape] : null);
  });
  return builder.build();
}

/** TensorFlow.js on the CPU gains nothing from a batch; its step is one image, which may take a second. */
export const ONE_BY_ONE = 6e9;
