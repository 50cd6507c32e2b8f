import type { Connection } from '../connection';
import { output } from '../output';
import { deadlinesList } from './read';

const row = { id: 'o1', ruleId: 'MED-09', ruleName: { zh: '申请司法确认' }, caseNumber: '人调〔2026〕1号', dueText: null, stateLabel: { zh: '进行中' }, state: 'running', late: false, provisional: false };
const byTheOffice = { ...row, office: { name: '枫桥司法所' }, responsibleLabel: { zh: '承办机构', en: 'the office' } };
const byTheParties = { ...row, office: null, responsibleLabel: { zh: '当事人', en: 'the parties' } };

it('names the office that is responsible, or in words whoever else is', async () => {
  const lines: string[] = [];
  const connection = { call: async () => ({ status: 200, headers: {}, body: { items: [byTheOffice, byTheParties], total: 2, freshness: { asOf: '' } } }) } as unknown as Connection;
  await deadlinesList(connection, output('table', (text) => void lines.push(text), () => undefined), { where: [] });
  expect(lines.join('').split('\n').filter((line) => line.includes('MED-09')).map((line) => /枫桥司法所|当事人/.exec(line)?.[0])).toEqual(['枫桥司法所', '当事人']);
});
