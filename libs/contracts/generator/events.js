// Our own generator: from proto messages to types of events as they are stored, and to a table of what each field is.
const { createEcmaScriptPlugin } = require('@bufbuild/protoplugin');
const { readModel } = require('./model');

// ProtoJSON writes 64-bit integers as strings.
const TS_TYPES = { string: 'string', bool: 'boolean', int32: 'number', int64: 'string' };

const plugin = createEcmaScriptPlugin({ name: 'fengqiao-events', version: 'v1', generateTs });

function generateTs(schema) {
  const model = readModel(schema);
  const events = model.messages.filter(({ isEvent }) => isEvent);
  printTypes(schema.generateFile('events.ts'), model, events);
  printTable(schema.generateFile('event-types.ts'), model, events);
  printSchemas(schema.generateFile('schemas.ts'), events);
}

function printTypes(file, model, events) {
  header(file, 'Events as they are stored: ProtoJSON with implicit fields emitted.');
  for (const type of model.enums) {
    comment(file, '', type.comment);
    file.print('export type ', type.name, ' =');
    for (const value of type.values) file.print("  | '", value, "'", value === type.values.at(-1) ? ';' : '');
    file.print();
  }
  for (const message of model.messages) printMessage(file, message);
  comment(file, '', 'The data of every event, by type.');
  file.print('export type EventData = {');
  for (const event of events) file.print("  readonly '", event.typeName, "': ", event.name, ';');
  file.print('};');
  file.print();
  comment(file, '', 'The types of events that each file of the published language declares: one file for the events of one aggregate.');
  file.print('export type EventFiles = {');
  for (const name of [...new Set(events.map((event) => event.file))].sort()) {
    file.print("  readonly '", name, "':");
    const own = events.filter((event) => event.file === name);
    for (const event of own) file.print("    | '", event.typeName, "'", event === own.at(-1) ? ';' : '');
  }
  file.print('};');
}

function printMessage(file, message) {
  comment(file, '', message.comment);
  // A type, not an interface: only a type has the implicit index signature that makes it a JsonObject.
  file.print('export type ', message.name, ' = {');
  for (const field of message.fields) {
    comment(file, '  ', field.comment);
    const optional = field.kind === 'message' && !field.repeated ? '?' : '';
    file.print('  readonly ', field.jsonName, optional, ': ', field.repeated ? 'readonly ' : '', tsType(field), field.repeated ? '[]' : '', ';');
  }
  file.print('};');
  file.print();
}

function tsType(field) {
  return field.kind === 'scalar' ? TS_TYPES[field.scalar] : field.of;
}

function printTable(file, model, events) {
  header(file, 'What each event and each of its fields is, from the options in the published language.');
  file.print("import type { EventTypeInfo } from '../event-type';");
  file.print();
  file.print('export const EVENT_TYPES: readonly EventTypeInfo[] = [');
  for (const event of events) {
    file.print('  {');
    file.print("    type: '", event.typeName, "',");
    file.print("    file: '", event.file, "',");
    file.print('    claimable: ', String(event.claimable), ',');
    file.print("    handsOver: '", event.handsOver, "',");
    printFields(file, model, event, '    ', '', [event.typeName]);
    file.print('  },');
  }
  file.print('];');
}

function printFields(file, model, message, indent, prefix, above) {
  if (message.fields.length === 0) return file.print(indent, 'fields: [],');
  file.print(indent, 'fields: [');
  for (const field of message.fields) printField(file, model, field, `${indent}  `, prefix, above);
  file.print(indent, '],');
}

function printField(file, model, field, indent, prefix, above) {
  const path = `${prefix}${field.jsonName}`;
  const own =
    `path: '${path}', jsonName: '${field.jsonName}', protoName: '${field.name}', class: '${field.class}', subject: '${field.subject}', ` +
    `reference: '${field.reference}', repeated: ${field.repeated}, kind: '${field.kind}'`;
  if (field.kind === 'scalar') return file.print(indent, '{ ', own, `, scalar: '${field.scalar}' },`);
  if (field.kind === 'enum') {
    const { values } = model.enums.find(({ typeName }) => typeName === field.typeName);
    return file.print(indent, '{ ', own, `, of: '${field.typeName}', values: [${values.map((value) => `'${value}'`).join(', ')}] },`);
  }
  if (above.includes(field.typeName)) throw new Error(`${field.typeName} contains itself (${[...above, field.typeName].join(' > ')}): events are trees of known depth`);
  const nested = model.messages.find(({ typeName }) => typeName === field.typeName);
  file.print(indent, '{');
  file.print(indent, '  ', own, `, of: '${field.typeName}',`);
  printFields(file, model, nested, `${indent}  `, `${path}.`, [...above, field.typeName]);
  file.print(indent, '},');
}

function printSchemas(file, events) {
  header(file, 'The descriptor of every event, for reading and writing its ProtoJSON.');
  for (const path of [...new Set(events.map((event) => event.file))].sort()) {
    const names = events.filter((event) => event.file === path).map(({ name }) => `${name}Schema`);
    file.print('import { ', names.join(', '), " } from './", path, "_pb';");
  }
  file.print();
  file.print('export const SCHEMAS = {');
  for (const event of events) file.print("  '", event.typeName, "': ", event.name, 'Schema,');
  file.print('} as const;');
}

function header(file, what) {
  file.print('/* eslint-disable */');
  file.print('// Generated by libs/contracts/generator from proto/: change that, then run `npm run proto:generate`.');
  file.print('// ', what);
  file.print();
}

function comment(file, indent, text) {
  if (text) file.print(indent, '/** ', text.replaceAll('*/', '* /'), ' */');
}

module.exports = { plugin };
