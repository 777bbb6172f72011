import { int, type Graph } from '../../../graph/model';
import { hasTrait } from '../../../graph/operators';
import { producers } from '../../../graph/rewriting';
import type { DetectorLayout } from '../layout';
import { cornersOf, lastAxis } from '../parts';
import { placesOf } from '../places';
import { yolov5 } from './yolov5';

const STRIDES = [8, 16, 32];

/** As YOLOv5 with one box at each place; where the graph does not say it itself, in strides from the place. */
export const yolox: DetectorLayout = {
  id: 'yolox',
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 1));
    const length = output?.shape?.[2];
    if (!output || typeof length !== 'number' || length < 6) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has a box, an objectness and ${length - 5} classes at every place (YOLOX)`,
    };
  },
  boxes(builder, [output], geometry) {
    if (!isAsConvolved(builder.base.graph, output)) return yolov5.boxes(builder, [output], geometry);
    const { places, strides } = placesOf(builder, geometry.size, STRIDES);
    const centres = builder.op('Mul', [builder.op('Add', [lastAxis(builder, output, 0, 2), places]), strides]);
    const sizes = builder.op('Mul', [builder.op('Exp', [lastAxis(builder, output, 2, 4)]), strides]);
    return cornersOf(builder, builder.op('Concat', [centres, sizes], { axis: int(-1) }));
  },
  scores: (builder, outputs) => yolov5.scores(builder, outputs),
};

/** Whether numbers come from convolutions as they are, or through a sigmoid: then the boxes are not decoded yet. */
function isAsConvolved(graph: Graph, output: string): boolean {
  const made = producers(graph);
  const seen = new Set<string>();
  const isPlain = (tensor: string): boolean => {
    const node = made.get(tensor);
    if (!node || seen.has(tensor) || hasTrait(node, 'convolution')) return true;
    seen.add(tensor);
    if (node.op === 'Concat') return node.inputs.every(isPlain);
    return (hasTrait(node, 'moving') || hasTrait(node, 'probability')) && isPlain(node.inputs[0]);
  };
  return isPlain(output);
}
