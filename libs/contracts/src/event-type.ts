import type { EventData, EventFiles } from './gen/events';

/** How personal a field is: NONE, M1 identifiers, M2 address, M3 health, location, crime and means, M4 juvenile or sealed, M5 what was said. */
export type DataClass = 'NONE' | 'M1' | 'M2' | 'M3' | 'M4' | 'M5';

/** The type of an event: its proto full name. */
export type EventType = keyof EventData & string;

/** Events of every type that starts with the prefix, as a union on `type`: `EventOf<'mediation.v1.'>`. */
export type EventOf<P extends string = ''> = {
  [T in EventType]: T extends `${P}${string}` ? { readonly type: T; readonly data: EventData[T] } : never;
}[EventType];

/** Events that a file of the published language declares, as a union on `type`: `EventIn<'mediation/v1/dispute'>`. */
export type EventIn<F extends keyof EventFiles> = { [T in EventFiles[F]]: { readonly type: T; readonly data: EventData[T] } }[EventFiles[F]];

interface FieldBase {
  /** JSON names from the top of the data: `parties.name`; a list adds no index. */
  readonly path: string;
  readonly jsonName: string;
  readonly protoName: string;
  readonly class: DataClass;
  /** JSON name of the sibling that holds the person whose key seals the field; empty: the key of the stream. */
  readonly subject: string;
  /** Kind of the subject that the field names and to which the event is a fact too (`mediation.committee`): its stream is `<kind>-<value>`; empty: none. */
  readonly reference: string;
  readonly repeated: boolean;
}

/** A field of plain values; `scalar` is the proto type, an `int64` is stored as a decimal string. */
export interface ScalarField extends FieldBase {
  readonly kind: 'scalar';
  readonly scalar: 'string' | 'bool' | 'int32' | 'int64';
}

/** A field of a closed set; `of` is the proto name of the enum, `values` its full names in order. */
export interface EnumField extends FieldBase {
  readonly kind: 'enum';
  readonly of: string;
  readonly values: readonly string[];
}

/** A field of messages; `of` is their proto name, `fields` what they hold. */
export interface MessageField extends FieldBase {
  readonly kind: 'message';
  readonly of: string;
  readonly fields: readonly FieldInfo[];
}

export type FieldInfo = ScalarField | EnumField | MessageField;

/** What the published language says of one event. */
export interface EventTypeInfo {
  readonly type: EventType;
  /** The file of the published language that declares it: one file for the events of one aggregate. */
  readonly file: keyof EventFiles;
  /** A fact about the world: its occurredAt may be claimed. */
  readonly claimable: boolean;
  /** JSON name of the field that holds the office to which the event hands its subject over; empty: it hands over nothing. */
  readonly handsOver: string;
  readonly fields: readonly FieldInfo[];
}
