import type { DetectionOptions } from '../../task/detection/suppression';
import { detectionsOf, type Proposals } from '../../task/detection/suppression';
import {
  boxesInImage,
  centreCrop,
  letterbox,
  letterboxInCorner,
  letterboxRatios,
  sideRatios,
  stretch,
  type Fitting,
  type Ratios,
  type Size,
} from '../../task/detection/fitting';
import { asFloats } from '../../tensor/tensor';
import type { CaseOutputs, RunCase } from '../adapter';
import { integers, vector } from '../metric-cases/arrays';
import { decodedTensors, outputsOf } from './networks';

/** What the network's outputs say of each proposal. */
export const decode: RunCase = async (reference, files) => {
  const { layout, anchorsPerLevel } = reference.params;
  const { boxes, scores, labels } =
    layout === 'torchvision' ? await outputsOf(reference, files) : await decodedTensors(reference, files);
  const proposals: Proposals = {
    boxes: boxes.data,
    scores: scores.data,
    classes: labels ? 1 : scores.dims[2],
    levels: anchorsPerLevel,
  };
  const found = detectionsOf(proposals, reference.params as unknown as DetectionOptions);
  return {
    boxes: { type: 'float64', dims: [found.scores.length, 4], data: found.boxes },
    scores: vector(found.scores),
    labels: integers(labels ? Array.from(found.proposals, (p) => labels.data[p]) : found.labels),
    proposals: integers(found.proposals),
  } satisfies CaseOutputs;
};

type Fit = (image: Size, network: Size, resizeTo: number) => { fitting: Fitting; ratios: Ratios };

const bySides = (fitting: Fitting): ReturnType<Fit> => ({ fitting, ratios: sideRatios(fitting) });
const fits: Readonly<Record<string, Fit>> = {
  letterbox: (image, network) => ({ fitting: letterbox(image, network), ratios: letterboxRatios(image, network) }),
  'letterbox-corner': (image, network) => ({
    fitting: letterboxInCorner(image, network),
    ratios: letterboxRatios(image, network),
  }),
  stretch: (image, network) => bySides(stretch(image, network)),
  'centre-crop': (image, network, resizeTo) => bySides(centreCrop(image, network, resizeTo)),
};

/** Where a box of the network's image lies in the image. */
export const geometry: RunCase = ({ params }, files) => {
  const { fitting, ratios } = fits[params.mode](params.imageSize, params.networkSize, params.resizeTo);
  const boxes = asFloats(files.array(params.boxes));
  return {
    boxes: { type: 'float64', dims: boxes.dims, data: boxesInImage(boxes.data, fitting, ratios) },
    resizedHeight: fitting.resized[0],
    resizedWidth: fitting.resized[1],
    left: fitting.left,
    top: fitting.top,
  };
};
