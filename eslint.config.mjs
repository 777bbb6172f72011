import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Subfolders of src/engine and what each may import; `(types)` of a folder are allowed as `type:<folder>`. */
const engine = {
  tensor: [],
  graph: ['tensor'],
  format: ['graph', 'tensor'],
  gradient: ['graph', 'tensor'],
  relevance: ['gradient', 'graph', 'tensor'],
  session: ['graph', 'tensor'],
  image: ['tensor'],
  segmentation: ['tensor'],
  scattering: ['graph', 'tensor'],
  dataset: ['image', 'tensor'],
  attribution: ['session', 'gradient', 'relevance', 'segmentation', 'graph', 'tensor'],
  statistics: ['tensor'],
  metric: ['type:attribution', 'statistics', 'session', 'graph', 'tensor'],
  report: ['statistics', 'type:metric'],
};
const below = Object.keys(engine);

/** Every zone below src and the zones it may import; files of one zone may always import one another. */
const zones = {
  protocol: [],
  ...Object.fromEntries(Object.entries(engine).map(([name, allowed]) => [name, ['protocol', ...allowed]])),
  job: ['protocol', ...below],
  replay: ['protocol', 'job', ...below],
  main: ['protocol', 'replay', 'job', ...below],
  cli: ['protocol', 'job', 'replay'],
  extension: ['protocol'],
  ui: ['protocol'],
  draw: ['protocol'],
  webview: ['protocol', 'ui', 'draw'],
};

/** Packages that one zone alone may import. */
const soleImporters = {
  extension: ['vscode'],
  session: ['onnxruntime-node', 'onnxruntime-common', '@tensorflow/*'],
  image: ['sharp'],
  ui: ['@vscode/webview-ui-toolkit'],
};

const engineFolders = [...below, 'job', 'replay'];
const elements = [
  ...engineFolders.map((type) => ({ type, pattern: `src/engine/${type}` })),
  { type: 'main', pattern: 'src/engine' },
  { type: 'ui', pattern: 'src/webview/ui' },
  { type: 'draw', pattern: 'src/webview/draw' },
  ...['protocol', 'cli', 'extension', 'webview'].map((type) => ({ type, pattern: `src/${type}` })),
];

const inside = Object.entries(zones).map(([zone, allowed]) => ({
  from: { element: { type: zone } },
  allow: [
    { to: { element: { type: zone } } },
    ...allowed.map((name) =>
      name.startsWith('type:')
        ? { to: { element: { type: name.slice('type:'.length) } }, dependency: { kind: 'type' } }
        : { to: { element: { type: name } } },
    ),
  ],
}));

const outside = Object.entries(soleImporters).map(([zone, packages]) => ({
  from: { element: { type: `!${zone}` } },
  disallow: { to: { module: { source: packages } } },
  message: `only src/…/${zone} may import this package`,
}));

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'out/', '.cache/', 'test/fixtures/', 'samples/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['*.config.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': elements,
      'import/resolver': { typescript: { project: 'src/*/tsconfig.json', noWarnOnMultipleProjects: true } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          checkUnknownLocals: true,
          policies: [{ allow: { to: { module: { origin: ['external', 'core'] } } } }, ...inside, ...outside],
        },
      ],
    },
  },
);
