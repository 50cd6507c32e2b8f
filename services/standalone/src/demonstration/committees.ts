import { KEY_PERIODS, monthOf, namedPeriod, weekOf } from '@fengqiao/calendar';
import { formatDate, invariant, MS_PER_DAY, MS_PER_HOUR, shanghaiDay, startOfShanghaiDay, type EpochDay, type JsonObject } from '@fengqiao/kernel';
import { inventedName, type Office } from './county';
import type { Founded } from './found-county';
import type { PublicInterface } from './public-commands';
import type { Step } from './timeline';

/** One of so many village committees forgets its week, and another makes up for it late. */
const ONE_IN = 15;
const BUREAU_HEAD = 'county.head';
/** How far each of the demonstration's mediators gets. */
const CAREERS = ['engaged', 'trained', 'graded', 'active', 'active', 'warned', 'corrected', 'removed'] as const;

/** Committees with their members, mediators at every step, and screenings of the demonstration's weeks, as timed public commands. */
export function committeeSteps(offices: readonly Office[], founded: Founded, startMs: number, endMs: number, county: PublicInterface): readonly Step[] {
  const villages = offices.filter(({ kind }) => kind === 'mediationCommittee');
  const townships = offices.filter(({ key }) => villages.some(({ parent }) => parent === key));
  const firstDay = shanghaiDay(startMs);
  const instantOf = (day: number, hour: number) => startOfShanghaiDay(day) + hour * MS_PER_HOUR;
  const found = { at: startMs, run: () => establishAll([...townships, ...villages]) };
  const steps = [found, ...CAREERS.map((career, n) => mediator(career, villages[n] as Office, startMs + (n + 1) * MS_PER_HOUR)), ...weekly(), ...monthly(), ...drive()];
  return steps.filter(({ at }) => at < endMs);

  async function establishAll(all: readonly Office[]): Promise<void> {
    await Promise.all(all.map(async (office, n) => {
      const officeId = idOf(office);
      const by = directorOf(office);
      await county.send({ as: by, path: '/v1/mediation/committees', body: { officeId, kind: office.level } });
      // Most have stood for a while; the term of one is over, and one is new.
      const establishedOn = formatDate((firstDay - (n === 1 ? 1_150 : 40 * (n % 25))) as EpochDay);
      await county.send({ as: by, path: `/v1/mediation/committees/${officeId}/establish`, body: { establishedOn, members: membersOf(n) } });
      // Of one the court was not told.
      if (n === 8) return;
      const { changes } = (await county.read(by, `/v1/mediation/committees/${officeId}`)) as { changes: readonly { changeId: string }[] };
      await county.send({ as: BUREAU_HEAD, path: `/v1/mediation/committees/${officeId}/report-to-court`, body: { changeId: changes[0]?.changeId as string, court: '诸暨市人民法院' } });
    }));
  }

  function membersOf(n: number): JsonObject[] {
    return Array.from({ length: 3 + (n % 5) }, (_, index) => ({
      name: inventedName(900 + n * 7 + index), sex: index % 3 === 1 ? 'female' : 'male', post: index === 0 ? 'chair' : index === 3 ? 'deputy' : 'member', nationality: 'han',
    }));
  }

  function mediator(career: (typeof CAREERS)[number], village: Office, at: number): Step {
    const personId = founded.people.get(accountOf(village, 'mediator')) as string;
    const day = formatDate(shanghaiDay(at));
    const [chair, director] = [accountOf(village, 'chair'), directorOf(village)];
    const act = (as: string, path: string, body: JsonObject) => county.send({ as, path: `/v1/mediation/mediators${path}`, body });
    const on = (as: string, path: string, body: JsonObject) => act(as, `/${personId}/${path}`, body);
    const acts: readonly [career: string, run: () => Promise<unknown>][] = [
      ['engaged', () => act(chair, '', { personId, source: career === 'active' ? 'retiredJudge' : 'villager', fullTime: false, engagedOn: day })],
      ['trained', () => on(chair, 'train', { kind: 'induction', trainedOn: day, hours: 24, trainer: 'court' })],
      ['graded', () => on(director, 'grade', { grade: 'third' })],
      ['active', () => on(director, 'register', { certificate: `浙诸调字第${village.division.slice(6)}号`, fullTime: career === 'active' })],
      ['warned', () => on(chair, 'warn', { number: 1, ground: 'bias', note: '调解中言语偏向一方，已当面批评。' })],
      ['corrected', async () => {
        const { warnings } = (await county.read(director, `/v1/mediation/mediators/${personId}`)) as { warnings: readonly { warningId: string }[] };
        await on(director, 'correct', { warningId: warnings[0]?.warningId as string });
      }],
      ['removed', () => on(chair, 'remove', { ground: 'resigned', removedFrom: day, note: '因外出务工辞任。' })],
    ];
    return {
      at,
      run: async () => {
        for (const [step, run] of acts) {
          await run();
          if (step === career) return;
        }
      },
    };
  }

  /** Each Thursday; every third finds nothing. Who forgets one week remembers the next. */
  function weekly(): readonly Step[] {
    const steps: Step[] = [];
    for (let day = firstDay; instantOf(day, 0) < endMs; day = (day + 1) as EpochDay) {
      const week = namedPeriod(weekOf(day));
      if (week?.first !== day) continue;
      villages.forEach((village, v) => {
        const n = v + 4 * Math.floor(day / 7);
        if (n % ONE_IN === 0) return;
        const at = instantOf(day + (n % ONE_IN === 1 ? 8 : 3), 15);
        steps.push({ at, run: () => screen(village, week.name, n % 3) });
      });
    }
    return together(steps);
  }

  /** In the last days of the month in which the demonstration begins. */
  function monthly(): readonly Step[] {
    const month = namedPeriod(monthOf(firstDay));
    invariant(month, 'a day lies in a month');
    const at = instantOf(Math.max(month.end - 2, firstDay + 1), 16);
    return together(townships.map((township, n) => ({ at, run: () => screen(township, month.name, n) })));
  }

  /** The first special drive that begins, or goes on, within the demonstration. */
  function drive(): readonly Step[] {
    const middle = shanghaiDay(startMs + 15 * MS_PER_DAY);
    const running = KEY_PERIODS.flatMap(({ code }) => namedPeriod(`${formatDate(middle).slice(0, 4)}-${code}`) ?? []).find(({ first, end }) => first <= middle && middle < end);
    if (!running) return [];
    const extra = { priorityVisits: [{ tag: 'lonelyElderly', persons: 11 }, { tag: 'leftBehindChild', persons: 6 }], doorToDoor: true };
    return together(villages.slice(0, 4).map((village, n) => ({ at: instantOf(middle, 17), run: () => screen(village, running.name, n, extra) })));
  }

  async function screen(office: Office, period: string, disputesFound: number, extra: JsonObject = {}): Promise<void> {
    const as = office.level === 'village' ? accountOf(office, 'mediator') : accountOf(office, 'clerk');
    await county.send({ as, path: '/v1/mediation/screenings', body: { period, householdsVisited: 30 + disputesFound * 9, disputesFound, ...extra } });
  }

  function idOf(office: Office): string {
    return founded.offices.get(office.key) as string;
  }

  function directorOf(office: Office): string {
    const township = office.level === 'township' ? office : offices.find(({ key }) => key === office.parent);
    invariant(township, `${office.name} has no township`);
    return accountOf(township, 'director');
  }
}

/** What happens at one instant as one step: everything comes to rest after each step, which takes its time. */
function together(steps: readonly Step[]): readonly Step[] {
  const instants = [...new Set(steps.map(({ at }) => at))];
  return instants.map((at) => ({ at, run: async () => void (await Promise.all(steps.filter((step) => step.at === at).map(({ run }) => run()))) }));
}

function accountOf({ name, officers }: Office, post: string): string {
  const found = officers.find(({ account }) => account.endsWith(`.${post}`));
  invariant(found, `${name} has no ${post}`);
  return found.account;
}
