import type { PublicAnswer, PublicInterface } from './demonstration/public-commands';
import type { Host } from './host';

/** The host's HTTP interface as the demonstration uses it: with tokens of the development issuer, without a socket. */
export function publicInterface(host: Host): PublicInterface {
  const tokens = new Map<string, string>();
  const authorization = async (account: string): Promise<string> => {
    const token = tokens.get(account) ?? (await host.issueToken(account));
    if (token === undefined) throw new Error(`there is no account ${account}`);
    tokens.set(account, token);
    return `Bearer ${token}`;
  };
  return {
    send: async ({ as, path, body, key }) => {
      const headers = { authorization: await authorization(as), ...(key !== undefined && { 'idempotency-key': key }) };
      const answer = await host.inject('POST', path, { headers, body });
      if (answer.status >= 300) throw new Error(`${as} POST ${path}: ${answer.status} ${answer.body}`);
      const done = JSON.parse(answer.body) as PublicAnswer & { readonly view: string };
      // A busy machine may answer before the views show it; what comes next builds on it.
      if (done.view === 'behind') await host.settle();
      return done;
    },
    read: async (as, path) => {
      const answer = await host.inject('GET', path, { headers: { authorization: await authorization(as) } });
      if (answer.status !== 200) throw new Error(`${as} GET ${path}: ${answer.status} ${answer.body}`);
      return JSON.parse(answer.body) as unknown;
    },
  };
}
