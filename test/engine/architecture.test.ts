import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';

interface Metafile {
  readonly inputs: Record<
    string,
    { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }
  >;
}

const root = path.resolve(__dirname, '../..');
const meta = path.join(root, 'dist/meta');

/**
 * The one folder whose files may import a package; the bundler's record of what was really imported is what is held
 * against it.
 */
const soleImporters = [
  { packages: /^vscode$/, folder: 'src/extension/' },
  { packages: /^(onnxruntime-(node|common)|@tensorflow\/.+)$/, folder: 'src/engine/session/' },
  { packages: /^(sharp|geotiff)$/, folder: 'src/engine/image/' },
  { packages: /^@vscode\/webview-ui-toolkit$/, folder: 'src/webview/ui/' },
];

/** What each bundle is made of, by the beginning of its sources; nothing else of src may get in. */
const bundles = [
  { name: /^extension\.json$/, made: ['src/extension/', 'src/protocol/'] },
  { name: /^engine\.json$/, made: ['src/engine/', 'src/protocol/'] },
  { name: /^cli\.json$/, made: ['src/cli/', 'src/engine/', 'src/protocol/'] },
  { name: /^webview\//, made: ['src/webview/', 'src/protocol/'] },
];

function metafiles(): { name: string; content: Metafile }[] {
  const names = readdirSync(meta, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return names.map((name) => ({
    name: name.replaceAll('\\', '/'),
    content: JSON.parse(readFileSync(path.join(meta, name), 'utf8')) as Metafile,
  }));
}

/** `node_modules/@scope/name/lib/x.js` and `@scope/name/x` both give `@scope/name`. */
function packageOf(file: string): string {
  const [first, second] = (file.split('node_modules/').at(-1) ?? file).split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

describe('architecture, by what the bundler took in', () => {
  before(() => assert.ok(existsSync(meta), 'no dist/meta: run npm run build first'));

  it('has all bundles', () => {
    for (const { name } of bundles)
      assert.ok(
        metafiles().some((file) => name.test(file.name)),
        `no bundle ${name.source}`,
      );
  });

  it('takes the module of VS Code as it is, without a copy for every file', () => {
    const code = readFileSync(path.join(meta, '../extension.js'), 'utf8');
    assert.match(code, /require\("vscode"\)/);
    assert.doesNotMatch(code, /\w\(require\("vscode"\)/);
  });

  for (const { packages, folder } of soleImporters) {
    it(`only ${folder} imports ${packages.source}`, () => {
      const importers = metafiles().flatMap(({ content }) =>
        Object.entries(content.inputs)
          .filter(([file]) => file.startsWith('src/'))
          .filter(([, { imports }]) =>
            imports.some((each) => !each.path.startsWith('src/') && packages.test(packageOf(each.path))),
          )
          .map(([file]) => file),
      );
      assert.ok(importers.length > 0, 'nothing imports it: the rule holds nothing');
      assert.deepEqual(
        [...new Set(importers)].filter((file) => !file.startsWith(folder)),
        [],
      );
    });
  }

  for (const { name, made } of bundles) {
    it(`${name.source} holds only ${made.join(', ')}`, () => {
      const sources = metafiles()
        .filter((file) => name.test(file.name))
        .flatMap(({ content }) => Object.keys(content.inputs))
        .filter((file) => file.startsWith('src/'));
      assert.ok(sources.length > 0, 'it holds nothing of ours');
      assert.deepEqual(
        sources.filter((file) => !made.some((folder) => file.startsWith(folder))),
        [],
      );
    });
  }
});

describe('architecture, by what the sources say', () => {
  const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts'));
  const saying = (pattern: RegExp): string[] =>
    sources.filter((name) => pattern.test(readFileSync(path.join(root, name), 'utf8')));

  it('what a method is run with is put together in one place', () => {
    const place = 'src/engine/explanation/context.ts';
    // A context needs draws; a method may vary those it was given.
    const builders = saying(/\bnew Draws\(/).filter((name) => !name.startsWith('src/engine/attribution/'));
    assert.deepEqual(builders, [place]);
    assert.deepEqual(saying(/Promise<MethodContext\b|\): MethodContext\b/), [place]);
  });
});
