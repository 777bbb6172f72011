import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ExplainSession } from '../../src/extension/panels/explain/session';
import { whatIfAnswers } from '../../src/extension/panels/explain/what-if';
import { Snapshot } from '../../src/extension/panels/snapshot';
import type { ExplainDocument } from '../../src/protocol/explain-document';
import type { Raster } from '../../src/protocol/raster';
import type { ExpectingMap } from '../../src/protocol/what-if';
import { fakeServices, temporaryFolder } from './support/services';

const raster = (width: number): Raster => ({ width, height: 1, rgba: new Uint8ClampedArray(4 * width) });

describe('a changed copy of an image', () => {
  const folder = temporaryFolder();
  const { services, engine } = fakeServices(folder.uri);
  const session = new ExplainSession(services, new Snapshot<ExplainDocument>(undefined, 'explain'), () => undefined);
  const answers = whatIfAnswers(
    () => services,
    () => session.document,
  );
  const at = (name: string): string => path.join(folder.uri.fsPath, name);

  before(async () => {
    writeFileSync(at('a.jpg'), 'an image');
    const input = { uri: vscode.Uri.file(at('a.jpg')).toString(), name: 'a.jpg', thumbnail: null };
    await session.open([input], vscode.Uri.file(at('fast.onnx')));
    for (let i = 0; i < 500 && session.document.cards.some(({ state }) => state !== 'done'); i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
  });
  after(() => {
    session.dispose();
    engine.dispose();
    folder.remove();
  });

  it('is asked about for the same target, with the maps that are done', async () => {
    await session.explanation.retarget({ target: 1, region: null, box: null });
    for (let i = 0; i < 500 && session.document.cards.some(({ state }) => state !== 'done'); i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const { request } = (await answers.whatIf(raster(3))) as unknown as {
      request: { target: number; raster: Raster; maps: ExpectingMap[] };
    };
    assert.deepEqual([request.target, request.raster.width], [1, 3]);
    assert.deepEqual(
      request.maps.map(({ card, complete }) => [card, complete]),
      [['grad-cam', false]],
    );
  });

  it('is kept whole under a name that no file has', async () => {
    assert.equal(await answers.keepImage(raster(7)), 'a-changed.png');
    assert.equal(await answers.keepImage(raster(8)), 'a-changed-2.png');
    assert.deepEqual([...readFileSync(at('a-changed.png'))], [137, 80, 78, 71, 7]);
    assert.deepEqual([...readFileSync(at('a-changed-2.png'))], [137, 80, 78, 71, 8]);
    assert.equal(readFileSync(at('a.jpg'), 'utf8'), 'an image');
    assert.equal(existsSync(at('a-changed-3.png')), false);
  });
});
