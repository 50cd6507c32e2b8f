// Bans that hold everywhere, each with its reason. Every one of them has a fixture that breaks it.

const DISPATCHER = new Set([
  'CommandBus', 'QueryBus', 'CqrsModule', 'CommandHandler', 'QueryHandler', 'Command', 'Query',
  'ICommand', 'ICommandHandler', 'IQuery', 'IQueryHandler', 'CqrsModuleOptions', 'CommandHandlerNotFoundException', 'QueryHandlerNotFoundException',
]);
const CQRS = '@nestjs/cqrs';
const LOSES_EVENTS = 'its events live in memory only: a handler that throws ends a saga for good and a crash loses what was published. Append to the log; the relay publishes what is committed';

/** Of @nestjs/cqrs only the two dispatchers are used. */
const cqrsDispatchesOnly = rule({
  refused: `\`{{name}}\` of ${CQRS} is banned: ${LOSES_EVENTS}.`,
  whole: `Import the dispatchers of ${CQRS} by name (CommandBus, QueryBus, …): the rest of it is banned, because ${LOSES_EVENTS}.`,
}, (context) => {
  const check = (node) => {
    if (node.source?.value !== CQRS) return;
    if (node.type === 'ExportAllDeclaration') context.report({ node, messageId: 'whole' });
    for (const specifier of node.specifiers ?? []) {
      const name = (specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.type === 'ExportSpecifier' ? specifier.local : undefined)?.name;
      if (name === undefined) context.report({ node: specifier, messageId: 'whole' });
      else if (!DISPATCHER.has(name)) context.report({ node: specifier, messageId: 'refused', data: { name } });
    }
  };
  return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
});

const namedExports = rule({
  refused: 'Export it by name: a default export is called something else by every importer, and a search for the word misses it.',
}, (context) => {
  const report = (node) => context.report({ node, messageId: 'refused' });
  return {
    ExportDefaultDeclaration: report,
    'ExportSpecifier[exported.name="default"]': report,
    TSExportAssignment: report,
  };
});

const TEST_ROOTS = new Set(['describe', 'it', 'test']);
const TEST_SWITCHES = new Set(['skip', 'only', 'todo', 'failing']);

/** A test that does not run proves nothing, and `only` switches off every other test of its file. */
const everyTestRuns = rule({
  refused: '`{{name}}` leaves tests out: run them all, or delete the one that no longer says something true.',
}, (context) => ({
  MemberExpression(node) {
    const path = pathOf(node);
    const last = path?.at(-1);
    if (path && TEST_ROOTS.has(path[0]) && TEST_SWITCHES.has(last)) context.report({ node, messageId: 'refused', data: { name: path.join('.') } });
  },
  'CallExpression > Identifier.callee[name=/^([xf](describe|it)|xtest)$/]'(node) {
    context.report({ node, messageId: 'refused', data: { name: node.name } });
  },
}));

const nothingUnfinished = rule({
  refused: '`{{word}}` in a comment: finish it now, or say in docs what is left out and why.',
}, (context) => ({
  Program() {
    for (const comment of context.sourceCode.getAllComments()) {
      const word = /\b(TODO|FIXME|XXX|HACK)\b/i.exec(comment.value)?.[0];
      if (word) context.report({ loc: comment.loc, messageId: 'refused', data: { word } });
    }
  },
}));

/** A rule that is switched off says why, behind two dashes. */
const disableWithReason = rule({
  refused: 'Say why the rule does not fit here: `eslint-disable-next-line rule -- reason`.',
}, (context) => ({
  Program() {
    for (const comment of context.sourceCode.getAllComments()) {
      if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) context.report({ loc: comment.loc, messageId: 'refused' });
    }
  },
}));

const literalImports = rule({
  refused: 'Import by a literal name: a computed one passes every boundary unseen.',
}, (context) => ({
  ImportExpression(node) {
    if (!isLiteral(node.source)) context.report({ node, messageId: 'refused' });
  },
  'CallExpression[callee.name="require"]'(node) {
    if (!isLiteral(node.arguments[0])) context.report({ node, messageId: 'refused' });
  },
}));

export const bans = {
  'cqrs-dispatches-only': cqrsDispatchesOnly,
  'named-exports': namedExports,
  'every-test-runs': everyTestRuns,
  'nothing-unfinished': nothingUnfinished,
  'disable-with-reason': disableWithReason,
  'literal-imports': literalImports,
};

function rule(messages, create) {
  return { meta: { type: 'problem', schema: [], messages }, create };
}

function isLiteral(node) {
  return node?.type === 'Literal' || (node?.type === 'TemplateLiteral' && node.expressions.length === 0);
}

/** `['describe', 'each', 'skip']` of `describe.each.skip`; undefined where it is not a chain of plain names. */
function pathOf(node) {
  if (node.type === 'Identifier') return [node.name];
  if (node.type !== 'MemberExpression') return undefined;
  const name = node.computed ? node.property.value : node.property.name;
  const before = pathOf(node.object);
  return before && name !== undefined ? [...before, String(name)] : undefined;
}
