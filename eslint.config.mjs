import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Subfolders of src/engine and what each may import; `(types)` of a folder are allowed as `type:<folder>`. */
const engine = {
  process: [],
  tensor: [],
  file: [],
  label: ['file'],
  parameter: [],
  literature: [],
  graph: ['tensor'],
  format: ['file', 'graph', 'tensor'],
  gradient: ['graph', 'tensor'],
  relevance: ['gradient', 'graph', 'tensor'],
  session: ['format', 'graph', 'tensor'],
  image: ['file', 'tensor'],
  segmentation: ['parameter', 'tensor'],
  baseline: ['parameter', 'tensor'],
  scattering: ['graph', 'tensor'],
  dataset: ['file', 'label', 'image', 'tensor'],
  model: ['file', 'label', 'session', 'gradient', 'format', 'graph', 'image', 'task', 'tensor'],
  attribution: [
    'literature',
    'parameter',
    'baseline',
    'session',
    'gradient',
    'relevance',
    'segmentation',
    'graph',
    'tensor',
  ],
  task: ['graph', 'tensor'],
  statistics: ['tensor'],
  metric: [
    'type:attribution',
    'task',
    'literature',
    'parameter',
    'baseline',
    'statistics',
    'session',
    'graph',
    'tensor',
  ],
  report: ['file', 'statistics', 'type:metric', 'image', 'tensor'],
  shard: ['file', 'report'],
};
const core = Object.keys(engine);
/** What is built on the core, each on what stands before it. */
const uses = {
  explanation: core,
  trust: ['explanation', ...core],
  evaluation: ['explanation', ...core],
  figure: ['explanation', ...core],
  evidence: ['evaluation', 'figure', 'explanation', ...core],
  comparison: ['evaluation', 'figure', 'explanation', ...core],
  filters: ['explanation', ...core],
  generation: core,
  'recipe-check': core,
  training: core,
  explainer: ['training', ...core],
};
Object.assign(engine, uses);
/** What language models may ask for: over the calls of the engine, whose answers come from `job`. */
engine.tool = Object.keys(engine);
const below = Object.keys(engine);

/** Every zone below src and the zones it may import; files of one zone may always import one another. */
const zones = {
  protocol: [],
  ...Object.fromEntries(Object.entries(engine).map(([name, allowed]) => [name, ['protocol', ...allowed]])),
  job: ['protocol', ...below],
  replay: ['protocol', 'job', ...below],
  main: ['protocol', 'replay', 'job', ...below],
  cli: [
    'protocol',
    'file',
    'job',
    'replay',
    'process',
    'model',
    'image',
    'report',
    'shard',
    'tool',
    ...Object.keys(uses),
  ],
  extension: ['protocol'],
  ui: ['protocol'],
  draw: ['protocol'],
  webview: ['protocol', 'ui', 'draw'],
};

/** Packages that one zone alone may import. */
const soleImporters = {
  extension: ['vscode'],
  session: ['onnxruntime-node', 'onnxruntime-common', '@tensorflow/*'],
  image: ['sharp', 'geotiff'],
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

/**
 * One block per zone, so that each import is held against the policies of its own zone only: all of them together are
 * ten times slower.
 */
const zoneRules = elements.map(({ type, pattern }) => {
  const allowed = zones[type];
  const values = [type, ...allowed.filter((name) => !name.startsWith('type:'))];
  const types = allowed.filter((name) => name.startsWith('type:')).map((name) => name.slice('type:'.length));
  const forbidden = Object.entries(soleImporters).filter(([zone]) => zone !== type);
  const policies = [
    { allow: { to: { module: { origin: ['external', 'core'] } } } },
    { allow: { to: { element: { types: { anyOf: values } } } } },
    ...(types.length > 0
      ? [{ allow: { to: { element: { types: { anyOf: types } } }, dependency: { kind: 'type' } } }]
      : []),
    {
      disallow: { to: { module: { source: forbidden.flatMap(([, packages]) => packages) } } },
      message: `src/…/${type} may not import this package: another folder is its sole importer`,
    },
  ];
  return {
    files: [`${pattern}/**/*.ts`],
    ignores: elements.filter((other) => other.pattern.startsWith(`${pattern}/`)).map((other) => `${other.pattern}/**`),
    plugins: { boundaries },
    settings: { 'boundaries/elements': elements, 'import/resolver': { node: { extensions: ['.ts', '.json'] } } },
    rules: {
      'boundaries/dependencies': [
        'error',
        { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies },
      ],
    },
  };
});

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
    // Rules that ask the compiler: a promise nobody waits for, a case nobody handles, an assertion that says nothing.
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: 'tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // Parameters of reference cases are JSON whose fields differ from suite to suite; each adapter knows its own.
    files: ['src/engine/replay/adapter.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  ...zoneRules,
);
