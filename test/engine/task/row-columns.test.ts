import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { BOXES, detectorOf, SCORES } from '../../../src/engine/task/detection/detector';
import { DetectorHead } from '../../../src/engine/task/detection/head';
import { detectorReading, type DetectorReading } from '../../../src/engine/task/detection/recognition';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

const SIZE = [64, 96] as const;
const PLACES = 96 + 24 + 6;

interface Form {
  /** Lengths of what is joined to a row. */
  readonly pieces: readonly number[];
  readonly proposals?: number;
  readonly rows?: boolean;
  readonly names?: string;
  /** Channels of prototypes of masks. */
  readonly prototypes?: number;
  /** Whether boxes are computed before they are joined. */
  readonly decoded?: boolean;
}

/** A head whose rows are joined of pieces: boxes as they are or computed, and what has a sigmoid. */
function head({ pieces, proposals = PLACES, rows = false, names, prototypes, decoded = true }: Form): Model {
  const metadata = new Map(names === undefined ? [] : [['names', names]]);
  const builder = new GraphBuilder({ ...new GraphBuilder().base, metadata });
  const parts = pieces.map((length, k) => {
    const given = builder.input(`piece ${k}`, 'float32', [1, length, proposals]);
    if (k > 0) return builder.op('Sigmoid', [given]);
    return decoded ? builder.op('Mul', [given, builder.scalar(1)]) : given;
  });
  const joined = parts.length === 1 ? parts[0] : builder.op('Concat', parts, { axis: int(1) });
  builder.output(rows ? builder.op('Transpose', [joined], { perm: ints([0, 2, 1]) }) : joined, 'output0');
  if (prototypes) {
    const masks = builder.input('prototypes', 'float32', [1, prototypes, 16, 24]);
    builder.output(builder.op('Identity', [masks]), 'output1');
  }
  const { graph, ...model } = withShapes(builder.build());
  const outputs = graph.outputs.map((output) => ({ ...output, shape: graph.values.get(output.name)!.shape }));
  return { ...model, graph: { ...graph, outputs } };
}

const readingOf = (form: Form): DetectorReading | undefined => detectorReading(new DetectorHead(head(form), SIZE));

/** Layout and number of classes. */
function read(form: Form): string {
  const reading = readingOf(form);
  return `${reading?.layout.id} ${reading?.columns?.classes ?? ''}`.trim();
}

/** Every place has the same numbers. */
const everywhere = (values: readonly number[]): FloatTensor =>
  floats(
    [1, values.length, PLACES],
    values.flatMap((value) => Array<number>(PLACES).fill(value)),
  );
const zeros = (length: number): FloatTensor => everywhere(Array<number>(length).fill(0));

/** The first box, and the shape of the scores. */
async function detected(
  form: Form,
  pieces: readonly FloatTensor[],
): Promise<{ box: number[]; scores: readonly number[] }> {
  const model = head(form);
  const detector = detectorOf(model, detectorReading(new DetectorHead(model, SIZE))!, { size: SIZE });
  const session = await createSession(detector.model, { device: 'cpu', threads: 1 });
  const results = await session.run(Object.fromEntries(pieces.map((piece, k) => [`piece ${k}`, piece])));
  await session.release();
  return { box: Array.from(results[BOXES].data, Number).slice(0, 4), scores: results[SCORES].dims };
}

const COCO = `{${Array.from({ length: 80 }, (_, k) => `${k}: 'name ${k}'`).join(', ')}}`;

describe('columns of a row of a detector', () => {
  it('are a box and classes', () => {
    assert.equal(read({ pieces: [4, 80] }), 'yolov8 80');
    assert.equal(read({ pieces: [84] }), 'yolov8 80');
    assert.equal(read({ pieces: [2, 2, 81], proposals: 3 * PLACES, rows: true }), 'yolov5 80');
  });

  it('go on with coefficients of masks, which are no classes', () => {
    assert.equal(read({ pieces: [4, 80, 32], prototypes: 32 }), 'yolov8 80');
    assert.equal(read({ pieces: [116], prototypes: 32 }), 'yolov8 80');
    assert.equal(read({ pieces: [116], names: COCO }), 'yolov8 80');
    assert.equal(read({ pieces: [2, 2, 81, 32], proposals: 3 * PLACES, rows: true, prototypes: 32 }), 'yolov5 80');
    assert.match(
      readingOf({ pieces: [4, 80, 32], prototypes: 32 })!.reason,
      /32 coefficients of its mask are left out/,
    );
  });

  it('go on with key points', () => {
    assert.equal(read({ pieces: [4, 1, 51] }), 'yolov8 1');
    assert.equal(read({ pieces: [56], names: "{0: 'person'}" }), 'yolov8 1');
    assert.match(readingOf({ pieces: [4, 1, 51] })!.reason, /51 numbers of its key points are left out/);
  });

  it('are told apart from those with an objectness, where each proposal has a row', () => {
    assert.equal(read({ pieces: [4, 80], rows: true }), 'yolov8-rows 80');
    assert.equal(read({ pieces: [84], rows: true, names: COCO }), 'yolov8-rows 80');
    assert.equal(read({ pieces: [4, 1, 80], rows: true }), 'yolox');
    assert.equal(read({ pieces: [85], rows: true, names: COCO }), 'yolox');
  });

  it('end with the angle of boxes that are turned, around which upright ones are shown', async () => {
    const form = { pieces: [4, 15, 1] };
    assert.match(readingOf(form)!.reason, /15 classes .* turned by an angle/);
    // The angle comes out of a sigmoid here: 0.5.
    const { box, scores } = await detected(form, [everywhere([40, 30, 20, 10]), zeros(15), zeros(1)]);
    const [cos, sin] = [Math.cos(0.5), Math.sin(0.5)];
    const [width, height] = [20 * cos + 10 * sin, 20 * sin + 10 * cos];
    const expected = [40 - width / 2, 30 - height / 2, 40 + width / 2, 30 + height / 2];
    box.forEach((value, k) => assert.ok(Math.abs(value - expected[k]) < 1e-4, `${box.join()}`));
    assert.deepEqual(scores, [1, PLACES, 15]);
  });

  it('are in pixels where the graph computes boxes, else in strides from their places (YOLOv6 has no Exp)', async () => {
    const widthOf = async (decoded: boolean): Promise<number> => {
      const pieces = [everywhere([1, 1, 1, 1]), zeros(1), zeros(80)];
      const { box } = await detected({ pieces: [4, 1, 80], rows: true, decoded }, pieces);
      return box[2] - box[0];
    };
    assert.ok(Math.abs((await widthOf(true)) - 1) < 1e-5);
    assert.ok(Math.abs((await widthOf(false)) - 8 * Math.E) < 1e-4);
  });
});
