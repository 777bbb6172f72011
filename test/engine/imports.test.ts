import assert from 'node:assert/strict';
import { cyclesIn, grouped, importedValues, reachedFrom, writtenImports, type Imports } from '../support/imports';

/** The rooms on the way of a model file to a network, the lowest first. */
const ROOMS = ['tensor', 'file', 'label', 'graph', 'task', 'format', 'session', 'gradient', 'image', 'model'];

/** The way itself, inside the room: each step is made of the ones before it. */
const STEPS = [
  'model-file',
  'explainer-file',
  'pixel-tensor',
  'pixel-rules/rule',
  'pixel-rules/change',
  'pixel-rules/arithmetic',
  'pixel-rules/axes',
  'pixel-rules/places',
  'pixel-rules/quantization',
  'pixel-rules/index',
  'pixel-path',
  'input-layout',
  'preprocessing',
  'detected-names',
  'facts/fact',
  'facts/hugging-face',
  'facts/keras-applications',
  'facts/onnx-metadata',
  'facts/teachable-machine',
  'facts/timm',
  'facts/ultralytics',
  'facts/index',
  'model-input',
  'detector-outline',
  'stated-inputs',
  'stated-outputs',
  'given-size',
  'unused-fields',
  'model-outline',
  'own-size',
  'external-model',
  'score-tensors',
  'memory-need',
  'network-graph',
  'inputs-beside',
  'opening',
];

const roomOf = (file: string): string => /^src\/engine\/([^/]+)\//.exec(file)?.[1] ?? file;
const stepOf = (file: string): number => STEPS.findIndex((step) => file === `src/engine/model/${step}.ts`);

const OPENING = 'src/engine/model/opening.ts';
const GRADIENTS = 'src/engine/attribution/derivation/gradients.ts';

describe('imports of the engine', () => {
  let values: Imports;
  let written: Imports;
  before(() => {
    values = importedValues(['engine', 'cli']);
    written = writtenImports('src/engine');
  });

  it('go in no circle, neither between files nor between folders', () => {
    assert.ok(values.has(OPENING) && values.has(GRADIENTS), 'the bundles do not hold what is walked here');
    assert.deepEqual(cyclesIn(values), []);
    assert.deepEqual(cyclesIn(grouped(values, roomOf)), []);
  });

  it('go in no circle of types either', () => {
    assert.deepEqual(cyclesIn(written), []);
    assert.deepEqual(cyclesIn(grouped(written, roomOf)), []);
  });

  it('lead from opening a model down, from room to room', () => {
    for (const file of reachedFrom(OPENING, written)) {
      if (!file.startsWith('src/engine/')) continue;
      const room = ROOMS.indexOf(roomOf(file));
      assert.ok(room >= 0, `opening a model reaches ${file}`);
      for (const target of written.get(file) ?? [])
        if (target.startsWith('src/engine/'))
          assert.ok(ROOMS.indexOf(roomOf(target)) <= room, `${file} climbs up to ${target}`);
    }
  });

  it('lead through the steps of opening a model one way', () => {
    const reached = reachedFrom(OPENING, written);
    assert.deepEqual(
      [...reached].filter((file) => roomOf(file) === 'model').sort(),
      STEPS.map((step) => `src/engine/model/${step}.ts`).sort(),
    );
    for (const file of reached)
      for (const target of written.get(file) ?? [])
        if (stepOf(file) >= 0 && stepOf(target) >= 0)
          assert.ok(stepOf(target) < stepOf(file), `${file} climbs back to ${target}`);
  });

  it('lead from a gradient down to graphs, never back to how a model was opened', () => {
    const reached = [...reachedFrom(GRADIENTS, written)];
    assert.ok(reached.includes('src/engine/gradient/reverse.ts'), 'gradients are made by the reverse pass');
    assert.deepEqual(
      reached.filter((file) => roomOf(file) === 'model'),
      [],
    );
  });
});
