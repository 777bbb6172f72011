import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { verdictAnswers } from '../../../src/engine/evaluation/verdict-calls';
import type { StoredVerdicts, VerdictId } from '../../../src/protocol/map-verdict';
import { asked, labelledFolder } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
type Saying = readonly [rater: string, image: string, method: number, verdict: VerdictId | null];

describe('verdicts on maps of an evaluation', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  let out: string;
  const evaluate = (model: number): Promise<unknown> =>
    runEvaluation(
      asked({
        folder: place.set,
        models: [place.models[model]],
        out,
        methods: ['gradient', 'input-x-gradient'].map((text) => methodFromText(text)),
        metrics: metricsFromText('average-drop'),
      }),
      RUNTIME,
    );
  const give = async (...sayings: readonly Saying[]): Promise<StoredVerdicts> => {
    let stored = await read();
    for (const [rater, image, method, verdict] of sayings)
      stored = await verdictAnswers['verdicts.give']({
        out,
        image,
        model: 0,
        method,
        rater,
        verdict,
      });
    return stored;
  };
  const read = async (): Promise<StoredVerdicts> => await verdictAnswers['verdicts.read']({ out });
  const report = (ending: string): string => readFileSync(join(out, `report.${ending}`), 'utf8');
  before(async () => {
    place = await labelledFolder(4);
    out = place.out('verdicts');
    await evaluate(0);
  });

  it('are kept beside the results, changed and taken back', async () => {
    assert.deepEqual(await read(), { given: [], methods: [], agreement: null });
    await give(['Ann', 'blue/000.png', 0, 'scattered'], ['Ann', 'blue/000.png', 0, 'helpful']);
    const { given, agreement } = await give(
      ['Ann', 'blue/000.png', 1, 'misleading'],
      ['Ann', 'blue/000.png', 1, null],
      ['Ann, "the first"', '=green/001.png', 1, 'truth-doubtful'],
    );
    assert.deepEqual(given, [
      { image: 'blue/000.png', model: 0, method: 0, rater: 'Ann', verdict: 'helpful' },
      { image: '=green/001.png', model: 0, method: 1, rater: 'Ann, "the first"', verdict: 'truth-doubtful' },
    ]);
    assert.deepEqual(agreement, {
      statistic: 'cohen',
      raters: ['Ann', 'Ann, "the first"'],
      maps: 0,
      observed: null,
      kappa: null,
    });
    await give(['Ann, "the first"', '=green/001.png', 1, null], ['Ann', 'blue/000.png', 0, null]);
    assert.deepEqual((await read()).given, []);
  });

  it('are counted per method, with the agreement of two and of three raters', async () => {
    const images = ['blue/000.png', 'blue/001.png', 'green/000.png', 'red/000.png'];
    const ann: VerdictId[] = ['helpful', 'helpful', 'scattered', 'misleading'];
    const bob: VerdictId[] = ['helpful', 'scattered', 'scattered', 'misleading'];
    const sayings = (rater: string, verdicts: readonly VerdictId[]): Saying[] =>
      verdicts.map((verdict, n) => [rater, images[n], 0, verdict]);
    const two = await give(...sayings('Ann', ann), ...sayings('Bob', bob));
    assert.deepEqual(two.methods[0].counts, { helpful: 3, scattered: 3, misleading: 2, 'truth-doubtful': 0 });
    assert.equal(two.methods[0].maps, 4);
    // p₀ = 3/4; pₑ = (2·1 + 1·2 + 1·1) / 16 = 5/16; κ = (12 − 5) / 11.
    assert.equal(two.agreement!.statistic, 'cohen');
    assert.ok(Math.abs(two.agreement!.kappa! - 7 / 11) < 1e-12);
    const three = await give(...sayings('Cleo', ['helpful', 'helpful', 'scattered']));
    // Three maps that all three judged: P̄ = (1 + 1/3 + 1) / 3 = 7/9; pₑ = (5/9)² + (4/9)² = 41/81; κ = 22/40.
    assert.deepEqual([three.agreement!.statistic, three.agreement!.maps], ['fleiss', 3]);
    assert.ok(Math.abs(three.agreement!.kappa! - 22 / 40) < 1e-12);
    assert.deepEqual(three.agreement, three.methods[0].agreement);
  });

  it('stand in every report at once, and after the evaluation was run again', async () => {
    const row = /\| gradient \| 4 \| 5 \| 4 \| 2 \| 0 \| 0\.55 \| 3 \|/;
    assert.match(report('md'), row);
    for (const ending of ['html', 'tex']) assert.match(report(ending), /What did people say of the maps/);
    await evaluate(0);
    assert.match(report('md'), row);
    assert.match(report('md'), /Agreement of Ann, Bob, Cleo over 3 maps that all judged: 78 %/);
  });

  it('say nothing of the maps of another model', async () => {
    await evaluate(1);
    assert.deepEqual((await read()).given, []);
    assert.doesNotMatch(report('md'), /What did people say/);
    await evaluate(0);
    assert.equal((await read()).given.length, 11);
  });

  it('that are no table, or of unknown words, are left alone and said', async () => {
    for (const text of [
      'image,model\na,b\n',
      'image,model,modelHash,method,target,rater,verdict\na,b,c,d,e,f,fine\n',
      '"',
    ]) {
      writeFileSync(join(out, 'verdicts.csv'), text);
      await assert.rejects(read(), { code: 'invalid-argument' });
      await assert.rejects(give(['Ann', 'blue/000.png', 0, 'helpful']), { code: 'invalid-argument' });
      assert.equal(readFileSync(join(out, 'verdicts.csv'), 'utf8'), text);
      await evaluate(0);
    }
    await assert.rejects(verdictAnswers['verdicts.read']({ out: place.out('nothing') }), { code: 'not-found' });
    await assert.rejects(
      verdictAnswers['verdicts.give']({ out, image: 'a', model: 3, method: 0, rater: 'Ann', verdict: 'helpful' }),
      { code: 'not-found' },
    );
  });
});
