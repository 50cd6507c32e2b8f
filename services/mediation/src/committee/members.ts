import type { CommitteeMember } from '@fengqiao/contracts';
import { civilOf, daysInMonth, epochDayOf, formatDate, invariant, parseDate, refuse, type Decision } from '@fengqiao/kernel';

/* Who may sit on a committee together, and for how long (People's Mediation Law articles 8 and 9). */

export interface MemberInput {
  /** A person of the directory, or one who sat on the committee before; a new one where absent. */
  readonly personId?: string;
  readonly name: string;
  readonly sex: 'female' | 'male';
  readonly post: 'chair' | 'deputy' | 'member';
  readonly nationality: 'han' | 'minority';
}

export const LEAST_MEMBERS = 3;
export const MOST_MEMBERS = 9;
const TERM_YEARS = 3;

export type Bench = Pick<{ readonly members: readonly CommitteeMember[]; readonly women: number; readonly minority: number }, 'members' | 'women' | 'minority'>;

/** The members as an event tells them, those without an id given one; sexes and nationalities are counted before they are sealed. */
export function seated(members: readonly MemberInput[], id: (index: number) => string): Bench {
  return {
    members: members.map(({ personId, name, sex, post, nationality }, index) => ({ personId: personId ?? id(1 + index), name, sex, post, nationality })),
    women: members.filter(({ sex }) => sex === 'female').length,
    minority: members.filter(({ nationality }) => nationality === 'minority').length,
  };
}

/** A refusal where these people may not sit together. */
export function unfit(members: readonly MemberInput[], mixedArea: boolean): Decision<never> | undefined {
  if (members.length < LEAST_MEMBERS || members.length > MOST_MEMBERS) {
    return refuse('MEMBERS_THREE_TO_NINE', `调委会由 ${LEAST_MEMBERS} 至 ${MOST_MEMBERS} 人组成（人民调解法第八条），现为 ${members.length} 人`, `a committee has ${LEAST_MEMBERS} to ${MOST_MEMBERS} members (People's Mediation Law article 8), not ${members.length}`, '/members');
  }
  const repeated = members.findIndex((member, index) => members.slice(0, index).some((other) => isSamePerson(member, other)));
  if (repeated >= 0) return refuse('MEMBER_TWICE', '同一人不能列两次；确为同名的两人，请分别写明 personId', 'nobody sits twice; of two people of one name give each a personId', `/members/${repeated}`);
  if (members.filter(({ post }) => post === 'chair').length !== 1) return refuse('ONE_CHAIR', '调委会设主任一人', 'a committee has one chair', '/members');
  if (!members.some(({ sex }) => sex === 'female')) return refuse('NO_WOMAN', '调委会应当有妇女成员（人民调解法第八条）', "at least one woman sits on the committee (People's Mediation Law article 8)", '/members');
  if (mixedArea && !members.some(({ nationality }) => nationality === 'minority')) {
    return refuse('NO_MINORITY', '多民族居住地区的调委会应当有人数较少民族的成员（人民调解法第八条）', "in an area of several nationalities a minority sits on the committee (People's Mediation Law article 8)", '/members');
  }
  return undefined;
}

/** Do these people sit already, in these posts? Names are sealed, so that who they are is told by their ids. */
export function isSeated(members: readonly MemberInput[], bench: readonly CommitteeMember[], id: (index: number) => string): boolean {
  const asText = (list: readonly Pick<CommitteeMember, 'personId' | 'post'>[]) => list.map(({ personId, post }) => `${personId} ${post}`).sort().join();
  return asText(seated(members, id).members) === asText(bench);
}

/** The last day of a term of three years: the same date; 29 February becomes the 28th. */
export function endOfTerm(firstDay: string): string {
  const first = parseDate(firstDay);
  invariant(first !== undefined, `${firstDay} is no date`);
  const { year, month, day } = civilOf(first);
  return formatDate(epochDayOf(year + TERM_YEARS, month, Math.min(day, daysInMonth(year + TERM_YEARS, month))));
}

/** Two without an id of their own who bear one name cannot be told apart. */
function isSamePerson(one: MemberInput, other: MemberInput): boolean {
  if (one.personId !== undefined && other.personId !== undefined) return one.personId === other.personId;
  return one.name === other.name;
}
