import type { JsonObject } from '@fengqiao/kernel';
import { act, DISPUTES } from './disputes.scenes';
import type { Flow } from './flow-kit.scenes';

/*
 * Texts that stand nowhere else: where one of them appears, something personal has got out. By the class of the fields they stand in:
 * M1 says who somebody is, M2 where he lives, M5 what was said.
 */
export const PLANTED = {
  M1: { first: '欧阳翡翠', second: '买买提·司马懿', invited: '慕容苁蓉', phone: '13957500981', otherPhone: '057587654321', idNumber: '11010519491231002X', organisation: '翡翠谷毛纺厂', creditCode: '91350100M000100Y43' },
  M2: { address: '枫桥镇翡翠弄七十三号', otherAddress: '栖霞里九十一幢', place: '松岭村翡翠潭埠头', household: '户字八八七七三三' },
  M5: {
    summary: '欠薪二十三万翡翠玉镯抵债未果', reason: '核查确认翡翠玉镯系赝品', situation: '三十余人携锄头聚集于翡翠潭', note: '已请翡翠派出所出警', analysis: '症结在于翡翠玉镯真伪鉴定', plan: '先鉴定翡翠玉镯再谈分期',
    record: '双方同意暂押翡翠玉镯', term: '翡翠玉镯折价十一万抵付', visit: '回访称翡翠玉镯已取回', review: '卷内缺翡翠玉镯照片', guidance: '请先行封存翡翠玉镯',
  },
} as const;

export type PlantedClass = keyof typeof PLANTED;

/** Every planted text. */
export const ALL_PLANTED: readonly string[] = Object.values(PLANTED).flatMap((texts) => Object.values(texts));

const { M1, M2, M5 } = PLANTED;

export const PLANTED_DISPUTE: JsonObject = {
  source: 'mediator', category: 'labour', discoveredAt: '2026-11-02', place: M2.place, householdNo: M2.household, summary: M5.summary, people: 33, amountFen: '23000000',
  parties: [
    { kind: 'person', name: M1.first, phone: M1.phone, idNumber: M1.idNumber, address: M2.address, priority: ['migrant'] },
    { kind: 'person', name: M1.second, phone: M1.otherPhone, address: M2.otherAddress },
    { kind: 'organisation', name: M1.organisation, idNumber: M1.creditCode },
  ],
};

/** Registers the planted dispute and reports it to the level above; gives its id. */
export async function plant(flow: Flow, account: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const made = await flow.as(account).post(DISPUTES, PLANTED_DISPUTE, headers);
  if (made.status !== 201) throw new Error(made.text);
  const id = made.json.id as string;
  await act(flow, account, id, 'grade', { grade: 'major', flags: ['escalating'], observed: ['violence'], people: 33, reason: M5.reason });
  await act(flow, account, id, 'report', { situation: M5.situation });
  await act(flow, account, id, 'report-risk', { number: 1, risk: 'publicOrder', told: 'police', note: M5.note });
  return id;
}

/** Takes the planted dispute through mediation to its return visit, with a planted text at each step. */
export async function mediate(flow: Flow, id: string, as: { readonly mediator: string; readonly chair: string; readonly above: string }): Promise<void> {
  const person = flow.personId(as.mediator);
  await act(flow, as.above, id, 'return', { guidance: M5.guidance });
  await act(flow, as.chair, id, 'accept', { basis: 'application' });
  await act(flow, as.mediator, id, 'analyse', { number: 1, analysis: M5.analysis });
  await act(flow, as.chair, id, 'plan', { number: 1, plan: M5.plan, ownerId: person, dueDate: '2026-11-20' });
  await act(flow, as.chair, id, 'appoint-mediators', { mediatorIds: [person] });
  await act(flow, as.mediator, id, 'invite', { name: M1.invited, role: 'kin' });
  await act(flow, as.mediator, id, 'session', { number: 1, mode: 'field', record: M5.record });
  await act(flow, as.mediator, id, 'conclude', { form: 'written', effectiveAt: '2026-11-02T07:00:00+08:00', terms: [{ content: M5.term, dueDate: '2026-11-20' }] });
  await act(flow, as.mediator, id, 'return-visit', { number: 1, result: 'content', record: M5.visit });
  await act(flow, as.above, id, 'review', { number: 1, result: 'defective', score: 80, note: M5.review });
}
