import { hash } from 'node:crypto';
import { encodeEvent, type EventData } from '@fengqiao/contracts';
import { canonicalText } from '@fengqiao/event-store';
import { civilOf, formatDate, shanghaiDay, toInstant, type Instant, type JsonObject, type NewEvent } from '@fengqiao/kernel';
import { seal } from '@fengqiao/security';
import { memoryKeyRing } from '@fengqiao/security/memory';

/** An office that works cases, and who works there. */
export interface Place {
  readonly officeId: string;
  readonly division: string;
  readonly actors: readonly string[];
  /** The office above, to which major disputes are reported. */
  readonly aboveId: string;
}

/** An event with its place in the log. */
export interface Placed {
  readonly stream: string;
  readonly revision: number;
  readonly event: NewEvent;
  readonly now: Instant;
}

type Step = { readonly [T in keyof EventData]: { readonly type: T; readonly data: Partial<EventData[T]> } }[keyof EventData];

/* What stands for what a case puts in its place; each has the form of what it stands for. `@n@` and `#n#`: instant and date of the n-th step. */
const CASE = '0000ca5e-0000-4000-8000-000000000000';
const FIRST_PARTY = '0000aaaa-0000-4000-8000-000000000001';
const SECOND_PARTY = '0000aaaa-0000-4000-8000-000000000002';
const TERM = '0000aaaa-0000-4000-8000-000000000003';
const EVENT = '0000eeee-0000-4000-8000-000000000000';
const COMMAND = '0000cccc-0000-4000-8000-000000000000';
const OFFICE = '0000ffff-0000-4000-8000-000000000000';
const ABOVE = '0000ffff-0000-4000-8000-000000000001';
const ACTOR = '0000dddd-0000-4000-8000-000000000000';
const DIVISION = '000000000000';
const BODY_MARK = 'Qm9keU1hcmtPZkFDb21tYW5kSXNGb3J0eVRocmVlQ2g';

const party = (personId: string, name: string): EventData['mediation.v1.DisputeRegistered']['parties'][number] => ({
  personId, kind: 'person', name, idNumber: '', phone: '13800000000', address: '试验镇试验村试验路一号', priority: [],
});

const REGISTERED: Step = {
  type: 'mediation.v1.DisputeRegistered',
  data: {
    source: 'informant', discoveredAt: '@0@', officeId: OFFICE, level: 'LEVEL_VILLAGE', division: DIVISION, category: 'neighbour',
    place: '村东头两户之间的水沟', summary: '两户因排水沟改道发生争执，雨后积水漫入院内，双方各执一词。',
    parties: [party(FIRST_PARTY, '试甲某'), party(SECOND_PARTY, '试乙某')], people: 2, amountFen: '380000',
  },
};

/** An ordinary dispute from registration to archive: no duty of it is late and none open. */
const ORDINARY: readonly Step[] = [
  REGISTERED,
  { type: 'mediation.v1.DisputeGraded', data: { grade: 'GRADE_SMALL', containment: 'LEVEL_GROUP', officeId: OFFICE, level: 'LEVEL_VILLAGE', proposed: 'GRADE_SMALL' } },
  { type: 'mediation.v1.DisputeAccepted', data: { basis: 'application' } },
  { type: 'mediation.v1.DisputeAnalysed', data: { analysis: '水沟系共用，改道未经对方同意，宜恢复原状并硬化沟底。' } },
  { type: 'mediation.v1.MediationPlanAdopted', data: { plan: '先看现场，再分别谈，后共同商定。', ownerId: ACTOR, dueDate: '#8#' } },
  { type: 'mediation.v1.MediatorsAppointed', data: { chosenBy: 'chair' } },
  { type: 'mediation.v1.SessionHeld', data: { mode: 'field', record: '现场查看水沟走向，双方陈述经过，调解员说明相邻关系的规定。' } },
  { type: 'mediation.v1.SessionHeld', data: { mode: 'centre', record: '双方同意恢复原状，费用各半，约定完工日期。' } },
  {
    type: 'mediation.v1.AgreementConcluded',
    data: { form: 'written', effectiveAt: '@8@', terms: [{ termId: TERM, content: '甲方恢复水沟原状，乙方承担一半费用。', dueDate: '#11#' }] },
  },
  { type: 'mediation.v1.JudicialConfirmationApplied', data: { court: '试验县人民法院', appliedOn: '#9#' } },
  { type: 'mediation.v1.JudicialConfirmationGranted', data: { court: '试验县人民法院', ruledOn: '#10#' } },
  { type: 'mediation.v1.AgreementPerformed', data: { termId: TERM } },
  { type: 'mediation.v1.ReturnVisitPaid', data: { result: 'satisfied', record: '水沟畅通，双方来往如常。' } },
  { type: 'mediation.v1.CaseQualityReviewed', data: { result: 'qualified', score: 95 } },
  { type: 'mediation.v1.CaseArchived', data: { documents: ['application', 'record', 'agreement'], gaps: [] } },
];

