import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const root = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const json = <T>(file: string): T => JSON.parse(read(file)) as T;

interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly homepage: string;
  readonly icon: string;
  readonly galleryBanner: { readonly color: string };
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
}

describe('what a stranger finds at the door', () => {
  const manifest = json<Manifest>('package.json');

  it('is one address everywhere', () => {
    const address = /^git\+(https:.*)\.git$/.exec(manifest.repository.url)?.[1] ?? '';
    assert.match(address, /^https:\/\/github\.com\/[\w-]+\/[\w-]+$/);
    assert.equal(manifest.bugs.url, `${address}/issues`);
    assert.equal(manifest.homepage, `${address}#readme`);
    for (const file of ['SECURITY.md', 'CITATION.cff', '.github/ISSUE_TEMPLATE/config.yml'])
      assert.ok(read(file).includes(address), file);
  });

  it('cites the newest release, which the changelog dates', () => {
    const citation = read('CITATION.cff');
    const [, version, date] = /^## (\d\S+) — (\d{4}-\d\d-\d\d)$/m.exec(read('CHANGELOG.md')) ?? [];
    assert.match(citation, new RegExp(`^version: ${version.replaceAll('.', '\\.')}$`, 'm'));
    assert.match(citation, new RegExp(`^date-released: ${date}$`, 'm'));
    assert.match(read('CHANGELOG.md'), /^# Changelog\n\n## Unreleased\n/);
  });

  it('is shown in the marketplace with what it is for and an icon of the sizes asked for', async () => {
    assert.deepEqual(manifest.categories, ['Data Science', 'Machine Learning', 'Visualization', 'Testing']);
    // The marketplace takes no more than 30.
    assert.ok(manifest.keywords.length >= 10 && manifest.keywords.length <= 30);
    assert.match(manifest.galleryBanner.color, /^#[\da-f]{6}$/);
    for (const [file, side] of [
      [manifest.icon, 256],
      ['media/icon-128.png', 128],
    ] as const) {
      const { format, width, height } = await sharp(path.join(root, file)).metadata();
      assert.deepEqual([format, width, height], ['png', side, side], file);
    }
    assert.match(read('README.md'), /no telemetry/);
  });

  it('has a picture in every step of the walkthrough', () => {
    const { contributes } = json<{
      contributes: { walkthroughs: { steps: { id: string; media: { image?: string; markdown?: string } }[] }[] };
    }>('package.json');
    const steps = contributes.walkthroughs.flatMap((one) => one.steps);
    for (const wanted of ['sample', 'explain', 'evaluate', 'filters', 'compare', 'train'])
      assert.ok(
        steps.some(({ id }) => id === wanted),
        wanted,
      );
    const picturesIn = (page: string): string[] =>
      [...read(page).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, place]) => path.join(path.dirname(page), place));
    for (const { id, media } of steps) {
      const pictures = media.image ? [media.image] : picturesIn(media.markdown!);
      assert.ok(pictures.length > 0, id);
      for (const picture of pictures) assert.ok(existsSync(path.join(root, picture)), `${id}: ${picture}`);
    }
  });

  it('launches what there is to launch', () => {
    const { configurations } = json<{
      configurations: { name: string; preLaunchTask?: string; program?: string; args: string[] }[];
    }>('.vscode/launch.json');
    const { tasks } = json<{ tasks: { label: string; type: string; script?: string; command?: string }[] }>(
      '.vscode/tasks.json',
    );
    const places = (text: string): string[] =>
      [...text.matchAll(/\$\{workspaceFolder\}\/([^\s"]+)/g)].map(([, p]) => p);
    const made = /^(?:dist|out|\.cache)\//;
    assert.ok(configurations.length > 0 && tasks.length > 0);
    for (const { name, preLaunchTask, program = '', args } of configurations) {
      if (preLaunchTask)
        assert.ok(
          tasks.some(({ label }) => label === preLaunchTask),
          `${name}: ${preLaunchTask}`,
        );
      for (const place of places([program, ...args].join(' ')).filter((file) => !made.test(file)))
        assert.ok(existsSync(path.join(root, place)), `${name}: ${place}`);
    }
    for (const { label, script, command = '' } of tasks) {
      const scripts = script ? [script] : [...command.matchAll(/npm run (\S+)/g)].map(([, name]) => name);
      for (const name of scripts) assert.ok(name === 'test' || manifest.scripts[name], `${label}: npm run ${name}`);
      for (const [file] of command.matchAll(/scripts\/\S+/g)) assert.ok(existsSync(path.join(root, file)), file);
    }
  });

  it('names every check that stands beside the tests', () => {
    const page = read('CONTRIBUTING.md');
    const checks = Object.keys(manifest.scripts).filter((name) => /^(?:test:|check:|fuzz|looks|follow)/.test(name));
    assert.ok(checks.length >= 10, checks.join());
    assert.deepEqual(
      checks.filter((name) => !page.includes(`npm run ${name}`) && !page.includes(`\`${name}\``)),
      [],
    );
  });

  it('is checked by the two commands on three systems', () => {
    const workflow = read('.github/workflows/checks.yml');
    assert.match(workflow, /os: \[ubuntu-latest, macos-latest, windows-latest\]/);
    for (const command of ['npm start -- --once', 'npm test'])
      assert.ok(workflow.includes(`run: ${command}\n`), command);
  });
});
