import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { exportGrid } from '../../src/extension/panels/explain/grid-exporting';
import { MapGridRuns } from '../../src/extension/panels/explain/map-grid';
import { meanSlice, reducedImage, reducedMap } from '../../src/extension/panels/explain/reduction';
import { ExplainSession } from '../../src/extension/panels/explain/session';
import { Snapshot } from '../../src/extension/panels/snapshot';
import type { ExplainDocument, ExplainInput } from '../../src/protocol/explain-document';
import { emptyGrid, gridAfter, gridRows, type GridToPanel, type MapGrid } from '../../src/protocol/map-grid';
import { fakeServices, temporaryFolder } from './support/services';

const faces: readonly ExplainInput[] = Array.from({ length: 30 }, (_, i) => ({
  uri: `file:///faces/${i % 2 === 0 ? 'cat' : 'dog'}/${i === 2 ? 'broken' : 'face'}-${i}.png`,
  name: `face-${i}.png`,
  thumbnail: null,
}));

describe('images × methods without their page', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let session: ExplainSession;
  let runs: MapGridRuns;
  let grid: MapGrid = emptyGrid;
  const told: GridToPanel[] = [];
  const states = (): string[] => grid.rows.map(({ state }) => state);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(holds(), `it stayed ${states().join()}`);
  };
  const opened = async (model: string, inputs: readonly ExplainInput[] = faces.slice(0, 4)): Promise<void> => {
    await session.open(inputs, vscode.Uri.file(`/models/${model}`));
    const choices = session.document.choices.map((choice) => ({ ...choice, selected: true }));
    await session.choose(choices, true);
    await until(() => session.document.cards.filter(({ state }) => state === 'done').length === 2);
  };

  beforeEach(() => {
    const fake = fakeServices(folder.uri);
    engine = fake.engine;
    told.length = 0;
    grid = emptyGrid;
    runs = new MapGridRuns(
      fake.services,
      () => session.document,
      (message) => {
        told.push(message);
        grid = gridAfter(grid, message);
      },
    );
    session = new ExplainSession(
      fake.services,
      new Snapshot<ExplainDocument>(undefined, 'explain'),
      () => runs.heard(),
      (key) => runs.made(key),
    );
  });
  afterEach(() => {
    session.dispose();
    runs.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  it('makes the maps of every image, with prediction and truth, and goes on after one that is broken', async () => {
    await opened('fast.onnx');
    runs.show(0);
    assert.deepEqual(states(), ['waiting', 'waiting', 'waiting', 'waiting']);
    await runs.run();
    assert.deepEqual(states(), ['done', 'done', 'error', 'done']);
    assert.equal(grid.busy, false);
    const [first, second, broken] = grid.rows;
    assert.deepEqual(Object.keys(first.cells), ['gradient', 'grad-cam']);
    assert.deepEqual([first.prediction?.first.label, first.truth, second.truth], ['cat', 'cat', 'dog']);
    assert.equal(broken.error?.code, 'corrupt-image');
  });

  it('says what the model says of every image before any map is made', async () => {
    await opened('fast.onnx');
    runs.show(0);
    await runs.predict();
    assert.deepEqual(
      grid.rows.map(({ state, prediction }) => [state, prediction?.first.label ?? null]),
      [
        ['waiting', 'cat'],
        ['waiting', 'cat'],
        ['error', null],
        ['waiting', 'cat'],
      ],
    );
    assert.ok(grid.rows.every(({ cells }) => Object.keys(cells).length === 0));
  });

  it('computes only what is missing', async () => {
    await opened('fast.onnx', faces.slice(0, 2));
    await runs.run();
    told.length = 0;
    await runs.run();
    assert.equal(told.filter(({ kind }) => kind === 'gridCell').length, 0);
    await session.choose(
      session.document.choices.map((choice) => ({ ...choice, seed: choice.method === 'gradient' ? 7 : choice.seed })),
      false,
    );
    await runs.run();
    assert.deepEqual(
      told.flatMap((message) => (message.kind === 'gridCell' ? [[message.index, message.card]] : [])),
      [
        [0, 'gradient'],
        [1, 'gradient'],
      ],
    );
  });

  it('stops when it is cancelled, and keeps what is done', async () => {
    await opened('fast.onnx');
    const running = runs.run();
    await until(() => states()[0] === 'done');
    runs.cancel();
    await running;
    assert.equal(grid.busy, false);
    assert.equal(states()[0], 'done');
    assert.ok(!states().includes('running'));
    const before = JSON.stringify(states());
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(JSON.stringify(states()), before, 'nothing comes after it');
  });

  it('holds a part of many images only', async () => {
    await opened('fast.onnx', faces);
    runs.show(0);
    assert.equal(grid.rows.length, gridRows);
    await runs.run();
    runs.show(gridRows);
    assert.deepEqual([grid.first, grid.rows.length], [gridRows, faces.length - gridRows]);
    assert.ok(grid.rows.every(({ cells, image }) => image === null && Object.keys(cells).length === 0));
    runs.show(0);
    assert.deepEqual(new Set(states()), new Set(['waiting']), 'what was left is let go');
  });

  it('forgets its maps with another model, another target or a changed recipe, not with another image shown', async () => {
    await opened('fast.onnx', faces.slice(0, 2));
    await runs.run();
    await session.select(1, true);
    assert.deepEqual(states(), ['done', 'done']);
    await session.explanation.retarget({ target: 1, region: null, box: null });
    assert.deepEqual(states(), ['waiting', 'waiting']);
    await runs.run();
    await session.modelChanged();
    assert.deepEqual(states(), ['waiting', 'waiting']);
  });

  it('explains one class less another, several together, and how near each image is to others', async () => {
    await opened('fast.onnx', faces.slice(0, 2));
    runs.show(0);
    const asked: unknown[] = [];
    const call = engine.call.bind(engine);
    engine.call = (name: string, argument: unknown, ...rest: never[]) => {
      if (name === 'input.explain') asked.push(argument);
      return call(name as never, argument as never, ...rest);
    };
    const wanted = { files: [faces[1].uri], measure: 'similarity' } as const;
    for (const of of [{ target: 1, against: 0 }, { group: [0, 1] }, { references: wanted }]) {
      await session.explanation.retarget({ target: null, region: null, box: null, ...of });
      asked.length = 0;
      assert.deepEqual(states(), ['waiting', 'waiting'], 'maps of another target are let go');
      await runs.run();
      const references = 'references' in of && { references: { ...wanted, files: ['/faces/dog/face-1.png'] } };
      const expected = { ...of, ...references };
      const ofGrid = asked.filter((request) => (request as { background?: true }).background);
      assert.equal(ofGrid.length, 2);
      for (const request of ofGrid) assert.deepEqual({ ...(request as object), ...expected }, request);
      await session.select(1 - session.document.current, true);
      const { target, against, group, references: compared } = session.document;
      assert.deepEqual(
        [target, against ?? null, group ?? null, compared ?? null],
        [of.target ?? null, of.against ?? null, of.group ?? null, of.references ?? null],
      );
      assert.deepEqual(states(), ['done', 'done'], 'another image shown alone explains the same');
    }
  });

  it('gives the cards the maps that it has made', async () => {
    await opened('fast.onnx', faces.slice(0, 2));
    await runs.run();
    const calls: string[] = [];
    const call = engine.call.bind(engine);
    engine.call = (name: never, ...rest: [never]) => {
      calls.push(name);
      return call(name, ...rest);
    };
    await session.select(1, true);
    assert.deepEqual(
      session.document.cards.map(({ method, state }) => [method, state]),
      [
        ['gradient', 'done'],
        ['grad-cam', 'done'],
      ],
    );
    assert.ok(!calls.includes('input.explain'), 'nothing is run again');
  });

  it('writes its pictures, whole arrays and what they are, named by image and method', async () => {
    await opened('fast.onnx', faces.slice(0, 2));
    await runs.run();
    const made = (key: string) => runs.made(key);
    const images = [{ row: 1, card: 'gradient', png: Uint8Array.of(1, 2) }];
    const all = { kind: 'gridExport', format: 'all', images } as const;
    const { folder: written, names, reduced } = await exportGrid(session.document, grid, made, all);
    assert.deepEqual(names, [
      '2-face-1-gradient.png',
      '1-face-0-gradient.npy',
      '1-face-0-grad-cam.npy',
      '2-face-1-gradient.npy',
      '2-face-1-grad-cam.npy',
      'result.json',
    ]);
    assert.equal(reduced, 0);
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(written, 'result.json'));
    const result = JSON.parse(new TextDecoder().decode(bytes)) as {
      images: { prediction: { label: string }; truth: string; methods: { method: string; file: string }[] }[];
    };
    assert.deepEqual(
      result.images.map(({ prediction, truth, methods }) => [prediction.label, truth, methods[1].file]),
      [
        ['cat', 'cat', '1-face-0-grad-cam.npy'],
        ['cat', 'dog', '2-face-1-grad-cam.npy'],
      ],
    );
  });

  it('writes no array of a map that is held only as small as it is shown, and says so', async () => {
    await opened('fast.onnx', faces.slice(0, 2));
    await runs.run();
    const arrays = { kind: 'gridExport', format: 'npy', images: [] } as const;
    const { names, reduced } = await exportGrid(session.document, grid, () => undefined, arrays);
    assert.deepEqual([names, reduced], [[], 4]);
  });
});