/** A major dispute that was reported upward, and that nobody answers. */
const UNANSWERED: readonly Step[] = [
  REGISTERED,
  { type: 'mediation.v1.DisputeGraded', data: { grade: 'GRADE_MAJOR', containment: 'LEVEL_TOWNSHIP', officeId: OFFICE, level: 'LEVEL_VILLAGE', proposed: 'GRADE_MAJOR' } },
  {
    type: 'mediation.v1.MajorDisputeReported',
    data: { reportId: TERM, fromOfficeId: OFFICE, toOfficeId: ABOVE, fromLevel: 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP', situation: '双方各聚集多人，请求支援。' },
  },
];

/** Makes the events of any number of cases of one kind: real types, personal texts sealed, every string flat. */
export class Histories {
  private constructor(private readonly templates: readonly string[]) {}

  static ordinary(): Promise<Histories> {
    return Histories.of(ORDINARY);
  }

  static unanswered(): Promise<Histories> {
    return Histories.of(UNANSWERED);
  }

  private static async of(steps: readonly Step[]): Promise<Histories> {
    const keys = memoryKeyRing();
    const templates = steps.map(async ({ type, data }, index): Promise<string> => {
      const sealed = await seal(type, data as JsonObject, { eventId: EVENT, stream: `mediation.dispute-${CASE}` }, keys);
      const meta: NewEvent['meta'] = {
        occurredAt: `@${index}@` as Instant, actor: ACTOR, office: OFFICE, jurisdiction: DIVISION, correlation: COMMAND, causation: '', command: { id: COMMAND, body: BODY_MARK },
      };
      return canonicalText({ id: EVENT, type, data: sealed, meta });
    });
    return new Histories(await Promise.all(templates));
  }

  /** Steps of one case. */
  get length(): number {
    return this.templates.length;
  }

  /** The event of a case's step; `at` says when each step happened. */
  event(caseNumber: number, step: number, place: Place, at: (step: number) => number): NewEvent {
    const own: Readonly<Record<string, string>> = {
      [CASE]: idOfCase(caseNumber), [FIRST_PARTY]: uuid('party1', caseNumber), [SECOND_PARTY]: uuid('party2', caseNumber), [TERM]: uuid('term', caseNumber),
      [EVENT]: uuid(`event${step}`, caseNumber), [COMMAND]: uuid(`command${step}`, caseNumber),
      [OFFICE]: place.officeId, [ABOVE]: place.aboveId, [ACTOR]: place.actors[caseNumber % place.actors.length] as string, [DIVISION]: place.division,
    };
    const text = (this.templates[step] as string).replace(PLACEHOLDER, (found, instantOf?: string, dateOf?: string) => {
      if (instantOf !== undefined) return toInstant(at(Number(instantOf)));
      return dateOf === undefined ? (own[found] as string) : formatDate(shanghaiDay(at(Number(dateOf))));
    });
    return JSON.parse(text) as NewEvent;
  }
}

const PLACEHOLDER = new RegExp(`@(\\d+)@|#(\\d+)#|${[CASE, FIRST_PARTY, SECOND_PARTY, TERM, EVENT, COMMAND, OFFICE, ABOVE, ACTOR].join('|')}|(?<=")${DIVISION}(?=")`, 'g');

export function idOfCase(caseNumber: number): string {
  return uuid('case', caseNumber);
}

export function streamOfCase(caseNumber: number): string {
  return `mediation.dispute-${idOfCase(caseNumber)}`;
}

/** An id that is the same on every run and spread as ids are. */
export function uuid(kind: string, n: number): string {
  const hex = hash('sha1', `${kind} ${n}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Invented villages, for jobs that need no directory. */
export function villages(count: number): readonly Place[] {
  return Array.from({ length: count }, (_, n) => ({
    officeId: uuid('office', n), aboveId: uuid('township', n % 20), actors: [0, 1, 2].map((m) => uuid('person', n * 3 + m)), division: `330681${String(100 + (n % 20))}${String(200 + (n % 700))}`,
  }));
}

export interface LogPlan {
  readonly places: readonly Place[];
  readonly cases: number;
  /** When the first case is registered. */
  readonly startMs: number;
  /** How many steps of a case n are told; all of them where left out. */
  readonly stepsOf?: (caseNumber: number) => number;
}

/** One case is registered every so often; with 64,000 a year a county is busy. */
const STEP_MS = 8 * 60_000;
/** So many cases later comes the next step of a case: about a day. Some 2,700 cases are open at a time. */
const GAP = 180;

/** The log of a county: cases that overlap as they do in life, each with its number. */
export function* countyLog(histories: Histories, { places, cases, startMs, stepsOf = () => histories.length }: LogPlan): Generator<Placed> {
  const numbers = new Map<string, number>();
  for (let turn = 0; turn < cases + GAP * (histories.length - 1); turn += 1) {
    const now = toInstant(startMs + turn * STEP_MS);
    for (let step = Math.min(histories.length - 1, Math.floor(turn / GAP)); step >= 0; step -= 1) {
      const caseNumber = turn - step * GAP;
      if (caseNumber >= cases || step >= stepsOf(caseNumber)) continue;
      const place = places[caseNumber % places.length] as Place;
      const event = histories.event(caseNumber, step, place, (each) => startMs + (caseNumber + each * GAP) * STEP_MS);
      yield { stream: streamOfCase(caseNumber), revision: step, event, now };
      if (step === 0) yield numberOf(caseNumber, place, event, now, numbers);
    }
  }
}

/** Events of one case in the log: its steps and its number. */
export function eventsOfCase(histories: Histories): number {
  return histories.length + 1;
}

function numberOf(caseNumber: number, { officeId }: Place, cause: NewEvent, now: Instant, numbers: Map<string, number>): Placed {
  const year = civilOf(shanghaiDay(Date.parse(now))).year;
  const stream = `numbering.${officeId}.${year}.人调`;
  const number = (numbers.get(stream) ?? 0) + 1;
  numbers.set(stream, number);
  const data = encodeEvent('numbering.v1.CaseNumberAssigned', { number, caseStream: streamOfCase(caseNumber), officeId, year, kind: '人调' });
  const meta = { ...cause.meta, occurredAt: now, actor: 'system', causation: cause.id, command: { id: cause.id, body: '' } };
  return { stream, revision: number - 1, now, event: { id: uuid('number', caseNumber), type: 'numbering.v1.CaseNumberAssigned', data: data as unknown as JsonObject, meta } };
}
