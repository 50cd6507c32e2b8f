// Lint for the whole tree: boundaries, purity of pure code, and bans. What each rule refuses is shown in .config/lint/fixtures.
import { createRequire } from 'node:module';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { bans } from './lint/bans.mjs';
import { BOUNDARIES, NX_BOUNDARIES, boundaryRule } from './lint/boundaries.mjs';
import { pure } from './lint/pure.mjs';

// Without a project graph the Nx rule skips itself and the lint passes. So the graph is made here, before the first file is read.
const { createProjectGraphAsync } = createRequire(import.meta.url)('@nx/devkit');
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: false });

const fengqiao = { rules: { pure, ...bans, ...Object.fromEntries(BOUNDARIES.map((each) => [each.name, boundaryRule(each)])) } };

const SPECS = ['**/*.spec.ts', '**/conformance/**'];

/** Code whose answers depend on its arguments alone; the files in between that read the disk or open a door are named one by one. */
const PURE = {
  files: [
    'libs/{kernel,deadlines,calendar,policies}/src/**/*.ts',
    'services/{mediation,directory,projection}/src/**/*.ts',
  ],
  ignores: [...SPECS, 'libs/calendar/src/load-calendar-years.ts', 'libs/policies/src/shipped/**', '**/*.http.ts', '**/*.module.ts', '**/main.ts'],
};

export default [
  { ignores: ['**/node_modules/**', '**/dist/**', '.nx/**', '**/gen/**', '.config/lint/fixtures/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { fengqiao } },
  {
    files: ['**/*.{ts,js,mjs}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-debugger': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      'fengqiao/nothing-unfinished': 'error',
      'fengqiao/disable-with-reason': 'error',
    },
  },
  ...tseslint.configs.recommended.map((each) => ({ ...each, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    // Types of constructor parameters are values at run time: Nest injects by them.
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Write a union of literals: an enum is a value at run time and does not compare with what JSON holds.' }],
      '@nx/enforce-module-boundaries': ['error', NX_BOUNDARIES],
      'fengqiao/literal-imports': 'error',
      'fengqiao/cqrs-dispatches-only': 'error',
      'fengqiao/every-test-runs': 'error',
    },
  },
  { files: ['**/*.ts'], ignores: ['**/*.d.ts'], rules: { 'fengqiao/named-exports': 'error' } },
  // A test may come in by its own library's front door, as users do.
  { files: SPECS, rules: { '@nx/enforce-module-boundaries': ['error', { ...NX_BOUNDARIES, allowCircularSelfDependency: true }] } },
  { ...PURE, rules: { 'fengqiao/pure': 'error' } },
  ...BOUNDARIES.map(({ name, files, ignores }) => ({ files, ...(ignores && { ignores }), rules: { [`fengqiao/${name}`]: 'error' } })),
];