describe('what a cell of the grid shows', () => {
  it('is the sum of the channels, each value the mean of those it stands for', () => {
    const data = Float32Array.from({ length: 2 * 2 * 320 }, (_, i) => (i % 320) + (i < 640 ? 0 : 1000));
    const { dims, data: reduced } = reducedMap({ dims: [2, 2, 320], data });
    assert.deepEqual(dims, [1, 160]);
    // 0 and 1 of both channels and both rows: 2 · 0.5 + 1000.
    assert.deepEqual([reduced[0], reduced[159]], [1001, 2 * 318.5 + 1000]);
  });

  it('keeps small maps, signals and images as they are', () => {
    const signal = { dims: [2, 500], data: new Float32Array(1000) };
    assert.equal(reducedMap(signal), signal);
    const rgba = Uint8ClampedArray.from({ length: 16 }, (_, i) => i);
    assert.deepEqual([...reducedImage({ width: 2, height: 2, rgba }).rgba], [...rgba]);
  });

  it('shows of a volume the mean of its slices, and its map as the sum of them', () => {
    const volume = { dims: [1, 3, 1, 2], data: Uint8Array.of(0, 30, 30, 60, 90, 30) };
    assert.deepEqual(meanSlice(volume), {
      width: 2,
      height: 1,
      rgba: Uint8ClampedArray.of(40, 40, 40, 255, 40, 40, 40, 255),
    });
    const { dims, data } = reducedMap({ dims: [1, 3, 1, 2], data: Float32Array.of(1, 2, 3, 4, -5, 6) });
    assert.deepEqual(
      [dims, [...data]],
      [
        [1, 2],
        [-1, 12],
      ],
    );
  });
});
