import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { inspectFolder } from '../../../src/engine/evaluation/folder-inspection';
import { enterWorkspace, workspaceFolders } from '../../../src/engine/file/workspace';
import { readModelFile } from '../../../src/engine/model/model-file';
import { FOLDERS, LABELS, TABLES, writeFolders, writeImages } from './label-forms';
import { rowsOf, write } from './labelled-folder';
import { writeLabeller } from './task-models';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('several labels of an image, as people keep them', () => {
  let top: string;
  let model: string;
  let others: readonly string[];
  before(() => {
    others = workspaceFolders();
    top = mkdtempSync(join(tmpdir(), 'lens-label-forms-'));
    enterWorkspace([top]);
    model = writeLabeller(join(top, 'labeller.onnx'), 4);
  });
  after(() => {
    enterWorkspace(others);
    rmSync(top, { recursive: true, force: true });
  });

  /** What the panel says before a run, and what comes of the run. */
  async function judged(name: string, images: number): Promise<void> {
    const folder = join(top, name);
    const { classes, unlabelled, options, labelling } = inspectFolder(folder, undefined, [await readModelFile(model)]);
    assert.deepEqual(
      classes.map((one) => [one.name, one.images]),
      LABELS.map((label, k) => [label, [2, 2, 1][k]]),
    );
    assert.equal(unlabelled.images, 0);
    assert.ok(options.length > 1 && options.find(({ id }) => id === labelling.id)?.fits, JSON.stringify(options));
    const out = join(top, 'out', name);
    const { models } = await runEvaluation({ folder, models: [model], out, methods: [], metrics: [] }, RUNTIME);
    const found = rowsOf(out, 'images.csv').map(({ labels, given }) => `${labels} → ${given}`);
    const all = ['green → green;blue', 'red;blue → red', 'red;green → red;green', ' → '];
    assert.deepEqual(found.sort(), all.slice(0, images).sort());
    const micro = models[0].judgement!.measures.find(({ id }) => id === 'f1-micro')!.value!;
    assert.ok(Math.abs(micro - 0.8) < 1e-9, String(micro));
  }

  for (const [form, [file, content]] of Object.entries(TABLES))
    it(`stand in ${form}`, async () => {
      await writeImages(join(top, form));
      write(join(top, form, file), content);
      await judged(form, 4);
    });

  for (const [form, how] of Object.entries(FOLDERS))
    it(`are the sub-folders that hold ${form}`, async () => {
      await judged(form, await writeFolders(join(top, form), how));
    });

  it('are refused where nobody can tell which columns of marks are those of the model', async () => {
    const unnamed = writeLabeller(join(top, 'unnamed.onnx'), 4, { labels: undefined });
    await writeImages(join(top, 'more'));
    write(
      join(top, 'more/t.csv'),
      'image,flipped,red,green,blue\na.png,1,1,1,0\nb.png,0,1,0,1\nc.png,1,0,1,0\nd.png,0,0,0,0\n',
    );
    const request = {
      folder: join(top, 'more'),
      models: [unnamed],
      out: join(top, 'out/more'),
      methods: [],
      metrics: [],
    };
    await assert.rejects(runEvaluation(request, RUNTIME), /4 columns of marks, and the model 3 outputs/);
    const labelling = 'table:t.csv#red,green,blue';
    const { images } = await runEvaluation({ ...request, labelling }, RUNTIME);
    assert.equal(images, 4);
  });

  it('are said to be numbered by their letters where nothing says their order', async () => {
    const unnamed = writeLabeller(join(top, 'unnamed.onnx'), 4, { labels: undefined });
    await writeImages(join(top, 'letters'));
    write(join(top, 'letters/t.csv'), TABLES['cells with ;'][1]);
    const { labelling } = inspectFolder(join(top, 'letters'), undefined, [await readModelFile(unnamed)]);
    assert.match(labelling.description, /taken in this order: blue, green, red/);
  });
});
