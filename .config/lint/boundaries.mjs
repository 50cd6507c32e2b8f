// The boundaries of the map (docs/adr), each a rule of its own with a sentence to act on.
// Which project may use which is said with Nx tags; what tags cannot see (a sub-entry, a package, a file's role) is said by name.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
const PROJECTS = ['libs', 'services'].flatMap((group) => readdirSync(path.join(ROOT, group)).map((name) => readProject(group, name)));

const SOURCES = ['libs/*/src/**/*.ts', 'services/*/src/**/*.ts'];
const CONTEXTS = foldersOf('type:context');
const HOSTS = foldersOf('type:host');
const PLATFORM = 'libs/platform/**';
/** Tests that by their name run with an embedded adapter, or from HTTP to escalation. */
const ADAPTER_SPECS = ['**/*.int.spec.ts', '**/*.flow.spec.ts'];
const TESTS = ['**/*.spec.ts', '**/*.scenes.ts', '**/conformance/**', 'libs/testing/**'];

/** Libraries whose sub-entries are adapters; the port is at `@fengqiao/<lib>` itself. */
const PORTS = ['event-store', 'event-bus', 'timers', 'read-models', 'security'];
const ADAPTER = new RegExp(`^@fengqiao/(${PORTS.join('|')})/(?!conformance$).+`);

/** A technology, where it has its home, and what everybody else asks for instead. */
const TECHNOLOGIES = [
  { name: 'libsql', packages: ['libsql', 'better-sqlite3'], homes: ['libs/event-store/src/sqlite', 'libs/security/src/file'], instead: 'ask for the port (EventStore, KeyRing)' },
  { name: 'jose', packages: ['jose'], homes: ['libs/security/src'], instead: 'ask for TokenVerifier of @fengqiao/security' },
  { name: 'nest', packages: ['@nestjs/*', 'fastify', '@fastify/*', 'rxjs', 'reflect-metadata', 'swagger-ui-dist', 'pino'], homes: [], instead: 'export an Aggregate value; platform makes routes, guards and documents of it' },
  { name: 'kafka', packages: ['kafkajs', 'cloudevents'], homes: ['libs/event-bus/src/kafka'], instead: 'ask for the event-bus port' },
  { name: 'mongodb', packages: ['mongoose', 'mongodb'], homes: ['libs/read-models/src/mongodb'], instead: 'ask for ViewStore' },
  { name: 'bull', packages: ['bull', 'bullmq', 'ioredis'], homes: ['libs/timers/src/bull'], instead: 'ask for Timer' },
  { name: 'kurrentdb', packages: ['@eventstore/db-client', '@kurrent/kurrentdb-client'], homes: ['libs/event-store/src/kurrentdb'], instead: 'ask for EventStore' },
  { name: 'cel', packages: ['@marcbachmann/cel-js'], homes: ['libs/policies/src'], instead: 'put the condition into a policy pack' },
  { name: 'terminal', packages: ['commander', 'cli-progress', 'cli-table3'], homes: [], instead: 'return a value; the command line prints it' },
];

