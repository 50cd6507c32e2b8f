// fengqiao/pure: the same arguments give the same answer, on any machine, at any time, in a replay years from now.
// The rule follows references, not spelling: another name, a destructured member or a default parameter value hides nothing.
import { builtinModules } from 'node:module';

const TIME = 'take an Instant, Millis or EpochDay as an argument and count with libs/kernel/src/time.ts';
const IDS = 'take ids as an argument: DecideContext.id(index) gives the same ids for the same command';
const CONFIGURATION = 'take configuration as an argument; only platform and the hosts read the environment';
const ALARM = 'return the next instant at which something can change; the timer port does the waking';
const OUTSIDE = 'take what was read as an argument; an adapter or a host does the reading';
const SILENT = 'return a value; platform logs';
const LOCALE = "name the locale, as in 'zh-CN'; the machine's own differs from place to place";
const LITERAL = 'import by name, so that what is used can be seen';
const OPEN = 'name the thing itself, so that what is used can be seen';
const MEMBERS = 'use its members where it stands; under another name they cannot be seen';

/** Globals that may not be named at all, and what to do instead. */
const REFUSED_GLOBALS = new Map([
  ['Date', TIME], ['performance', TIME],
  ['crypto', IDS],
  ['process', CONFIGURATION],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'].map((name) => [name, ALARM]),
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'navigator', '__dirname', '__filename'].map((name) => [name, OUTSIDE]),
  ['console', SILENT],
  ...['globalThis', 'global', 'require', 'eval', 'Function'].map((name) => [name, OPEN]),
]);

/** Globals that are pure but for some members. */
const REFUSED_MEMBERS = new Map([
  ['Math', new Map([['random', IDS]])],
  ['Temporal', new Map([['Now', TIME]])],
]);

/** Packages and built-in modules of which only the named exports are pure. */
const PURE_EXPORTS = new Map([
  ['crypto', { names: new Set(['hash', 'createHash', 'createHmac', 'timingSafeEqual']), instead: IDS }],
  ['uuid', { names: new Set(['v3', 'v5', 'parse', 'stringify', 'validate', 'version', 'NIL', 'MAX']), instead: IDS }],
]);
const PURE_BUILTINS = new Set(['assert', 'assert/strict', 'buffer']);
const TIMER_BUILTINS = new Set(['timers', 'timers/promises']);
const CLOCK_BUILTINS = new Set(['perf_hooks']);

/** Exports of our own libraries that read a clock or the disk; they are for hosts. */
const IMPURE_NAMES = new Map([['loadCalendarYears', OUTSIDE], ['systemClock', TIME]]);
const IMPURE_ENTRIES = new Set(['@fengqiao/policies/shipped']);

/** Methods that fall back to the machine's locale, with the index of the argument that names one. */
const LOCALE_METHODS = new Map([
  ['toLocaleString', 0], ['toLocaleDateString', 0], ['toLocaleTimeString', 0],
  ['toLocaleUpperCase', 0], ['toLocaleLowerCase', 0], ['localeCompare', 1],
]);

/** @type {import('eslint').Rule.RuleModule} */
export const pure = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { impure: 'Pure code may not use `{{name}}`: {{instead}}.' },
  },
  create(context) {
    const { sourceCode } = context;
    const report = (node, name, instead) => context.report({ node, messageId: 'impure', data: { name, instead } });

    return {
      'Program:exit'() {
        for (const reference of globalReferences(sourceCode.scopeManager.globalScope)) {
          checkReference(reference, reference.identifier.name, report);
        }
      },
      ImportDeclaration(node) {
        if (node.importKind === 'type') return;
        checkModule(node, report);
        for (const specifier of node.specifiers) {
          const imported = specifier.imported?.name;
          if (IMPURE_NAMES.has(imported)) report(specifier, imported, IMPURE_NAMES.get(imported));
          if (!REFUSED_MEMBERS.has(imported)) continue;
          for (const variable of sourceCode.getDeclaredVariables(specifier)) {
            for (const reference of variable.references) checkReference(reference, imported, report);
          }
        }
      },
      ExportAllDeclaration: (node) => checkModule(node, report),
      ExportNamedDeclaration: (node) => node.source && node.exportKind !== 'type' && checkModule(node, report),
      ImportExpression: (node) => report(node, 'import()', LITERAL),
      MemberExpression: (node) => checkLocaleMethod(node, report),
    };
  },
};

/** References to names that the file itself does not declare. */
function globalReferences(globalScope) {
  return [...globalScope.variables.flatMap((variable) => variable.references), ...globalScope.through];
}

function checkReference(reference, name, report) {
  const node = reference.identifier;
  const typeOnly = reference.isTypeReference && !reference.isValueReference;
  if (typeOnly && name !== 'Date') return;
  if (REFUSED_GLOBALS.has(name)) reportGlobal(node, name, report);
  else if (REFUSED_MEMBERS.has(name)) checkMembers(node, name, report);
  else if (name === 'Intl') checkIntl(node, report);
}

