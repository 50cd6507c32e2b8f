import type { Facts } from '../dispute/facts';
import { html, type Html } from './html';
import { facts, table } from './sheet';
import { rowOf, wordFor } from './words';

type Party = Facts['registered']['parties'][number];

/** Who the parties are, one row each. */
export function partyTable({ registered }: Facts): Html {
  if (registered.parties.length === 0) return html`<p class="text">（未登记当事人）</p>`;
  return table(['当事人', '证件号码', '联系电话', '住址（住所）'], registered.parties.map((party) => [party.name, party.idNumber, party.phone, party.address]));
}

/** Who the parties are, each by himself, as an agreement tells them. */
export function partyBlocks({ registered }: Facts): Html {
  return html`${registered.parties.map((party, index) =>
    facts([
      [`当事人${registered.parties.length > 1 ? index + 1 : ''}`, party.name],
      [party.kind === 'organisation' ? '统一社会信用代码' : '身份证号码', party.idNumber],
      ['联系电话', party.phone],
      [party.kind === 'organisation' ? '住所' : '住址', party.address],
      ...(party.kind === 'organisation' ? ([['法定代表人或负责人', '']] as const) : []),
    ]),
  )}`;
}

/** A line to sign on for each party. */
export function partySignatures({ registered }: Facts): readonly string[] {
  return registered.parties.map((party: Party) => `当事人 ${party.name}（签名、盖章或按指印）：`);
}

/** Names of the parties in a row. */
export function partyRow({ registered }: Facts): string {
  return rowOf(registered.parties.map(({ name }) => name));
}

/** Who else took part, with what he is. */
export function participantRow({ participants }: Facts): string {
  return rowOf(participants.map(({ name, role }) => `${name}（${wordFor(role)}）`));
}
