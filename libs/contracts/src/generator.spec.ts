import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary } from '@bufbuild/protobuf';
import { CodeGeneratorRequestSchema, FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { differences } from '../generator/check.js';
import { plugin } from '../generator/events.js';

const root = join(__dirname, '../../..');
const OPTIONS = 'options/v1/options.proto';
const NONE = '[(options.v1.class) = NONE]';

/** Languages that must not pass, each a file of its own, and what the generator says of them. */
const BROKEN: Record<string, { body: string; says: string }> = {
  no_class: { body: 'message Bad { string name = 1; }', says: 'no_class.proto: field test.no_class.Bad.name has no data class' },
  unspecified: {
    body: 'message Bad { string name = 1 [(options.v1.class) = DATA_CLASS_UNSPECIFIED]; }',
    says: 'unspecified.proto: field test.unspecified.Bad.name has no data class',
  },
  helper: {
    body: `message Part { string name = 1; } message Good { Part part = 1 ${NONE}; }`,
    says: 'helper.proto: field test.helper.Part.name has no data class',
  },
  sealed_number: { body: 'message Bad { int32 age = 1 [(options.v1.class) = M1]; }', says: 'Bad.age has data class M1, but only a string can be sealed' },
  lost_subject: {
    body: 'message Bad { string name = 1 [(options.v1.class) = M1, (options.v1.subject) = "person_id"]; }',
    says: 'Bad.name names the subject person_id, which test.lost_subject.Bad does not have',
  },
  idle_subject: {
    body: `message Bad { string person_id = 1 ${NONE}; string name = 2 [(options.v1.class) = NONE, (options.v1.subject) = "person_id"]; }`,
    says: 'Bad.name names the subject person_id, but data class NONE is never sealed',
  },
  sealed_subject: {
    body: 'message Bad { string person_id = 1 [(options.v1.class) = M1]; string name = 2 [(options.v1.class) = M1, (options.v1.subject) = "person_id"]; }',
    says: 'Bad.name names the subject person_id, which is not of data class NONE',
  },
  many_subjects: {
    body: `message Bad { repeated string person_ids = 1 ${NONE}; string name = 2 [(options.v1.class) = M1, (options.v1.subject) = "person_ids"]; }`,
    says: 'Bad.name names the subject person_ids, which is no single string',
  },
  lost_holder: { body: `message Bad { option (options.v1.hands_over) = "office_id"; string other_id = 1 ${NONE}; }`, says: 'test.lost_holder.Bad hands over to office_id, which is no single string of data class NONE in it' },
  many_holders: { body: `message Bad { option (options.v1.hands_over) = "office_ids"; repeated string office_ids = 1 ${NONE}; }`, says: 'Bad hands over to office_ids, which is no single string' },
  sealed_holder: { body: 'message Bad { option (options.v1.hands_over) = "office_id"; string office_id = 1 [(options.v1.class) = M1]; }', says: 'Bad hands over to office_id, which is no single string' },
  fraction: { body: `message Bad { double amount = 1 ${NONE}; }`, says: 'Bad.amount is of type double: events hold string, bool, int32, int64' },
  choice: { body: `message Bad { oneof it { string a = 1 ${NONE}; } }`, says: 'Bad.a is a map, a oneof or optional' },
  nested: { body: `message Bad { message Part { string a = 1 ${NONE}; } Part part = 1 ${NONE}; }`, says: 'test.nested.Bad.Part stands inside another message' },
  endless: { body: `message Part { repeated Part parts = 1 ${NONE}; } message Bad { Part part = 1 ${NONE}; }`, says: 'test.endless.Part contains itself' },
};

const SOUND = `
  enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1; }
  message Part { string person_id = 1 ${NONE}; repeated string codes = 2 [(options.v1.class) = M3, (options.v1.subject) = "person_id"]; }
  message Done { option (options.v1.claimable) = true; Colour colour = 1 ${NONE}; repeated Part parts = 2 ${NONE}; Part chief = 3 ${NONE}; int64 fen = 4 ${NONE}; }`;

describe('the generator of events', () => {
  let files: FileDescriptorProto[] = [];

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'fengqiao-proto-'));
    mkdirSync(join(folder, 'options/v1'), { recursive: true });
    cpSync(join(root, 'proto', OPTIONS), join(folder, OPTIONS));
    for (const [name, body] of [['sound', SOUND], ['another', `message Ended { string how = 1 ${NONE}; }`], ['passing', `message Passed { option (options.v1.hands_over) = "office_id"; string office_id = 1 ${NONE}; }`], ...Object.entries(BROKEN).map(([key, value]) => [key, value.body])]) {
      writeFileSync(join(folder, `${name}.proto`), `syntax = "proto3"; package test.${name}; import "${OPTIONS}"; ${body}`);
    }
    const image = join(folder, 'image.binpb');
    execFileSync(join(root, 'node_modules/.bin/buf'), ['build', folder, '--as-file-descriptor-set', '-o', image]);
    files = fromBinary(FileDescriptorSetSchema, readFileSync(image)).file;
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(BROKEN))('refuses %s with file and field', (name, { says }) => {
    expect(() => generate(name)).toThrow(says);
  });

  it('writes types as stored, the table of fields, and takes no part of an event for an event', () => {
    const written = generate('sound');
    expect(written['events.ts']).toContain("export type Colour =\n  | 'COLOUR_UNSPECIFIED'\n  | 'COLOUR_RED';");
    expect(written['events.ts']).toContain('readonly colour: Colour;\n  readonly parts: readonly Part[];\n  readonly chief?: Part;\n  readonly fen: string;');
    expect(written['events.ts']).toContain("export type EventData = {\n  readonly 'test.sound.Done': Done;\n};");
    expect(written['event-types.ts']).toContain('claimable: true');
    expect(written['event-types.ts']).toContain("handsOver: ''");
    expect(generate('passing')['event-types.ts']).toContain("handsOver: 'officeId'");
    expect(written['event-types.ts']).toContain("path: 'parts.codes', jsonName: 'codes', protoName: 'codes', class: 'M3', subject: 'personId'");
  });

  it('writes the same text whatever the order of files', () => {
    const forward = generate('sound', 'another');
    files = [...files].reverse();
    expect(generate('another', 'sound')).toEqual(forward);
  });

  function generate(...names: string[]): Record<string, string> {
    const wanted = names.map((name) => `${name}.proto`);
    const request = create(CodeGeneratorRequestSchema, { parameter: 'target=ts', fileToGenerate: wanted, protoFile: files.filter(needed(wanted)) });
    // Protobuf wants dependencies first.
    request.protoFile.sort((a, b) => Number(b.name.startsWith('google/')) - Number(a.name.startsWith('google/')) || Number(b.name === OPTIONS) - Number(a.name === OPTIONS));
    const response = plugin.run(request);
    return Object.fromEntries(response.file.map((file) => [file.name, file.content]));
  }
});

function needed(wanted: readonly string[]): (file: FileDescriptorProto) => boolean {
  return ({ name }) => wanted.includes(name) || name === OPTIONS || name.startsWith('google/');
}

describe('the comparison of generated code', () => {
  it('names files that differ, are missing or are left over', () => {
    const folders = ['one', 'other'].map(() => mkdtempSync(join(tmpdir(), 'fengqiao-diff-'))) as [string, string];
    const [one, other] = folders;
    for (const [folder, name, text] of [[one, 'same', '1'], [other, 'same', '1'], [one, 'changed', '1'], [other, 'changed', '2'], [one, 'gone', '1'], [other, 'new', '1']] as const) {
      writeFileSync(join(folder, name), text);
    }
    expect(differences(one, other)).toEqual(['changed', 'gone', 'new']);
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
});
