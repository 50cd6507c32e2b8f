import { Environment } from '@marcbachmann/cel-js';
import { eventType, type FieldInfo } from '@fengqiao/contracts';
import { celName, enumTypes, messageTypeOf, ParametersView, shortName, StartView, SubjectView, type EnumType, type EnumValue } from './cel-values';
import type { Parameters } from './rule';

const base = baseEnvironment();
const environments = new Map<string, Environment>();

/**
 * The CEL environment of conditions on one event type under the parameters of a pack; made once for each combination of types.
 * With `each`, a list of the event, a condition may also read one of its members.
 */
export function environmentFor(type: string, parameters: Parameters, each?: FieldInfo): Environment {
  const kinds = parameterKinds(parameters);
  const id = `${type} ${JSON.stringify(kinds)} ${each?.path ?? ''}`;
  const known = environments.get(id);
  if (known) return known;
  const environment = base.clone();
  const name = registerMessage(environment, new Set(), type, eventType(type)?.fields ?? []);
  environment.registerVariable('event', name).registerVariable('last', name);
  environment.registerType('Parameters', { ctor: ParametersView, fields: kinds }).registerVariable('param', 'Parameters');
  if (each) environment.registerVariable('each', each.kind === 'message' ? celName(each.of) : 'string');
  environments.set(id, environment);
  return environment;
}

/** The CEL type of each parameter that conditions can read, in order of name. */
export function parameterKinds(parameters: Parameters): Record<string, string> {
  const kinds: Record<string, string> = {};
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name];
    if (typeof value === 'number') kinds[name] = 'int';
    if (typeof value === 'boolean') kinds[name] = 'bool';
    if (typeof value === 'string') kinds[name] = 'string';
  }
  return kinds;
}

function baseEnvironment(): Environment {
  const environment = new Environment();
  for (const type of enumTypes.values()) registerEnum(environment, type);
  environment.registerType('Subject', { ctor: SubjectView, fields: { kind: 'string', division: 'string', officeId: 'string', level: 'Level' } });
  environment.registerType('Start', { ctor: StartView, fields: { date: 'string', timeOfDay: 'string' } });
  environment.registerVariable('subject', 'Subject').registerVariable('start', 'Start');
  return environment.registerVariable('count', 'int').registerVariable('key', 'string');
}

/** `Grade.MAJOR` is of type Grade and compares with another Grade alone. */
function registerEnum(environment: Environment, { name, valueClass, namesClass, names }: EnumType): void {
  environment.registerType(name, { ctor: valueClass, fields: {} });
  environment.registerType(namesClass.name, { ctor: namesClass, fields: Object.fromEntries(Object.keys(names).map((word) => [word, name])) });
  environment.registerConstant(name, namesClass.name, names);
  environment.registerOperator(`${name} == ${name}`, (a: EnumValue, b: EnumValue) => a.number === b.number);
  environment.registerOperator(`${name} < ${name}`, (a: EnumValue, b: EnumValue) => a.number < b.number);
  environment.registerOperator(`${name} <= ${name}`, (a: EnumValue, b: EnumValue) => a.number <= b.number);
  environment.registerOperator(`${name} > ${name}`, (a: EnumValue, b: EnumValue) => a.number > b.number);
  environment.registerOperator(`${name} >= ${name}`, (a: EnumValue, b: EnumValue) => a.number >= b.number);
}

/** Registers a message and those inside it, with the fields of data class NONE alone, and returns its name in CEL. */
function registerMessage(environment: Environment, done: Set<string>, type: string, fields: readonly FieldInfo[]): string {
  const name = celName(type);
  if (done.has(name)) return name;
  done.add(name);
  const { viewClass, fields: readable } = messageTypeOf(type, fields);
  const declared = readable.map((field) => [field.jsonName, declaredType(environment, done, field)] as const);
  environment.registerType(name, { ctor: viewClass, fields: Object.fromEntries(declared) });
  return name;
}

function declaredType(environment: Environment, done: Set<string>, field: FieldInfo): string {
  const one = oneType(environment, done, field);
  return field.repeated ? `list<${one}>` : one;
}

function oneType(environment: Environment, done: Set<string>, field: FieldInfo): string {
  if (field.kind === 'enum') return shortName(field.of);
  if (field.kind === 'message') return registerMessage(environment, done, field.of, field.fields);
  return field.scalar === 'string' || field.scalar === 'bool' ? field.scalar : 'int';
}
