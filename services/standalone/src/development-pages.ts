import { body, line } from '@fengqiao/platform';
import { HttpProblem, problem, validate, type Page } from '@fengqiao/platform/http';
import { MAX_LIFETIME_SECONDS, type DevelopmentIssuer, type Directory } from '@fengqiao/security';
import { z } from 'zod';
import { SETUP_ACCOUNT, SETUP_PERSON } from './setup-account';

export const FOLDER_SECRET_HEADER = 'x-fengqiao-folder-secret';
export const TOKEN_PATH = '/v1/development/tokens';

const wanted = body({ account: line(100) });
const answer = z.strictObject({ account: z.string(), token: z.string(), expiresInSeconds: z.number().int() });

/** Who a token of the development issuer is for; undefined where there is no such account. */
export function developmentHolder(account: string, directory: Directory): { readonly account: string; readonly personId: string } | undefined {
  const officer = directory.byAccount(account);
  if (officer) return { account, personId: officer.personId };
  return account === SETUP_ACCOUNT ? { account, personId: SETUP_PERSON } : undefined;
}

/**
 * The development issuer over HTTP, for the command line: only whoever can read the data folder knows the secret of this start,
 * and whoever can read the folder could sign tokens anyway.
 */
export function developmentPages(parts: { readonly issuer: DevelopmentIssuer; readonly directory: Directory; isMine(secret: string): boolean }): readonly Page[] {
  return [
    {
      operation: {
        id: 'issueDevelopmentToken', method: 'POST', path: TOKEN_PATH, tag: 'system · 系统', access: 'public', parameters: [], body: wanted,
        label: { zh: '签发开发令牌（须持本数据目录的密语）', en: 'issue a development token to who holds the folder\'s secret' },
        responses: { 200: { label: { zh: '成功', en: 'done' }, schema: answer } },
      },
      answer: async (request, reply) => {
        const secret = request.headers[FOLDER_SECRET_HEADER];
        const isMine = typeof secret === 'string' && parts.isMine(secret);
        const holder = isMine ? developmentHolder(validate(wanted, request.body).account, parts.directory) : undefined;
        if (!holder) throw new HttpProblem(problem(404, 'NOT_FOUND', '没有这个账号，或无权签发', 'no such account, or not yours to issue for'));
        reply.status(200);
        return { account: holder.account, token: await parts.issuer.issue(holder), expiresInSeconds: MAX_LIFETIME_SECONDS };
      },
    },
  ];
}
