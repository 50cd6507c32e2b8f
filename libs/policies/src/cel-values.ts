import { eventType, eventTypes, type FieldInfo } from '@fengqiao/contracts';
import { invariant, type Json, type JsonObject } from '@fengqiao/kernel';
import type { Parameters } from './rule';

/** One value of a closed set; values of one set compare in the order of the published language. */
export class EnumValue {
  constructor(
    readonly name: string,
    readonly number: number,
  ) {}
}

/** A closed set as CEL knows it: the class of its values, and an object that holds them by their short names. */
export interface EnumType {
  readonly name: string;
  readonly valueClass: new (name: string, number: number) => EnumValue;
  readonly namesClass: new () => View;
  readonly names: View;
  readonly byFullName: ReadonlyMap<string, EnumValue>;
}

export type View = Record<string, unknown>;

export class SubjectView {
  constructor(
    readonly kind: string,
    readonly division: string,
    readonly officeId: string,
    readonly level: EnumValue | undefined,
  ) {}
}

/** Each is absent where it is unknown, so that a condition that needs it errs. */
export class StartView {
  date?: string;
  timeOfDay?: string;
}

export class ParametersView {
  [name: string]: unknown;
}

interface MessageType {
  readonly viewClass: new () => View;
  readonly fields: readonly FieldInfo[];
}

/** Every closed set of the published language, by its short name. */
export const enumTypes: ReadonlyMap<string, EnumType> = new Map(
  eventTypes()
    .flatMap(({ fields }) => enumFieldsOf(fields))
    .map((field) => [shortName(field.of), enumTypeOf(field.of, field.values)]),
);

const levels: readonly EnumValue[] = [...(enumTypes.get('Level')?.byFullName.values() ?? [])];
const messageTypes = new Map<string, MessageType>();
const viewsOfData = new WeakMap<object, View>();
const emptyViews = new Map<string, View>();
const NO_DATA: JsonObject = {};

/** An event as conditions see it: enums as ordered values, defaults filled, fields of data class NONE only. */
export function eventView(type: string, data: JsonObject): object {
  const known = viewsOfData.get(data);
  if (known) return known;
  const info = eventType(type);
  invariant(info, `${type} is no event type`);
  const view = messageView(type, info.fields, data);
  viewsOfData.set(data, view);
  return view;
}

/** An event of which nothing is known but its defaults: the `last` of a first one. */
export function emptyEventView(type: string): object {
  const known = emptyViews.get(type);
  if (known) return known;
  const view = messageView(type, eventType(type)?.fields ?? [], NO_DATA);
  emptyViews.set(type, view);
  return view;
}

/** The subject as conditions see it, as of the start. */
export function subjectView(subject: { kind: string; division: string; officeId: string; level: number }): object {
  return new SubjectView(subject.kind, subject.division, subject.officeId, levels[subject.level]);
}

/** The start as conditions see it: `date` as YYYY-MM-DD and `timeOfDay` as HH:mm, each absent where it is unknown. */
export function startView(date: string | undefined, timeOfDay: string | undefined): object {
  const view = new StartView();
  if (date !== undefined) view.date = date;
  if (timeOfDay !== undefined) view.timeOfDay = timeOfDay;
  return view;
}

/** The parameters as conditions see them; counts of days are nothing they can read. */
export function parametersView(parameters: Parameters): object {
  const view = new ParametersView();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'object') view[name] = typeof value === 'number' ? BigInt(value) : value;
  }
  return view;
}

/** What a message is in CEL: a class of its own and the fields that may be read. */
export function messageTypeOf(type: string, fields: readonly FieldInfo[]): MessageType {
  const known = messageTypes.get(type);
  if (known) return known;
  const name = celName(type);
  const made = { viewClass: { [name]: class {} }[name] as new () => View, fields: fields.filter((field) => field.class === 'NONE') };
  messageTypes.set(type, made);
  return made;
}

/** `mediation_v1_DisputeGraded`: CEL has no dots in the names of types. */
export function celName(type: string): string {
  return type.replaceAll('.', '_');
}

/** `Grade` of `mediation.v1.Grade`; the published language uses each short name once. */
export function shortName(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf('.') + 1);
}

function enumFieldsOf(fields: readonly FieldInfo[]): Extract<FieldInfo, { kind: 'enum' }>[] {
  return fields.flatMap((field) => (field.kind === 'enum' ? [field] : field.kind === 'message' ? enumFieldsOf(field.fields) : []));
}

function enumTypeOf(typeName: string, fullNames: readonly string[]): EnumType {
  const name = shortName(typeName);
  const prefix = (fullNames[0] as string).replace(/UNSPECIFIED$/, '');
  const valueClass = { [name]: class extends EnumValue {} }[name] as EnumType['valueClass'];
  const namesClass = { [`${name}Names`]: class {} }[`${name}Names`] as EnumType['namesClass'];
  const byFullName = new Map(fullNames.map((full, number) => [full, new valueClass(full, number)]));
  const names = new namesClass();
  for (const [full, value] of byFullName) names[full.slice(prefix.length)] = value;
  return { name, valueClass, namesClass, names, byFullName };
}

function messageView(type: string, fields: readonly FieldInfo[], data: JsonObject): View {
  const { viewClass, fields: readable } = messageTypeOf(type, fields);
  const view = new viewClass();
  for (const field of readable) {
    const value = valueOf(field, data[field.jsonName]);
    // A value that is not of its type is left out: a condition that reads it errs, and takes the strict reading.
    if (value !== undefined) view[field.jsonName] = value;
  }
  return view;
}

function valueOf(field: FieldInfo, json: Json | undefined): unknown {
  if (!field.repeated) return oneValue(field, json);
  if (json === undefined) return [];
  if (!Array.isArray(json)) return undefined;
  const items = json.map((item: Json) => oneValue(field, item));
  return items.includes(undefined) ? undefined : items;
}

function oneValue(field: FieldInfo, json: Json | undefined): unknown {
  switch (field.kind) {
    case 'enum':
      return enumTypes.get(shortName(field.of))?.byFullName.get(json === undefined ? (field.values[0] as string) : String(json));
    case 'message':
      return messageView(field.of, field.fields, (json ?? NO_DATA) as JsonObject);
    case 'scalar':
      return scalarValue(field.scalar, json);
  }
}

function scalarValue(scalar: string, json: Json | undefined): unknown {
  if (scalar === 'string') return json === undefined ? '' : typeof json === 'string' ? json : undefined;
  if (scalar === 'bool') return json === undefined ? false : typeof json === 'boolean' ? json : undefined;
  if (json === undefined) return 0n;
  return /^-?\d{1,19}$/.test(String(json)) ? BigInt(String(json)) : undefined;
}
