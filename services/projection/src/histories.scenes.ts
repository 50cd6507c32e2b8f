import { encodeEvent, eventTypes, type EventType, type FieldInfo } from '@fengqiao/contracts';
import { toInstant, type Instant, type Json, type JsonObject, type NewEvent } from '@fengqiao/kernel';
import * as fc from 'fast-check';

/* Random histories of the real event types, for specs that hold one view against another. Few ids, so that events meet each other. */

const IDS = ['1', '2', '3'].map((n) => `0000000${n}-0000-4000-8000-000000000000`);
const INSTANTS = ['2026-11-20T02:00:00.000Z', '2026-11-21T16:00:00.000Z', '2026-11-23T04:30:00.000Z'];
const DATES = ['2026-11-01', '2026-11-22', '2027-01-15'];
const START = 1_795_330_800_000;
const MINUTE = 60_000;

/** Texts that a field of this name holds; the rest are codes. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  outcome: ['agreed', 'failed', 'refused', 'withdrawn'],
  division: ['330681109201', '330681109', '330681110', '3306'],
  caseStream: IDS.map((id) => `mediation.dispute-${id}`),
  dueDate: DATES,
  flags: ['escalating', 'beyondLevel', 'massIncident'],
  kind: ['人调'],
  result: ['satisfied', 'dissatisfied'],
  origin: ['', 'import'],
};

/** The streams a type may stand in; few of each. */
const STREAMS: readonly (readonly [type: RegExp, streams: readonly string[]])[] = [
  [/^mediation\.v1\.Screening/, IDS.map((id) => `mediation.screening-${id}`)],
  [/^mediation\.v1\.Committee/, IDS.map((id) => `mediation.committee-${id}`)],
  [/^mediation\.v1\.MediatorTrainingHeld/, IDS.map((id) => `mediation.training-${id}`)],
  [/^mediation\.v1\.TrendAnalysis/, IDS.map((id) => `mediation.analysis-${id}`)],
  // Not the appointment of mediators, which is a dispute's.
  [/^mediation\.v1\.Mediator[A-Z]/, IDS.map((id) => `mediation.mediator-${id}`)],
  [/^mediation\./, IDS.map((id) => `mediation.dispute-${id}`)],
  [/^directory\.v1\.Office/, IDS.map((id) => `directory.office-${id}`)],
  [/^directory\.v1\.Person/, IDS.map((id) => `directory.person-${id}`)],
  [/^directory\.v1\.DutyRoster/, IDS.map((id) => `directory.roster-${id}`)],
  [/^deadlines\./, IDS.map((id) => `deadlines.escalation-${id}`)],
];

/** Events of these types, with any data that the published language allows. */
export function eventOf(type: EventType): fc.Arbitrary<{ readonly type: EventType; readonly data: JsonObject }> {
  const info = eventTypes().find((each) => each.type === type);
  if (!info) throw new Error(`${type} is not in the published language`);
  return message(info.fields).map((data) => ({ type, data: encodeEvent(type as string, data) }));
}

function message(fields: readonly FieldInfo[]): fc.Arbitrary<JsonObject> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.jsonName, field.repeated ? fc.uniqueArray(single(field), { maxLength: 3 }) : single(field)]))) as fc.Arbitrary<JsonObject>;
}

function single(field: FieldInfo): fc.Arbitrary<Json> {
  if (field.kind === 'message') return message(field.fields);
  if (field.kind === 'enum') return fc.constantFrom(...field.values);
  switch (field.scalar) {
    case 'bool':
      return fc.boolean();
    case 'int32':
      return fc.nat(20);
    case 'int64':
      return fc.nat(200_000_000).map(String);
    case 'string':
      return fc.constantFrom(...textsOf(field));
  }
}

function textsOf({ jsonName, class: dataClass }: FieldInfo): readonly string[] {
  if (dataClass !== 'NONE') return ['', 'sealed:1:k1:AAAA', 'sealed:1:k2:BBBB'];
  const own = TEXTS[jsonName];
  if (own) return own;
  if (/(Id|Ids)$|^subject$/.test(jsonName)) return IDS;
  if (/At$|^(from|to|at|due)$/.test(jsonName)) return INSTANTS;
  if (/On$|From$/.test(jsonName)) return DATES;
  return ['', 'a', 'b'];
}

/** One event to be appended to a stream. */
export interface Happening {
  readonly stream: string;
  readonly type: string;
  readonly data: JsonObject;
  /** Minutes between its happening and its recording, and by how much it comes after the full hour at which its turn is. */
  readonly late: number;
  readonly pause: number;
}

/** Mostly disputes in their ordinary order, so that histories come far; among them anything anywhere, and what the directory says. */
export function happenings(types: readonly EventType[] = eventTypes().map(({ type }) => type)): fc.Arbitrary<Happening> {
  const kinds = types.filter((type) => STREAMS.some(([pattern]) => pattern.test(type)));
  return fc.constantFrom(...kinds, ...kinds.filter((type) => type === 'mediation.v1.DisputeRegistered' || type === 'mediation.v1.AgreementConcluded')).chain((type) =>
    fc.record({
      stream: fc.constantFrom(...(STREAMS.find(([pattern]) => pattern.test(type)) as (typeof STREAMS)[number])[1]),
      event: eventOf(type),
      late: fc.constantFrom(0, 0, 5, 2_000),
      pause: fc.nat(59),
    }).map(({ stream, event, late, pause }) => ({ stream, ...event, late, pause })),
  );
}

/** Numbers of one office in one year, in order and without gaps, as they are always appended. */
export function numbersOf(count: number): readonly Happening[] {
  return Array.from({ length: count }, (_, index) => ({
    stream: `numbering.${IDS[0]}.2026.人调`,
    type: 'numbering.v1.CaseNumberAssigned',
    data: { number: index + 1, caseStream: `mediation.dispute-${IDS[index % 3]}`, officeId: IDS[0] as string, year: 2026, kind: '人调' },
    late: 0,
    pause: 1,
  }));
}

/** What a store is given for a happening, and when. `index` makes its id. */
export function toNewEvent({ type, data, late }: Happening, index: number, now: Instant, minutes: number): NewEvent {
  return {
    id: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
    type,
    data,
    meta: {
      occurredAt: minutes - late > 0 ? at(minutes - late) : now,
      actor: IDS[0] as string,
      office: IDS[1] as string,
      jurisdiction: '330681',
      correlation: '',
      causation: '',
      command: { id: `c${index}`, body: '' },
    },
  };
}

/** The instant so many minutes after the beginning of all histories, Sunday 22 November 2026 at 15:00 in Asia/Shanghai. */
export function at(minutes: number): Instant {
  return toInstant(START + minutes * MINUTE);
}
