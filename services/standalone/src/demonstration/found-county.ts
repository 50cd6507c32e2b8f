import { formatDate, MS_PER_DAY, shanghaiDay, startOfShanghaiDay, toInstant, type Json } from '@fengqiao/kernel';
import type { Office, Officer } from './county';
import type { PublicInterface } from './public-commands';

export interface Founded {
  /** Office key -> id. */
  readonly offices: ReadonlyMap<string, string>;
  /** Account -> person id. */
  readonly people: ReadonlyMap<string, string>;
}

const ROSTER_DAYS_AHEAD = 90;

/** Sets up the county through the directory's commands: offices from the top down, people with their roles, duty rosters round the clock. */
export async function foundCounty(offices: readonly Office[], startMs: number, { send }: PublicInterface, setupAccount: string, operator: string): Promise<Founded> {
  const validFrom = formatDate(shanghaiDay(startMs));
  const ids = new Map<string, string>();
  const people = new Map<string, string>();

  const establish = async (office: Office, as: string) => {
    const parentId = office.parent === undefined ? undefined : ids.get(office.parent);
    const { id } = await send({
      as,
      path: '/v1/directory/offices',
      body: { name: office.name, kind: office.kind, level: office.level, division: office.division, validFrom, ...(parentId === undefined ? {} : { parentId }) },
    });
    ids.set(office.key, id);
  };
  const appoint = async (office: Office, officer: Officer, as: string) => {
    const { id } = await send({
      as,
      path: '/v1/directory/persons',
      body: { account: officer.account, name: officer.name, officeId: ids.get(office.key) as string, roles: [...officer.roles], validFrom },
    });
    people.set(officer.account, id);
  };

  // The setup account is good until somebody holds the operator's role: it makes the top office and its operator, and no more.
  const [top, ...below] = offices as readonly [Office, ...Office[]];
  await establish(top, setupAccount);
  await Promise.all(top.officers.filter((officer) => officer.account === operator).map((officer) => appoint(top, officer, setupAccount)));
  await Promise.all(top.officers.filter((officer) => officer.account !== operator).map((officer) => appoint(top, officer, operator)));
  for (const level of ['county', 'township', 'village'] as const) {
    const here = below.filter((office) => office.level === level);
    await Promise.all(here.map((office) => establish(office, operator)));
    await Promise.all(here.flatMap((office) => office.officers.map((officer) => appoint(office, officer, operator))));
  }
  return { offices: ids, people };
}

/** Duty rosters round the clock for every office from the township up, turns of a day, from the start on. */
export async function setRosters(offices: readonly Office[], founded: Founded, startMs: number, days: number, { send }: PublicInterface, operator: string): Promise<void> {
  const firstDay = shanghaiDay(startMs);
  const withDuty = offices.filter((office) => office.officers.some((officer) => officer.roles.includes('dutyOfficer')));
  await Promise.all(
    withDuty.map((office) => {
      const duty = office.officers.filter((officer) => officer.roles.includes('dutyOfficer')).map((officer) => founded.people.get(officer.account) as string);
      const slots = Array.from({ length: days + ROSTER_DAYS_AHEAD }, (_, n): Json => {
        const from = startOfShanghaiDay(firstDay + n);
        return { from: toInstant(from), to: toInstant(from + MS_PER_DAY), personIds: n % 2 === 0 ? duty : [...duty].reverse() };
      });
      return send({ as: operator, path: '/v1/directory/rosters', body: { officeId: founded.offices.get(office.key) as string, slots } });
    }),
  );
}
