import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Step {
  readonly kind: 'run' | 'change' | 'create';
  readonly file?: string;
  readonly text: string;
}
interface Follower {
  stepsOf(markdown: string): Step[];
  apply(root: string, step: Step): void;
  changed(text: string, change: string, file: string): string;
}

const root = path.resolve(__dirname, '../..');
const folder = path.join(root, 'docs/how-to');

describe('pages that say how to', () => {
  let follower: Follower;
  before(async () => {
    follower = (await import(pathToFileURL(path.join(root, 'scripts/follow/page.mjs')).href)) as Follower;
  });

  for (const page of readdirSync(folder))
    it(`${page} fits the tree (npm run follow -- docs/how-to/${page} runs what it says)`, () => {
      const copy = mkdtempSync(path.join(tmpdir(), 'lens-how-to-'));
      const steps = follower.stepsOf(readFileSync(path.join(folder, page), 'utf8'));
      for (const step of steps.filter(({ kind }) => kind !== 'run')) {
        const [from, to] = [root, copy].map((place) => path.join(place, step.file!));
        if (existsSync(from) && !existsSync(to)) {
          mkdirSync(path.dirname(to), { recursive: true });
          copyFileSync(from, to);
        }
        follower.apply(copy, step);
      }
      for (const kind of ['run', 'change', 'create'])
        assert.ok(
          steps.some((step) => step.kind === kind),
          kind,
        );
      rmSync(copy, { recursive: true });
    });

  it('are followed only where they fit: a change has one place', () => {
    assert.equal(follower.changed('a\nb\nc\n', ' a\n+x\n…\n-c\n+d\n', 'f'), 'a\nx\nb\nd\n');
    assert.throws(() => follower.changed('a\nb\n', ' c\n+x\n', 'f'), /f has no place/);
    assert.throws(() => follower.changed('a\na\n', ' a\n+x\n', 'f'), /f has several places/);
  });
});
