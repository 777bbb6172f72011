import { detectionSimilarity } from '../task/detection/similarity';
import { gridFeeds, gridMask } from '../attribution/masking/grid-mask';
import { GridSums } from '../attribution/masking/grid-sums';
import { BASELINE, IMAGE, maskedProgram } from '../attribution/masking/masking';
import { cellsOf, RiseMasker, type RiseGrid } from '../attribution/masking/rise-masks';
import { storedGrid } from '../attribution/perturbation/rise';
import { Execution } from '../session/execution';
import { asFloats, floats, reshaped, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { CaseFiles, CaseOutputs, ReferenceCase, RunCase } from './adapter';

interface StoredGrids {
  readonly gridSize: number;
  readonly count: number;
  at(index: number): RiseGrid;
}

function storedGrids({ draws }: ReferenceCase, files: CaseFiles): StoredGrids {
  const grid = files.array(draws?.grid as string);
  const shift = files.array(draws?.shift as string);
  return {
    gridSize: grid.dims[grid.dims.length - 1],
    count: grid.dims[0],
    at: (index) => storedGrid(grid, shift, index),
  };
}

/** How a mask comes from its grid and shift. */
export const riseMasks: RunCase = (reference, files) => {
  const grids = storedGrids(reference, files);
  const spatial = [reference.params.height, reference.params.width];
  const masker = new RiseMasker(spatial, grids.gridSize);
  const masks = floats([grids.count, ...spatial]);
  for (let n = 0; n < grids.count; n++) masks.data.set(masker.make(grids.at(n)), n * sizeOf(spatial));
  return { masks };
};

/** D-RISE, with the detections stored or computed by a model whose output is [N, proposals, 5 + classes]. */
export const detections: RunCase = async (reference, files) => {
  const grids = storedGrids(reference, files);
  const stored = reference.params.detections as string | undefined;
  const { found, target, spatial } = stored
    ? storedDetections(reference, files)
    : await computedDetections(reference, files, grids);
  const [count, length] = found.dims.slice(1);
  const weights = new Float64Array(grids.count);
  const masker = new RiseMasker(spatial, grids.gridSize);
  const sums = new GridSums(spatial, masker);
  for (let n = 0; n < grids.count; n++) {
    const data = found.data.subarray(n * count * length, (n + 1) * count * length);
    weights[n] = detectionSimilarity(target.data, { data, count, length });
    sums.add(grids.at(n), weights[n]);
  }
  const plane = (map: FloatTensor): FloatTensor => reshaped(map, spatial);
  return {
    weights: { type: 'float64', dims: [weights.length], data: weights },
    attribution: plane(sums.total()),
    attributionDividedByNp: plane(sums.dividedByCount(reference.params.preservationProbability)),
    attributionDividedByMaskSum: plane(sums.dividedByMaskSum()),
    targetDetection: target,
  } satisfies CaseOutputs;
};

interface Detections {
  /** `[masks, proposals, 5 + classes]`. */
  readonly found: FloatTensor;
  readonly target: FloatTensor;
  readonly spatial: readonly number[];
}

function storedDetections({ params }: ReferenceCase, files: CaseFiles): Detections {
  return {
    found: files.floats(params.detections),
    target: files.floats(params.targetDetection),
    spatial: [params.height, params.width],
  };
}

async function computedDetections(
  { model, input, params }: ReferenceCase,
  files: CaseFiles,
  grids: StoredGrids,
): Promise<Detections> {
  const network = await files.network(model as string);
  const image = files.floats(input as string);
  const execution = new Execution(files.signal);
  const spatial = image.dims.slice(2);
  const [, proposals, length] = (await network.logits(image, execution)).dims;
  const original = (await network.logits(image, execution)).data;
  const program = await maskedProgram(network, gridMask(grids.gridSize));
  const baseline = params.baselineFile ? files.floats(params.baselineFile) : floats(image.dims);
  const found = floats([grids.count, proposals, length]);
  await execution.inBatches(program, grids.count, async (start, end) => {
    const feeds = gridFeeds(
      Array.from({ length: end - start }, (_, n) => grids.at(start + n)),
      cellsOf(spatial, grids.gridSize),
    );
    const outputs = await execution.run(program, { [IMAGE]: image, [BASELINE]: baseline, ...feeds }, end - start);
    found.data.set(asFloats(outputs[network.graph.logits]).data, start * proposals * length);
  });
  const at = params.targetProposal * length;
  return { found, target: floats([length], original.slice(at, at + length)), spatial };
}
