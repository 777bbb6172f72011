import { LensError } from '../../protocol/error';
import { emptyModel, GraphBuilder } from '../graph/builder';
import { int, ints, type Model } from '../graph/model';
import type { FloatTensor } from '../tensor/tensor';
import { pathCount2d } from './paths';
import { appendScattering2d, type ScatteringOptions } from './transform2d';

/** A fully connected layer. */
export interface Dense {
  /** [outputs, inputs] */
  readonly weight: FloatTensor;
  /** [outputs] */
  readonly bias: FloatTensor;
}

/** What turns scattering coefficients into logits. */
export interface ClassifierHead {
  /** Coefficients are averaged over windows of this many positions a side first. */
  readonly pooling: number;
  /** With ReLU between them. */
  readonly layers: readonly Dense[];
}

/** The key under which a model's metadata say that, and how, it scatters: JSON of {@link ScatteringOptions}. */
const SCATTERING_METADATA = 'scattering';

/** What the metadata of a model that scatters say. */
export const scatteringMetadata = (options: ScatteringOptions): ReadonlyMap<string, string> =>
  new Map([[SCATTERING_METADATA, JSON.stringify(options)]]);

/** The options of a model made here, for whoever shows its filter bank; undefined for any other model. */
export function scatteringOptionsOf(model: Model): ScatteringOptions | undefined {
  const text = model.metadata.get(SCATTERING_METADATA);
  return text === undefined ? undefined : (JSON.parse(text) as ScatteringOptions);
}

/**
 * A ScatNet (Bruna and Mallat, IEEE TPAMI 35, 2013) as one model like any other: input `input` [batch, channels,
 * height, width], the coefficients as the tensor `scattering` [batch, channels·paths, height', width'], output `logits`
 * [batch, classes].
 * @throws LensError `invalid-argument` when the head does not fit the coefficients
 */
export function scatNetModel(options: ScatteringOptions, head: ClassifierHead): Model {
  const { channels, height, width } = options;
  const builder = new GraphBuilder({ ...emptyModel('scatnet'), metadata: scatteringMetadata(options) });
  const input = builder.input('input', 'float32', ['batch', channels, height, width]);
  const coefficients = appendScattering2d(builder, input, options, 'scattering');
  checkHead(options, head);
  const logits = appendHead(builder, coefficients, head, 'logits');
  builder.output(logits, 'logits', 'float32', ['batch', head.layers[head.layers.length - 1].bias.dims[0]]);
  return builder.build();
}

/** Appends average pooling and fully connected layers. @returns the logits [batch, classes] */
function appendHead(
  builder: GraphBuilder,
  coefficients: string,
  { pooling, layers }: ClassifierHead,
  output?: string,
): string {
  const window = ints([pooling, pooling]);
  const pooled =
    pooling > 1 ? builder.op('AveragePool', [coefficients], { kernel_shape: window, strides: window }) : coefficients;
  return layers.reduce(
    (x, { weight, bias }, i) => {
      const last = i === layers.length - 1;
      const sums = builder.op(
        'Gemm',
        [x, builder.constant(weight, 'weight'), builder.constant(bias, 'bias')],
        { transB: int(1) },
        last ? output : undefined,
      );
      return last ? sums : builder.op('Relu', [sums]);
    },
    builder.op('Flatten', [pooled]),
  );
}

function checkHead(
  { channels, height, width, J, L, maxOrder }: ScatteringOptions,
  { pooling, layers }: ClassifierHead,
): void {
  const [rows, columns] = [height, width].map((n) => Math.floor(Math.floor(n / 2 ** J) / pooling));
  let count = channels * pathCount2d(J, L, maxOrder) * rows * columns;
  for (const { weight, bias } of layers) {
    if (weight.dims[1] !== count || weight.dims[0] !== bias.dims[0]) {
      throw new LensError({
        code: 'invalid-argument',
        what: `a layer of ${weight.dims.join(' × ')} cannot follow ${count} values`,
        where: 'classifier head',
      });
    }
    count = weight.dims[0];
  }
}
