import { expectOk, type Connection } from '../connection';
import type { Output } from '../output';

interface Erased {
  readonly personId: string;
  readonly erasedAt: string;
  readonly streams: number;
  readonly repeated: boolean;
}

/** `person erase ID --reason TEXT`: destroys the person's key, so that nobody can read what the log says of him; cannot be taken back. */
export async function personErase(connection: Connection, out: Output, id: string, options: { readonly reason: string; readonly as?: string }): Promise<void> {
  const body = await expectOk(connection.call('POST', `/v1/operations/persons/${encodeURIComponent(id)}/erase`, { as: options.as, body: { reason: options.reason } }));
  if (out.format === 'json') return out.json(body);
  const { personId, erasedAt, streams, repeated } = body as unknown as Erased;
  out.text(repeated
    ? `${personId} 已于 ${erasedAt} 删除，未作改动 / was erased then already, nothing was changed`
    : `已删除 ${personId}：涉及 ${streams} 条流，审计已记录 / erased: ${streams} streams speak of this person, the act is in the audit`);
  out.note('他人陈述中提到此人的文字不在其列，须另行处理；备份中的密钥文件也须销毁 / what others said of this person is not part of it; key files in backups must be destroyed too');
}