export const BOUNDARIES = [
  {
    name: 'kernel-imports-nothing',
    files: ['libs/kernel/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    refuses: /^(?!\.\/)/,
    because: 'kernel imports nothing, not even Node: what it needs from outside arrives as an argument. Move this code to the library that uses it.',
  },
  {
    name: 'contexts-do-not-meet',
    files: [...CONTEXTS, ...foldersOf('type:projection'), 'libs/**/*.ts'],
    refuses: new RegExp(`^@fengqiao/(${namesOf('type:context', 'type:projection', 'type:host').join('|')})(/|$)`),
    selfAllowed: true,
    because: 'services meet in the log, never in each other\'s code. Read the facts you need as events of @fengqiao/contracts, or move what both need to a library.',
  },
  {
    name: 'ports-not-adapters',
    files: ['libs/*/src/**/*.ts', ...CONTEXTS, ...foldersOf('type:projection')],
    // Adapters for SQLite share one driver, that of the log.
    ignores: [PLATFORM, 'libs/*/src/sqlite/**', 'libs/**/*.spec.ts', ...ADAPTER_SPECS],
    refuses: ADAPTER,
    because: 'this is an adapter. Ask for the port, which is at the library\'s own name; platform and the hosts (standalone, cli) choose the adapter.',
  },
  {
    name: 'contexts-use-front-doors',
    files: CONTEXTS,
    ignores: ADAPTER_SPECS,
    refuses: /^@fengqiao\/(contracts|platform|policies|calendar|deadlines|kernel)\/.+/,
    because: 'a context uses a library by its front door, `@fengqiao/<library>`: what lies behind it names a technology or is about to change.',
  },
  {
    name: 'ports-stand-alone',
    files: PORTS.map((port) => `libs/${port}/src/*.ts`),
    ignores: ['**/*.spec.ts'],
    refuses: /^\.\/(sqlite|kurrentdb|in-process|kafka|memory|mongodb|bull|file|conformance)(\/|$)/,
    because: 'a port does not know its adapters: whoever imports the port would load the technology too. Import the adapter by its sub-entry, in platform or a host.',
  },
  {
    name: 'seeding-uses-public-commands',
    files: ['services/standalone/src/demonstration*.ts', 'services/standalone/src/demonstration*/**/*.ts'],
    refuses: /event-store|libsql/,
    because: 'the demonstration is made through the public commands, as a user would make it. Seeding that writes to the log itself would show cases no user can have.',
  },
  {
    name: 'views-cause-nothing',
    files: ['services/projection/src/{deadlines,views}/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    refuses: /^@fengqiao\/(event-store|timers)(\/|$)|\/escalation(\/|$)/,
    because: 'what is computed from the log can neither write to it nor wake anybody, or a rebuild would do so again. Return what is owed; the escalator alone acts on it.',
  },
  {
    name: 'tests-only',
    files: SOURCES,
    ignores: TESTS,
    refuses: /^(@fengqiao\/testing|@fengqiao\/[^/]+\/conformance|fast-check|supertest|ajv|ajv-formats|chinese-days|@jest\/.+|node:test)(\/|$)|\.(spec|scenes)$/,
    because: 'this is for tests: it is not there in production. Import it from a .spec.ts, a .scenes.ts (named events for them) or a conformance suite only.',
  },
  ...TECHNOLOGIES.map(({ name, packages, homes, instead }) => ({
    name: `technology-${name}`,
    files: SOURCES,
    ignores: [PLATFORM, ...HOSTS, ...ADAPTER_SPECS, ...homes.map((home) => `${home}/**`)],
    refuses: new RegExp(`^(${packages.map((each) => each.replace('*', '.+')).join('|')})(/|$)`),
    because: `only ${[...homes, 'platform'].join(', ')} and the hosts (standalone, cli) name this technology. Here, ${instead}.`,
  })),
];

/** Which library may use which. `testing` is left out: the rule tests-only says who may use it. */
const LAYERS = {
  kernel: [],
  contracts: ['kernel'],
  calendar: ['kernel'],
  policies: ['kernel', 'contracts'],
  deadlines: ['kernel', 'calendar', 'policies'],
  timers: ['kernel'],
  'event-store': ['kernel'],
  'event-bus': ['kernel', 'event-store'],
  'read-models': ['kernel', 'event-store', 'event-bus'],
  security: ['kernel', 'contracts', 'event-store', 'read-models'],
};

/** Options of @nx/enforce-module-boundaries: tags stand in each package.json, under `nx`. */
export const NX_BOUNDARIES = {
  depConstraints: [
    ...['lib', 'context', 'projection'].map((type) => ({ sourceTag: `type:${type}`, onlyDependOnLibsWithTags: ['type:lib'] })),
    { sourceTag: 'type:host', onlyDependOnLibsWithTags: ['type:lib', 'type:context', 'type:projection', 'type:host'] },
    ...Object.entries(LAYERS).map(([scope, uses]) => ({
      sourceTag: `scope:${scope}`,
      onlyDependOnLibsWithTags: scope === 'kernel' ? [] : [...uses, 'testing'].map((each) => `scope:${each}`),
    })),
  ],
  // Tests of a library use @fengqiao/testing, which uses the library: a circle in the graph, none at run time.
  ignoredCircularDependencies: PROJECTS.filter(({ name }) => name !== 'testing').map(({ name }) => ['@fengqiao/testing', `@fengqiao/${name}`]),
};

/** One rule for a boundary: it sees import, export from, import(), require, jest.mock and import types. */
export function boundaryRule({ refuses, because, selfAllowed }) {
  return {
    meta: { type: 'problem', schema: [], messages: { refused: `\`{{specifier}}\`: ${because}` } },
    create(context) {
      const self = selfAllowed ? ownName(context.filename) : undefined;
      const check = (node, source) => {
        const specifier = literalOf(source);
        if (specifier === undefined || !refuses.test(specifier)) return;
        if (self && (specifier === self || specifier.startsWith(`${self}/`))) return;
        context.report({ node, messageId: 'refused', data: { specifier } });
      };
      const bySource = (node) => check(node, node.source);
      return {
        ImportDeclaration: bySource,
        ExportNamedDeclaration: bySource,
        ExportAllDeclaration: bySource,
        ImportExpression: bySource,
        TSImportType: bySource,
        TSExternalModuleReference: (node) => check(node, node.expression),
        'CallExpression[callee.name="require"]': (node) => check(node, node.arguments[0]),
        'CallExpression[callee.object.name=/^(require|jest)$/]': (node) => check(node, node.arguments[0]),
      };
    },
  };
}

function literalOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

function ownName(filename) {
  const [, name] = path.relative(ROOT, filename).split(path.sep);
  return `@fengqiao/${name}`;
}

function readProject(group, name) {
  const { nx } = JSON.parse(readFileSync(path.join(ROOT, group, name, 'package.json'), 'utf8'));
  return { group, name, tags: nx?.tags ?? [] };
}

function foldersOf(tag) {
  return PROJECTS.filter(({ tags }) => tags.includes(tag)).map(({ group, name }) => `${group}/${name}/src/**/*.ts`);
}

function namesOf(...wanted) {
  return PROJECTS.filter(({ tags }) => tags.some((tag) => wanted.includes(tag))).map(({ name }) => name);
}
