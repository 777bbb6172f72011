import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { NOTEBOOK_TYPE, type NotebookResult } from '../../src/protocol/notebook';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, type TemporaryWorkspace } from './workspace';

const result: NotebookResult = {
  version: 1,
  model: 'net.onnx',
  input: 'face.png',
  target: 'glasses',
  predictions: [{ label: 'glasses', score: 0.75 }],
  image: null,
  maps: [
    {
      label: 'Grad-CAM',
      note: '',
      dims: [1, 2, 2],
      values: Buffer.from(Float32Array.of(0, 0.25, 0.5, 1).buffer).toString('base64'),
    },
  ],
};

describe('a notebook in a window', function () {
  this.timeout(180_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench;
  before(async () => {
    workspace = copySamples();
    const outputs = [{ output_type: 'display_data', metadata: {}, data: { [NOTEBOOK_TYPE]: result } }];
    const cell = { cell_type: 'code', execution_count: 1, id: 'a', metadata: {}, source: ['display(result)'], outputs };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(path.join(workspace.folder, 'study.ipynb'), JSON.stringify(notebook));
    workbench = await Workbench.open({ folder: workspace.folder });
  });
  after(async () => {
    await workbench.close();
    workspace.remove();
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
  });

  it('shows an explanation as maps with their legends', async () => {
    const row = await workbench.explorer.item('study.ipynb');
    await row.dblclick();
    const output = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    const drawn = output.getByRole('img', { name: 'Why net.onnx sees glasses in face.png: Grad-CAM' });
    await drawn.waitFor({ timeout: 90_000 });
    assert.ok((await drawn.boundingBox())!.height > 100);
    assert.deepEqual(await output.getByRole('listitem').allInnerTexts(), ['glasses 0.7500']);
  });
});
