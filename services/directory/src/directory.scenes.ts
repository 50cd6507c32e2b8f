import { millisOf, toInstant, type Actor } from '@fengqiao/kernel';
import type { Office, Officer } from '@fengqiao/security';
import { SELF, smallDirectory } from '@fengqiao/testing';

/* The offices and people that the specs of the directory play with. All people are invented. */

const officeId = (n: number) => `0000000${n}-0000-4000-8000-00000000000f`;
export const personId = (n: number) => `0000000${n}-0000-4000-8000-0000000000aa`;

export const [CITY, COUNTY, TOWNSHIP, VILLAGE, NEXT_TOWNSHIP, OTHER_COUNTY] = [1, 2, 3, 4, 5, 6].map(officeId) as [string, string, string, string, string, string];

const office = (id: string, name: string, level: number, parentId: string, division: string, kind = 'justiceOffice'): Office => ({ id, name, kind, level, parentId, division });

export const OFFICES: readonly Office[] = [
  office(CITY, '绍兴市司法局', 5, '', '3306', 'justiceBureau'),
  office(COUNTY, '诸暨市司法局', 4, CITY, '330681', 'justiceBureau'),
  office(TOWNSHIP, '枫桥司法所', 3, COUNTY, '330681109'),
  office(VILLAGE, '枫源村调委会', 2, TOWNSHIP, '330681109201', 'mediationCommittee'),
  office(NEXT_TOWNSHIP, '赵家司法所', 3, COUNTY, '330681110'),
  office(OTHER_COUNTY, '嵊州市司法局', 4, CITY, '330683', 'justiceBureau'),
];

/** The office that is decided on, at county level, with one office below it. */
export const SELF_OFFICE = office(SELF, '柯桥区司法局', 4, CITY, '330603', 'justiceBureau');
export const BELOW_SELF = office(officeId(9), '安昌司法所', 3, SELF, '330603104');

const officer = (n: number, account: string, at: string, ...roles: string[]): Officer => ({ personId: personId(n), account, name: account, officeId: at, roles });

export const OFFICERS: readonly Officer[] = [
  officer(1, 'cityOperator', CITY, 'operator'),
  officer(2, 'countyOperator', COUNTY, 'operator'),
  officer(3, 'countyHead', COUNTY, 'bureauHead'),
  officer(4, 'inspector', COUNTY, 'inspector'),
  officer(5, 'director', TOWNSHIP, 'officeDirector', 'mediator'),
  officer(6, 'clerk', TOWNSHIP, 'officeClerk'),
  officer(7, 'neighbour', NEXT_TOWNSHIP, 'officeDirector'),
  officer(8, 'otherOperator', OTHER_COUNTY, 'operator'),
];

export const directory = smallDirectory(OFFICES, OFFICERS);

/** Founds an empty directory: of no office, and above all. */
export const founder: Actor = { personId: personId(0), account: 'setup', officeId: '', division: '', level: 6, roles: ['operator'] };

/** Sunday, 22 November 2026, 00:30 in Asia/Shanghai: in UTC it is still the 21st. */
export const NOW = toInstant(millisOf('2026-11-22T00:30:00+08:00'));
export const TODAY = '2026-11-22';
