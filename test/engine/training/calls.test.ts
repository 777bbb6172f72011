import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSet } from '../../../src/engine/generation';
import { trainingAnswers } from '../../../src/engine/training/calls';
import type { TrainingEvent, TrainingRequest } from '../../../src/protocol/training';
import { RUNTIME, smallRequest, TrainingFolder } from './support';

const OPTIONS = { runtime: RUNTIME } as const;

describe('requests about trainings', function () {
  this.timeout(120_000);
  const answers = trainingAnswers();
  const { at } = new TrainingFolder();
  before(() => writeSet({ set: 'textures:train=4:test=1', out: at('set') }));

  const request = (given: Partial<TrainingRequest> = {}): TrainingRequest =>
    smallRequest({
      folder: at('set'),
      out: at('out'),
      networks: ['mlp:hidden=8', 'logistic'],
      folds: 2,
      epochs: 3,
      batch: 16,
      optimiser: 'adamw',
      augmentations: ['horizontal-flip'],
      size: [16, 16],
      ...given,
    });
  const run = async (given: Partial<TrainingRequest>, signal?: AbortSignal, heard?: (event: TrainingEvent) => void) => {
    const events: TrainingEvent[] = [];
    const tell = (event: TrainingEvent): void => {
      events.push(event);
      heard?.(event);
    };
    const failed = await answers['training.run'](request(given), tell as never, { ...OPTIONS, signal }).then(
      () => null,
      (error: unknown) => error as { code: string },
    );
    return { events, failed };
  };
  const learned = (events: readonly TrainingEvent[]): string[] =>
    events.flatMap((event) =>
      event.kind === 'epochs' ? event.history.map(({ epoch }) => `${event.network} ${event.fold} ${epoch}`) : [],
    );
  const none = (): void => undefined;

  it('tell what there is to choose from', async () => {
    const { networks, augmentations, optimisers, schedules } = await answers['training.registries'](
      null,
      none,
      OPTIONS,
    );
    assert.ok(networks.some(({ id, of }) => id === 'scatnet' && of === 'images'));
    assert.ok(augmentations.some(({ id, params }) => id === 'rotate' && params.some(({ name }) => name === 'degrees')));
    assert.deepEqual(
      [
        optimisers[0].id,
        schedules
          .map(({ id }) => id)
          .sort()
          .join(),
      ],
      ['adamw', 'constant,cosine,one-cycle,step'],
    );
  });

  it('tell what a folder with train and test holds', async () => {
    const found = await answers['training.inspect']({ folder: at('set') }, none, OPTIONS);
    assert.deepEqual([found.kind, found.shape, found.counts], ['images', [150, 150], { learning: 32, test: 8 }]);
    assert.deepEqual(
      found.classes.map(({ learning, test }) => [learning, test]),
      new Array(8).fill([4, 1]),
    );
  });

  it('show what a network will see, without reading the whole folder', async () => {
    const { rows } = await answers['training.sheet'](
      request({ augmentations: ['vertical-flip:probability=1'] }),
      none,
      OPTIONS,
    );
    assert.equal(rows.length, 6);
    const [plain, first] = rows[0].images;
    assert.deepEqual([plain.width, plain.height, rows[0].images.length], [16, 16, 8]);
    const row = (raster: typeof plain, y: number): number[] => Array.from(raster.rgba.subarray(64 * y, 64 * (y + 1)));
    assert.deepEqual(row(first, 0), row(plain, 15));
  });

  it('estimate the time of every network', async () => {
    const told = await answers['training.estimate'](request(), none, OPTIONS);
    assert.deepEqual(
      told.networks.map(({ network, parameters }) => [network, parameters]),
      [
        ['mlp', 768 * 8 + 8 + 8 * 8 + 8],
        ['logistic', 768 * 8 + 8],
      ],
    );
    for (const { seconds, secondsPerEpoch } of told.networks) {
      assert.ok(secondsPerEpoch > 0 && Math.abs(seconds / (6 * secondsPerEpoch) - 1) < 1e-9);
    }
    assert.deepEqual(
      told.networks.map(({ guessed }) => guessed),
      ['', ''],
    );
    await assert.rejects(answers['training.estimate'](request({ networks: ['cnn-1d'] }), none, OPTIONS), {
      code: 'invalid-argument',
    });
    await assert.rejects(answers['training.estimate'](request({ networks: ['cnn'], size: [2, 2] }), none, OPTIONS), {
      code: 'invalid-argument',
    });
  });

  it('train, tell every epoch, and go on after a stop with those that were done', async () => {
    const abort = new AbortController();
    const first = await run({}, abort.signal, (event) => {
      if (event.kind === 'epochs' && event.fold === 2 && event.history[0].epoch === 2) abort.abort();
    });
    assert.equal(first.failed?.code, 'cancelled');
    assert.deepEqual(learned(first.events), ['mlp 1 1', 'mlp 1 2', 'mlp 1 3', 'mlp 2 1', 'mlp 2 2']);
    assert.equal(await answers['training.results']({ out: request().out }, none, OPTIONS), null);
    const second = await run({});
    assert.equal(second.failed, null);
    const all = ['mlp', 'logistic'].flatMap((name) => [1, 2].flatMap((k) => [1, 2, 3].map((e) => `${name} ${k} ${e}`)));
    assert.deepEqual(learned(second.events), all);
    const began = second.events.find(({ kind }) => kind === 'started');
    assert.deepEqual(began?.kind === 'started' && [began.networks, began.folds, began.epochs], [
      ['mlp', 'logistic'],
      2,
      3,
    ]);
    const stored = await answers['training.results']({ out: request().out }, none, OPTIONS);
    const { folder: _, out: __, ...how } = request();
    assert.deepEqual(stored?.result.request, how);
    for (const { folds } of stored.result.networks)
      for (const { history, wrong, test, model } of folds) {
        assert.equal(history.length, 3);
        assert.equal(wrong.test.length, Math.round(8 * (1 - test!.accuracy)));
        for (const { input } of [...wrong.validation, ...wrong.test])
          assert.ok(existsSync(path.join(request().folder, input)), input);
        assert.ok(wrong.validation.every(({ input }) => input.startsWith('train/')));
        assert.ok(existsSync(path.join(request().out, model)));
      }
  });

  it('refuse a file of results that holds something else', async () => {
    const out = mkdtempSync(at('broken-'));
    for (const text of ['{', '[]', '{"networks": [3]}', '{"request": {}, "counts": {}, "networks": []}']) {
      writeFileSync(path.join(out, 'training.json'), text);
      await assert.rejects(answers['training.results']({ out }, none, OPTIONS), { code: 'invalid-argument' });
    }
  });
});
