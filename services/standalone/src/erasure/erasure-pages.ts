import { body, text } from '@fengqiao/platform';
import { actorOf, correlationOf, HttpProblem, isUuid, problem, validate, type Page } from '@fengqiao/platform/http';
import { z } from 'zod';
import type { ErasureOutcome, PersonErasure } from './person-erasure';

const wanted = body({ reason: text(500) });
const answer = z.strictObject({ personId: z.string(), erasedAt: z.string(), streams: z.number().int(), repeated: z.boolean() });

/** POST /v1/operations/persons/{id}/erase: the one act that cannot be taken back, so it takes a reason and goes into the audit. */
export function erasurePages(erasure: PersonErasure): readonly Page[] {
  return [
    {
      operation: {
        id: 'erasePerson', method: 'POST', path: '/v1/operations/persons/:id/erase', tag: 'operations · 运维', access: ['operator'], parameters: [], body: wanted,
        label: { zh: '删除一人的个人信息（不可恢复，记入审计）', en: 'erase a person: his data can be read by nobody any more; the act and its reason are audited' },
        responses: { 200: { label: { zh: '成功', en: 'done' }, schema: answer } },
      },
      answer: async (request, reply) => {
        const { id: personId = '' } = request.params as { readonly id?: string };
        const actor = actorOf(request);
        const { reason } = validate(wanted, request.body);
        const outcome: ErasureOutcome = isUuid(personId) ? await erasure.erase({ personId, reason, actor, correlation: correlationOf(request) }) : { kind: 'notFound' };
        if (outcome.kind !== 'erased') throw new HttpProblem(problemOf(outcome.kind));
        const { erasedAt, streams, repeated } = outcome;
        reply.status(200);
        return { personId, erasedAt, streams, repeated };
      },
    },
  ];
}

function problemOf(kind: Exclude<ErasureOutcome['kind'], 'erased'>) {
  switch (kind) {
    case 'notFound':
      return problem(404, 'NOT_FOUND', '没有此人，或其信息不全在您的辖区内', 'no such person, or not all of what is known of this person lies in your division');
    case 'isCase':
      return problem(409, 'NOT_A_PERSON', '这是案件编号，不是人员编号；案件当事人的编号见案件详情', 'this is the id of a case, not of a person; a case names the ids of its parties');
    case 'inOffice':
      return problem(409, 'PERSON_IN_OFFICE', '此人仍在任，请先免去任用', 'this person still holds an office; release first');
    case 'keysBusy':
      return problem(503, 'KEYS_BUSY', '另有程序正在读取密钥文件，密钥的副本可能尚存；请关闭该程序后重试', 'another program is reading the key file, so a copy of the key may be left; close it and try again');
    case 'contended':
      return problem(409, 'CONTENDED', '多人同时操作，请重试', 'others write to the audit at the same time; try again');
  }
}
