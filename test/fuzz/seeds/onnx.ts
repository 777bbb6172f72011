import { encodeModel } from '../../../src/engine/format/onnx/schema';
import type { CaseFiles } from '../target';

const FLOAT = 1;
const [GRAPH_ATTRIBUTE, FLOAT_ATTRIBUTE] = [5, 1];
const DIMS = [1, 3, 8, 8];
const value = (name: string, dims: readonly (number | string)[] = DIMS, elemType = FLOAT): object => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: { dim: dims.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d })) },
    },
  },
});
const node = (opType: string, input: readonly string[], output: readonly string[], more: object = {}): object => ({
  opType,
  input,
  output,
  ...more,
});
const weights = (name: string, dims: readonly number[]): object => {
  const count = dims.reduce((product, d) => product * d, 1);
  return { name, dims, dataType: FLOAT, floatData: Array.from({ length: count }, (_, k) => Math.sin(k + 1)) };
};

/** A network of one convolution behind the nodes given, which make `h` of `x`. */
const network = (nodes: readonly object[], more: object = {}, initializers: readonly object[] = []): object => ({
  irVersion: 8,
  opsetImport: [
    { domain: '', version: 17 },
    { domain: 'own', version: 1 },
  ],
  graph: {
    name: 'g',
    input: [value('x', ['batch', 3, 8, 8])],
    output: [value('y', ['batch', 4])],
    node: [
      ...nodes,
      node('Conv', ['h', 'w'], ['c']),
      node('GlobalAveragePool', ['c'], ['p']),
      node('Flatten', ['p'], ['y']),
    ],
    initializer: [...initializers, weights('w', [4, 3, 3, 3])],
  },
  ...more,
});

const functions = network([node('Leak', ['x'], ['h'], { domain: 'own' })], {
  functions: [
    {
      name: 'Leak',
      domain: 'own',
      input: ['a'],
      output: ['b'],
      opsetImport: [{ domain: '', version: 17 }],
      attributeProto: [{ name: 'slope', type: FLOAT_ATTRIBUTE, f: 0.5 }],
      node: [
        node('LeakyRelu', ['a'], ['b'], {
          attribute: [{ name: 'alpha', type: FLOAT_ATTRIBUTE, refAttrName: 'slope' }],
        }),
      ],
    },
  ],
});

const BOOL = 9;
const INT64 = 7;
const branch = (op: string): object => ({
  name: op,
  node: [node(op, ['x'], [`${op}_out`])],
  output: [value(`${op}_out`)],
});
const condition = network(
  [
    node('If', ['yes'], ['h'], {
      attribute: [
        { name: 'then_branch', type: GRAPH_ATTRIBUTE, g: branch('Relu') },
        { name: 'else_branch', type: GRAPH_ATTRIBUTE, g: branch('Neg') },
      ],
    }),
  ],
  {},
  [{ name: 'yes', dims: [], dataType: BOOL, int32Data: [1] }],
);

const loop = network(
  [
    node('Loop', ['times', 'yes', 'x'], ['h'], {
      attribute: [
        {
          name: 'body',
          type: GRAPH_ATTRIBUTE,
          g: {
            name: 'body',
            input: [value('turn', [], INT64), value('go', [], BOOL), value('state')],
            node: [node('Identity', ['go'], ['goes']), node('Tanh', ['state'], ['next'])],
            output: [value('goes', [], BOOL), value('next')],
          },
        },
      ],
    }),
  ],
  {},
  [
    { name: 'times', dims: [], dataType: INT64, int64Data: [3] },
    { name: 'yes', dims: [], dataType: BOOL, int32Data: [1] },
  ],
);

const external = network([node('Add', ['x', 'bias'], ['h'])], {}, [
  {
    name: 'bias',
    dims: [3, 1, 1],
    dataType: FLOAT,
    dataLocation: 1,
    externalData: [
      { key: 'location', value: 'x.data' },
      { key: 'offset', value: '4' },
      { key: 'length', value: '12' },
    ],
  },
]);

/** Networks with a function, with branches, with a loop, and with values in a file beside. */
export const onnxSeeds = (): CaseFiles[] => [
  ...[functions, condition, loop].map((model) => ({ 'x.onnx': encodeModel(model) })),
  { 'x.onnx': encodeModel(external), 'x.data': new Uint8Array(16) },
];
