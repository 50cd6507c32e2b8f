import { z } from 'zod';
import type { Json } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import type { ViewDocument } from '@fengqiao/read-models';
import { isSuspended, ledgerProjection, STATUS_LABELS, type LedgerDocument } from '../ledger';
import { answerList, EVERYBODY, parametersOf } from './asking';
import { caseNumber, officeItem } from './deadline-item';
import { GRADE_LABELS } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, office, pageOf } from './schemas';

const text = z.string();

/** One line of the ledger: the document of the view, with names for its codes. */
export const ledgerLine = z.strictObject({
  id: text,
  revision: z.number().int(),
  caseNumber: text,
  parked: z.boolean(),
  status: text,
  statusLabel: bilingual,
  source: text,
  category: text,
  discoveredAt: text,
  registeredAt: text,
  recordedAt: text,
  acceptedAt: text,
  registeringOffice: office.nullable(),
  office: office.nullable(),
  level: z.number().int(),
  division: text,
  place: text,
  summary: text,
  parties: z.array(z.strictObject({ personId: text, kind: text, name: text })),
  priority: z.array(text),
  people: z.number().int(),
  amountFen: text,
  grade: text,
  gradeLabel: bilingual,
  gradedAt: text,
  flags: z.array(text),
  containment: text,
  ownerId: text,
  ownerName: text,
  plan: text,
  dueDate: text,
  mediatorIds: z.array(text),
  sessions: z.number().int(),
  lastSessionAt: text,
  reports: z.array(z.strictObject({ reportId: text, fromOfficeId: text, toOfficeId: text, reportedAt: text, acknowledged: z.array(z.strictObject({ line: text, officeId: text, at: text })), answer: text, answeredAt: text })),
  supports: z.array(z.strictObject({ supportId: text, topic: text, requestedAt: text, lawyerId: text, firm: text, assignedAt: text })),
  risks: z.array(z.strictObject({ risk: text, told: text, at: text })),
  suggestedBy: z.array(text),
  application: z.strictObject({ appliedOn: text, form: text }).nullable(),
  extendedUntil: text,
  suspended: z.boolean(),
  suspensions: z.array(z.strictObject({ reason: text, from: text, to: text })),
  informed: z.array(z.strictObject({ topic: text, termId: text, at: text })),
  court: z
    .strictObject({
      court: text, mode: text, procedure: text, courtNumber: text, mediatorId: text, answer: text, otherParty: text, returnedAs: text, receivedAt: text, answeredAt: text, returnedAt: text,
    })
    .nullable(),
  police: z.strictObject({ station: text, receivedAt: text, recognitionRequestedAt: text, decision: text, decidedOn: text }).nullable(),
  criminalTurns: z.array(z.strictObject({ kind: text, happenedOn: text })),
  agreement: z
    .strictObject({
      form: text, concludedAt: text, effectiveAt: text, confirmation: text, court: text, appliedOn: text, ruledOn: text, filedOn: text, extendedUntil: text,
      terms: z.array(z.strictObject({ termId: text, content: text, dueDate: text, outcome: text, settledAt: text, urged: z.number().int() })),
    })
    .nullable(),
  visits: z.array(z.strictObject({ result: text, at: text })),
  quality: z.strictObject({ result: text, score: z.number().int() }).nullable(),
  result: text,
  endReason: text,
  remediesTold: z.boolean().nullable(),
  endedAt: text,
  archivedAt: text,
  gaps: z.array(text),
  origin: text,
  externalNumber: text,
  externalSource: text,
  lastEventAt: text,
});

/** One dispute as the ledger shows it; names stay sealed until the asker's role opens them. */
export function ledgerItem({ stream, revision, document, parked }: ViewDocument<LedgerDocument>, parts: ReadParts): Json {
  const { registeringOfficeId, officeId, offices: _, ...row } = document;
  return {
    ...row,
    revision,
    caseNumber: caseNumber(stream, parts),
    parked: parked !== undefined,
    suspended: isSuspended(row),
    statusLabel: { ...STATUS_LABELS[row.status] },
    gradeLabel: { ...GRADE_LABELS[row.grade] },
    registeringOffice: officeItem(registeringOfficeId, parts),
    office: officeItem(officeId, parts),
    ownerName: parts.readSide.directory.person(row.ownerId)?.name ?? '',
  } as unknown as Json;
}

/** Every dispute in the asker's scope: the dispute ledger (矛盾纠纷台账). */
export function disputeLedger(parts: ReadParts): QueryRoute {
  return {
    id: 'disputeLedger',
    path: '/v1/views/dispute-ledger',
    label: { zh: '矛盾纠纷台账', en: 'dispute ledger: every dispute with its number, source, grade, owner, plan, state and result' },
    roles: EVERYBODY,
    parameters: parametersOf(ledgerProjection),
    produces: ['json'],
    response: pageOf(ledgerLine),
    handle: answerList(ledgerProjection, parts.readSide.ledger.store, parts, { field: 'registeredAt', descending: true }, (document) => ledgerItem(document, parts)),
  };
}
