import assert from 'node:assert/strict';
import { verdictOf } from '../../../src/engine/recipe-check/verdict';
import type { CandidateFamily, CheckedCandidate } from '../../../src/protocol/recipe-check';

const candidate = (label: string, count: number, changes: Partial<CheckedCandidate> = {}): CheckedCandidate => ({
  label,
  fields: {},
  isCurrent: false,
  beside: 'worse',
  right: { count, low: 0, high: 1 },
  hits: [],
  share: 0.5,
  loss: 1,
  confidence: 0.5,
  entropy: 1,
  divergence: null,
  ...changes,
});
const family = (label: string, ...candidates: CheckedCandidate[]): CandidateFamily => ({
  id: 'values',
  passes: 1,
  label,
  candidates,
});

describe('the verdict on a recipe', () => {
  const values = family(
    'Numbers and order of colours',
    candidate('0 to 255, blue first', 4, { beside: 'first' }),
    candidate('0 to 255, red first', 2, { beside: 'undecided' }),
    candidate('0 to 1, blue first', 2, { beside: 'undecided' }),
    candidate('ImageNet, red first', 0, { isCurrent: true }),
  );
  const fits = family('Crop and resizing', candidate('cropped', 4, { beside: 'first', isCurrent: true }));

  it('is one short sentence: how it is now, and what is better', () => {
    const { verdict, notes } = verdictOf([values, fits], 8, 8, null);
    assert.equal(verdict, 'The recipe is wrong: now 0 of 8 right, with “0 to 255, blue first” 4 of 8 right.');
    assert.deepEqual(notes, [
      'Numbers and order of colours: 8 images cannot tell 3 ways apart; the most usual is taken.',
    ]);
  });

  it('says by what it is better where as many images are right', () => {
    const of = (now: Partial<CheckedCandidate>, first: Partial<CheckedCandidate>): string =>
      verdictOf(
        [
          family(
            'Numbers',
            candidate('0 to 1, red first', 6, { beside: 'first', ...first }),
            candidate('ImageNet, red first', 6, { isCurrent: true, ...now }),
          ),
        ],
        12,
        12,
        null,
      ).verdict;
    assert.equal(
      of({ divergence: 5.376 }, { divergence: 2.83 }),
      'The recipe is wrong: now numbers 5.38 nats off its training, with “0 to 1, red first” numbers 2.83 nats off its training.',
    );
    assert.equal(
      of({ loss: 2.5 }, { loss: 1.25 }),
      'The recipe is wrong: now mean loss 2.50, with “0 to 1, red first” mean loss 1.25.',
    );
    const unlabelled = { right: null, loss: null };
    assert.match(
      of({ ...unlabelled, confidence: 0.4 }, { ...unlabelled, confidence: 0.9 }),
      /40 %, with “0 to 1, red first” mean probability 90 %/,
    );
  });

  it('says that it fits, or what is only likelier', () => {
    assert.equal(verdictOf([fits], 8, 8, null).verdict, 'The recipe fits: 4 of 8 right.');
    const near = family(
      'Numbers',
      candidate('0 to 255', 4, { beside: 'first' }),
      candidate('0 to 1', 3, { isCurrent: true, beside: 'undecided' }),
    );
    assert.equal(
      verdictOf([near], 1, 8, null).verdict,
      'The recipe is probably wrong: now 3 of 8 right, with “0 to 255” 4 of 8 right. 1 image is too few to be sure: check more.',
    );
  });

  it('says that what the recipe says stays where the images cannot decide', () => {
    const framing = family(
      'Crop and resizing',
      candidate('cropped', 4, { beside: 'first', isCurrent: true }),
      candidate('stretched', 4, { beside: 'undecided' }),
      candidate('cropped, cubic', 4, { beside: 'same' }),
    );
    const { verdict, notes } = verdictOf([framing], 12, 12, null);
    assert.equal(verdict, 'The recipe fits: 4 of 12 right.');
    assert.deepEqual(notes, [
      'Crop and resizing: 2 ways are the same to this network; what the recipe says stays.',
      'Crop and resizing: 12 images cannot tell 2 ways apart; what the recipe says stays.',
    ]);
  });

  it('is as short for candidates with the longest names', () => {
    const long = 'the centre is cropped of a larger one, linear kernel';
    const families = ['Numbers and order of colours', 'Crop and resizing'].map((label) =>
      family(
        label,
        candidate(long, 4, { beside: 'first' }),
        ...Array.from({ length: 6 }, () => candidate(long, 3, { beside: 'undecided' })),
        candidate(long, 0, { isCurrent: true }),
      ),
    );
    const { verdict, notes } = verdictOf(families, 8, 8, null);
    for (const sentence of [verdict, ...notes]) assert.ok(sentence.length < 200, sentence);
  });
});
