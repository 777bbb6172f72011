import assert from 'node:assert/strict';
import { callsOver } from '../../../src/engine/job/calls';
import { Models } from '../../../src/engine/model/open-models';
import type { EvaluationEvent } from '../../../src/protocol/evaluation-progress';
import { METHODS, METRICS, asked, labelledFolder } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('the calls about folders', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (place = await labelledFolder(4)));

  it("answers the engine's request behind interactive ones, with progress and partial tables", async () => {
    const calls = callsOver(new Models(RUNTIME));
    const events: EvaluationEvent[] = [];
    const request = asked({ folder: place.set, models: place.models, out: place.out('call'), limit: 4 });
    const { signal } = new AbortController();
    await calls['folder.evaluate'](request, (event) => events.push(event), signal);
    const found = await calls['folder.results']({ out: request.out }, () => undefined, signal);
    assert.equal(found?.summary.images, 4);
    assert.deepEqual(events[0], {
      kind: 'started',
      total: 4,
      skipped: 0,
      models: ['first', 'second'],
      methods: found.summary.methods,
      columns: found.summary.columns.filter(({ part }) => part === null),
    });
    assert.deepEqual(
      [found.summary.methods, events[0].columns].map((list) => list.map(({ name }) => name)),
      [METHODS, METRICS],
    );
    assert.deepEqual(
      events.filter((e) => e.kind === 'progress').map((e) => e.done),
      [1, 2, 3, 4],
    );
    const table = events.find((e) => e.kind === 'table');
    assert.ok(table?.cells.some(({ column, images }) => METRICS[column] === 'average-drop' && images === 1));
    assert.ok(
      (await calls['metric.list'](null, () => undefined, signal)).some(
        ({ id, params }) => id === 'road' && params.length > 0,
      ),
    );
  });
});