function reportGlobal(node, name, report) {
  const label = labelOf(node, name);
  report(node, label, label === 'process.hrtime' ? TIME : REFUSED_GLOBALS.get(name));
}

/** `process.env` where a member is read, `process` where the whole is. */
function labelOf(node, name) {
  const member = memberOf(node);
  if (member) return `${name}.${member}`;
  const pattern = destructuringOf(node);
  const keys = pattern?.properties.map(keyOf) ?? [];
  return keys.length === 1 && keys[0] ? `${name}.${keys[0]}` : name;
}

function checkMembers(node, name, report) {
  const refused = REFUSED_MEMBERS.get(name);
  const pattern = destructuringOf(node);
  const used = pattern ? pattern.properties.map(keyOf) : [memberOf(node)];
  for (const member of used) {
    if (member === undefined) report(node, name, MEMBERS);
    else if (refused.has(member)) report(node, `${name}.${member}`, refused.get(member));
  }
}

function checkIntl(node, report) {
  const member = memberOf(node);
  if (member === undefined) return report(node, 'Intl', MEMBERS);
  if (/^[a-z]/.test(member)) return;
  const call = node.parent.parent;
  const called = (call.type === 'NewExpression' || call.type === 'CallExpression') && call.callee === node.parent;
  if (!called || !isExplicit(call.arguments[0])) return report(node, `Intl.${member}`, LOCALE);
  if (member === 'DateTimeFormat' && !namesTimeZone(call.arguments[1])) {
    report(node, 'Intl.DateTimeFormat', "name the time zone, as in { timeZone: 'Asia/Shanghai' }; the machine's own differs from place to place");
  }
}

function checkLocaleMethod(node, report) {
  const name = propertyName(node);
  if (!LOCALE_METHODS.has(name)) return;
  const call = node.parent;
  const called = call.type === 'CallExpression' && call.callee === node;
  if (!called || !isExplicit(call.arguments[LOCALE_METHODS.get(name)])) report(node.property, name, LOCALE);
}

function checkModule(node, report) {
  const specifier = node.source.value;
  if (IMPURE_ENTRIES.has(specifier)) return report(node, specifier, OUTSIDE);
  const module = specifier.replace(/^node:/, '');
  const pureExports = PURE_EXPORTS.get(module);
  if (pureExports) return checkExports(node, specifier, pureExports, report);
  if (!builtinModules.includes(module) || PURE_BUILTINS.has(module)) return;
  report(node, specifier, TIMER_BUILTINS.has(module) ? ALARM : CLOCK_BUILTINS.has(module) ? TIME : module === 'process' ? CONFIGURATION : OUTSIDE);
}

function checkExports(node, specifier, { names, instead }, report) {
  if (node.type === 'ExportAllDeclaration') return report(node, specifier, LITERAL);
  for (const part of node.specifiers) {
    if (part.importKind === 'type' || part.exportKind === 'type') continue;
    const name = (part.type === 'ImportSpecifier' ? part.imported : part.type === 'ExportSpecifier' ? part.local : undefined)?.name;
    if (name === undefined) report(part, specifier, LITERAL);
    else if (!names.has(name)) report(part, `${specifier.replace(/^node:/, '')}.${name}`, instead);
  }
}

/** The member that is read from a reference; undefined where it is not a plain member access. */
function memberOf(node) {
  const { parent } = node;
  if (parent.type === 'MemberExpression' && parent.object === node) return propertyName(parent);
  if (parent.type === 'TSQualifiedName' && parent.left === node) return parent.right.name;
  return undefined;
}

function propertyName(member) {
  if (!member.computed) return member.property.name;
  return member.property.type === 'Literal' ? String(member.property.value) : undefined;
}

/** The pattern of `const { now } = Date`, also as a default value or an assignment. */
function destructuringOf(node) {
  const { parent } = node;
  const target = parent.type === 'VariableDeclarator' && parent.init === node ? parent.id
    : (parent.type === 'AssignmentExpression' || parent.type === 'AssignmentPattern') && parent.right === node ? parent.left
    : undefined;
  return target?.type === 'ObjectPattern' ? target : undefined;
}

function keyOf(property) {
  if (property.type !== 'Property') return undefined;
  if (property.computed) return property.key.type === 'Literal' ? String(property.key.value) : undefined;
  return property.key.name ?? String(property.key.value);
}

function isExplicit(argument) {
  if (!argument || argument.type === 'SpreadElement') return false;
  if (argument.type === 'Identifier' && argument.name === 'undefined') return false;
  return !(argument.type === 'ArrayExpression' && argument.elements.length === 0);
}

function namesTimeZone(options) {
  return options?.type === 'ObjectExpression' && options.properties.some((property) => keyOf(property) === 'timeZone');
}
