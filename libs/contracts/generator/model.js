// What the generator knows of the published language: every message and enum, with the options of options/v1/options.proto.
const { getOption, ScalarType } = require('@bufbuild/protobuf');
const { getComments } = require('@bufbuild/protoplugin');

const OPTIONS_FILE = 'options/v1/options';
// No floats: their text differs between writers, and the text is what the chain hashes. Amounts are int64 in fen.
const SCALARS = ['string', 'bool', 'int32', 'int64'];

/** Reads the files of a request into plain values, sorted by name so that the output never depends on the order of files. */
function readModel(schema) {
  const options = optionsOf(schema);
  const files = schema.files.filter((file) => file.name !== OPTIONS_FILE);
  const messages = files.flatMap((file) => file.messages).sort(byTypeName);
  const enums = files.flatMap((file) => file.enums).sort(byTypeName);
  messages.forEach(refuseNested);
  refuseSameNames([...messages, ...enums]);
  const fields = new Map(messages.map((message) => [message.typeName, message.fields.map((field) => readField(field, options))]));
  const used = new Set(messages.flatMap((message) => message.fields.map((field) => field.message?.typeName)));
  return {
    enums: enums.map((type) => ({ name: type.name, typeName: type.typeName, values: type.values.map((value) => value.name), comment: commentOf(type) })),
    messages: messages.map((message) => ({
      name: message.name,
      typeName: message.typeName,
      file: message.file.name,
      comment: commentOf(message),
      claimable: getOption(message, options.claimable),
      handsOver: handsOverOf(message, options),
      // A message that is the type of some field is a part of events, not an event.
      isEvent: !used.has(message.typeName),
      fields: fields.get(message.typeName),
    })),
  };
}

function optionsOf(schema) {
  const file = schema.allFiles.find(({ name }) => name === OPTIONS_FILE);
  if (!file) throw new Error(`${OPTIONS_FILE}.proto is not imported: no field can carry a data class`);
  const extension = (name) => file.extensions.find((candidate) => candidate.name === name);
  return {
    class: extension('class'),
    subject: extension('subject'),
    reference: extension('reference'),
    claimable: extension('claimable'),
    handsOver: extension('hands_over'),
    classes: file.enums.find(({ name }) => name === 'DataClass'),
  };
}

function readField(field, options) {
  const number = getOption(field, options.class);
  const read = {
    name: field.name,
    jsonName: field.jsonName,
    class: options.classes.value[number]?.name,
    subject: '',
    reference: getOption(field, options.reference),
    repeated: field.fieldKind === 'list',
    ...typeOf(field),
    comment: commentOf(field),
  };
  if (number === 0 || read.class === undefined) fail(field, 'has no data class; write [(options.v1.class) = NONE], or M1 to M5 where it is personal');
  if (read.class !== 'NONE' && read.scalar !== 'string') fail(field, `has data class ${read.class}, but only a string can be sealed`);
  if (read.reference !== '' && read.scalar !== 'string') fail(field, 'is a reference, but only a string can name another subject');
  const subject = getOption(field, options.subject);
  if (subject !== '') read.subject = subjectOf(field, subject, read.class, options);
  return read;
}

function subjectOf(field, subject, dataClass, options) {
  const sibling = field.parent.fields.find(({ name }) => name === subject);
  if (!sibling) fail(field, `names the subject ${subject}, which ${field.parent.typeName} does not have`);
  if (dataClass === 'NONE') fail(field, `names the subject ${subject}, but data class NONE is never sealed`);
  if (!isSingleString(sibling)) fail(field, `names the subject ${subject}, which is no single string`);
  if (!isPlain(sibling, options)) fail(field, `names the subject ${subject}, which is not of data class NONE`);
  return sibling.jsonName;
}

function handsOverOf(message, options) {
  const name = getOption(message, options.handsOver);
  if (name === '') return '';
  const field = message.fields.find((candidate) => candidate.name === name);
  if (!field || !isSingleString(field) || !isPlain(field, options)) throw new Error(`${message.file.name}.proto: ${message.typeName} hands over to ${name}, which is no single string of data class NONE in it`);
  return field.jsonName;
}

function isSingleString(field) {
  return field.fieldKind === 'scalar' && field.scalar === ScalarType.STRING;
}

/** Of data class NONE. */
function isPlain(field, options) {
  return getOption(field, options.class) === options.classes.value[1].number;
}

function typeOf(field) {
  if (field.fieldKind === 'map' || field.oneof) fail(field, 'is a map, a oneof or optional: events hold plain fields, lists and messages only');
  if (field.message) return { kind: 'message', of: field.message.name, typeName: field.message.typeName };
  if (field.enum) return { kind: 'enum', of: field.enum.name, typeName: field.enum.typeName };
  const scalar = ScalarType[field.scalar].toLowerCase();
  if (!SCALARS.includes(scalar)) fail(field, `is of type ${scalar}: events hold ${SCALARS.join(', ')}, enums and messages only`);
  return { kind: 'scalar', scalar };
}

function commentOf(desc) {
  return (getComments(desc).leading ?? '').trim().replace(/\s*\n\s*/g, ' ');
}

function refuseNested(message) {
  const nested = message.nestedMessages[0] ?? message.nestedEnums[0];
  if (nested) throw new Error(`${message.file.name}.proto: ${nested.typeName} stands inside another message; move it to the top of the file`);
}

function refuseSameNames(types) {
  const seen = new Map();
  for (const type of types) {
    const other = seen.get(type.name);
    if (other) throw new Error(`${type.file.name}.proto: ${type.typeName} and ${other} have the same short name; rename one`);
    seen.set(type.name, type.typeName);
  }
}

function fail(field, what) {
  throw new Error(`${field.parent.file.name}.proto: field ${field.parent.typeName}.${field.name} ${what}`);
}

function byTypeName(a, b) {
  return a.typeName < b.typeName ? -1 : 1;
}

module.exports = { readModel };
