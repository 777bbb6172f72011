import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { layerOverview } from '../../../src/engine/explanation/layer-overview';
import { filterLayers, sourceOfModel } from '../../../src/engine/filters/source';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import type { Model } from '../../../src/engine/graph/model';
import { readInput } from '../../../src/engine/image/input';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { atOnce } from '../../../src/engine/tensor/steps';

const SAMPLES = path.join(__dirname, '..', '..', '..', 'samples');

/** What every place that shows layers calls them, by tensor. */
async function labelsOf(file: string): Promise<Record<'description' | 'filters' | 'overview', Map<string, string>>> {
  const model = await readModelFile(file);
  const described = describeModel(model).layers;
  const filters = atOnce(filterLayers(sourceOfModel(model), false)).layers;
  const opened = await openModel(model, { device: 'cpu', threads: 1 });
  try {
    const image = path.join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-00.png');
    const input = await readInput(image, opened.network.graph.inputDims, opened.recipe);
    const overview = (await layerOverview(opened, input, { model: '', input: '', target: 0 })).layers;
    const [description, kernels, stages] = [described, filters, overview].map(
      (layers) => new Map(layers.map(({ tensor, label }) => [tensor, label])),
    );
    return { description, filters: kernels, overview: stages };
  } finally {
    await opened.network.close();
  }
}

/** The same network as an exporter leaves it that names neither nodes nor weights. */
function nameless(model: Model): Model {
  const { graph } = model;
  const number = new Map([...graph.weights.keys()].map((name, i) => [name, `${1000 + i}`]));
  return {
    ...model,
    graph: {
      ...graph,
      weights: new Map([...graph.weights].map(([name, weight]) => [number.get(name)!, weight])),
      nodes: graph.nodes.map((node) => ({
        ...node,
        name: '',
        inputs: node.inputs.map((input) => number.get(input) ?? input),
      })),
    },
  };
}

describe('what layers are called', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'lens-labels-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const named = path.join(SAMPLES, 'models', 'faces-resnet.onnx');
  const unnamed = async (): Promise<string> => {
    const file = path.join(folder, 'nameless.onnx');
    writeFileSync(file, encodeOnnxFile(nameless((await readModelFile(named)).raw)));
    return file;
  };
  const assertOneNaming = ({ description, filters, overview }: Awaited<ReturnType<typeof labelsOf>>): void => {
    assert.ok(filters.size > 2 && overview.size > 2);
    for (const [tensor, label] of [...filters, ...overview]) assert.equal(label, description.get(tensor), tensor);
    assert.deepEqual(
      [...description].filter(([, label]) => label === ''),
      [],
    );
  };

  it('is the same everywhere', async () => assertOneNaming(await labelsOf(named)));

  it('is never nothing, where neither nodes nor weights have names', async () => {
    const labels = await labelsOf(await unnamed());
    assertOneNaming(labels);
    const all = [...labels.description.values()];
    assert.equal(new Set(all).size, all.length, 'layers without names are told apart');
  });

  it('is the nickname of the sidecar, also where the exporter left a module', async () => {
    const file = await unnamed();
    const [tensor] = (await labelsOf(file)).overview.keys();
    writeFileSync(`${file}.lens.json`, JSON.stringify({ layers: { [tensor]: 'stem' } }));
    const { description, overview, filters } = await labelsOf(file);
    assert.deepEqual([description.get(tensor), overview.get(tensor)], ['stem', 'stem']);
    assertOneNaming({ description, overview, filters });
  });
});
