import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, formatDate, shanghaiDay, startOfShanghaiDay, toInstant, type Json, type JsonObject } from '@fengqiao/kernel';
import { inventedName, type Office } from './county';
import type { Founded } from './found-county';
import type { PublicAnswer, PublicInterface } from './public-commands';
import { MAJOR_STORIES, SMALL_STORIES, type Story } from './stories';

/** One step of the demonstration: at this instant of its clock, these commands. */
export interface Step {
  readonly at: number;
  run(): Promise<void>;
}

/** How far a dispute goes before the demonstration leaves it. */
type Ending =
  | 'registered' | 'accepted' | 'underAnalysis' | 'planned' | 'mediating' | 'agreed' | 'performing' | 'disputedAgreement' | 'performed' | 'followedUp' | 'archived'
  | 'failed' | 'refused' | 'withdrawn' | 'declined' | 'diverted' | 'confirmationPending' | 'confirmed' | 'confirmationRejected';

/** What the levels do with a major dispute. */
type Handling = 'takenOver' | 'returned' | 'acknowledgedLate' | 'sentOnly' | 'ignored';

/** The earliest disputes get the endings that take longest. */
const ENDINGS: readonly Ending[] = [
  'archived', 'performed', 'confirmed', 'confirmationRejected', 'followedUp', 'disputedAgreement', 'failed', 'archived', 'performing', 'declined',
  'agreed', 'performed', 'refused', 'diverted', 'withdrawn', 'confirmationPending', 'planned', 'underAnalysis', 'accepted', 'mediating',
];
/** Work that goes on began some days ago only: had it stood still for weeks, everything of it would be late. */
const BEGAN_DAYS_AGO: Partial<Readonly<Record<Ending, number>>> = { agreed: 7, confirmationPending: 8, mediating: 6, planned: 4, underAnalysis: 2, accepted: 2 };
/** Days from the beginning to the day on which the terms are to be performed. */
const TERM_DAYS = 9;
const LONG_TERM_DAYS = 29;
const MAJOR_PLAN: readonly { readonly daysAgo: number; readonly hour: number; readonly handling: Handling }[] = [
  { daysAgo: 26, hour: 9, handling: 'takenOver' },
  { daysAgo: 19, hour: 15, handling: 'returned' },
  { daysAgo: 12, hour: 21, handling: 'acknowledgedLate' },
  { daysAgo: 6, hour: 10, handling: 'takenOver' },
  { daysAgo: 2, hour: 14, handling: 'sentOnly' },
  { daysAgo: 1, hour: 15, handling: 'ignored' },
];

/** Some weeks of disputes in every state, some major, some late, as timed public commands. `endMs` is the present. */
export function timeline(offices: readonly Office[], founded: Founded, startMs: number, endMs: number, county: PublicInterface): readonly Step[] {
  const steps: Step[] = [];
  const villages = offices.filter((office) => office.level === 'village');
  const days = shanghaiDay(endMs) - shanghaiDay(startMs);
  const tell = (at: number, run: () => Promise<unknown>) => {
    if (at < endMs) steps.push({ at, run: async () => void (await run()) });
  };
  const instantOf = (daysAgo: number, hour: number, minute = 0) => startOfShanghaiDay(shanghaiDay(endMs) - daysAgo) + hour * MS_PER_HOUR + minute * MS_PER_MINUTE;

  for (let n = 0; n < 40; n += 1) {
    const village = villages[(n * 5) % villages.length] as Office;
    const story = SMALL_STORIES[n % SMALL_STORIES.length] as Story;
    // Two of each ending: the first of each in the early half, the second some days later, the quick endings last.
    const ending = ENDINGS[n % ENDINGS.length] as Ending;
    const daysAgo = BEGAN_DAYS_AGO[ending] ?? days - 1 - Math.floor(((n % 20) * 11) / 20) - (n < 20 ? 0 : 3);
    everyday(n, instantOf(daysAgo, 8 + (n % 9), (n * 17) % 60), village, story, ending);
  }
  MAJOR_PLAN.forEach(({ daysAgo, hour, handling }, n) => major(n, instantOf(daysAgo, hour, 10), villages[(n * 3) % villages.length] as Office, MAJOR_STORIES[n] as Story, handling));
  return steps.sort((a, b) => a.at - b.at);

  function everyday(n: number, at: number, village: Office, story: Story, ending: Ending): void {
    const mediator = account(village, 'mediator');
    const chair = account(village, 'chair');
    let dispute = '';
    let terms: readonly string[] = [];
    const isConfirmed = ending === 'confirmationPending' || ending === 'confirmed' || ending === 'confirmationRejected';
    const on = (as: string, action: string, body: JsonObject) => act(() => dispute, as, action, body);
    const later = (days: number, hours = 0) => at + days * MS_PER_DAY + hours * MS_PER_HOUR;
    const day = (days: number) => formatDate(shanghaiDay(later(days)));

    tell(at, async () => {
      dispute = (await register(village, mediator, story, at, n)).id;
      await on(mediator, 'grade', { grade: story.people >= 3 || story.amountYuan >= 10_000 ? 'large' : 'small' });
    });
    if (ending === 'registered') return;
    if (ending === 'declined') return tell(later(1), () => on(chair, 'decline', { reason: 'partyRefuses', guidance: '已告知可向人民法院起诉，并发放诉讼指引。' }));
    if (ending === 'diverted') return tell(later(1, 2), () => on(chair, 'divert', { destination: 'labourArbitration', reason: '属劳动人事争议，当事人同意转劳动仲裁。' }));
    tell(later(1), async () => {
      await on(chair, 'accept', { basis: 'application' });
      if (ending === 'accepted') return;
      await on(mediator, 'analyse', { number: 1, analysis: `走访双方及邻居，${story.summary.slice(0, 12)}一事起因清楚，分歧在于数额与时限。` });
      if (ending === 'underAnalysis') return;
      await on(chair, 'plan', { number: 1, plan: '先分别做工作，再面对面调解；请村干部在场见证。', ownerId: founded.people.get(mediator) as string, dueDate: day(20) });
    });
    if (ending === 'accepted' || ending === 'underAnalysis' || ending === 'planned') return;
    tell(later(2), async () => {
      await on(chair, 'appoint-mediators', { mediatorIds: [founded.people.get(mediator) as string] });
      await on(mediator, 'session', { number: 1, mode: 'centre', record: '双方到场，各陈述意见，初步形成两套方案，约定再议。' });
    });
    if (ending === 'mediating') return;
    if (ending === 'failed' || ending === 'refused' || ending === 'withdrawn') {
      return tell(later(5), () => on(mediator, 'terminate', { reason: ending, remediesTold: true, note: '未能达成协议，已告知诉讼与仲裁途径。' }));
    }
    tell(later(4), async () => {
      await on(mediator, 'session', { number: 2, mode: 'field', record: '实地查看后双方互谅互让，达成一致。' });
      const answer = await on(mediator, 'conclude', {
        form: 'written',
        effectiveAt: toInstant(later(4)),
        terms: story.terms.map((content): Json => ({ content, dueDate: day(isConfirmed ? LONG_TERM_DAYS : TERM_DAYS) })),
      });
      terms = await termsOf(mediator, answer.id);
    });
    if (ending === 'agreed') return;
    if (isConfirmed) {
      tell(later(6), () => on(mediator, 'apply-confirmation', { court: '诸暨市人民法院', appliedOn: day(6) }));
      if (ending === 'confirmationPending') return;
      return tell(later(14), () => on(mediator, 'confirmation-ruling', { ruling: ending === 'confirmed' ? 'granted' : 'rejected', ruledOn: day(14) }));
    }
    if (ending === 'performing') return tell(later(TERM_DAYS + 1), () => on(mediator, 'urge', { termId: terms[0] as string, number: 1 }));
    if (ending === 'disputedAgreement') return tell(later(TERM_DAYS + 1), () => on(mediator, 'default', { termId: terms[0] as string, note: '到期未履行，称需重新核算。' }));
    tell(later(8), async () => {
      for (const termId of terms) await on(mediator, 'performance', { termId });
    });
    if (ending === 'performed') return;
    tell(later(11), async () => {
      await on(mediator, 'return-visit', { number: 1, result: 'satisfied', record: '双方均表示满意，已和好如初。' });
      if (ending === 'followedUp') return;
      await on(chair, 'archive', { documents: ['registrationForm', 'investigationRecord', 'evidence', 'mediationRecord', 'agreement', 'returnVisitRecord', 'fileNote', 'backCover'] });
    });
  }

  function major(n: number, at: number, village: Office, story: Story, handling: Handling): void {
    const township = offices.find((office) => office.key === village.parent) as Office;
    const mediator = account(village, 'mediator');
    const duty = account(township, 'duty');
    let dispute = '';
    const on = (as: string, action: string, body: JsonObject) => act(() => dispute, as, action, body);
    const planned = (by: string, head: string) => async () => {
      await on(head, 'accept', { basis: 'initiative' });
      await on(by, 'analyse', { number: 1, analysis: `${story.summary.slice(0, 14)}起因已查清，各方诉求已逐一登记。` });
      await on(head, 'plan', { number: 1, plan: '县乡村三级联合调解，先稳控后协商。', ownerId: founded.people.get(by) as string, dueDate: formatDate(shanghaiDay(at + 14 * MS_PER_DAY)) });
    };
    const minutes = (after: number) => at + after * MS_PER_MINUTE;

    tell(at, async () => {
      dispute = (await register(village, mediator, story, at - 20 * MS_PER_MINUTE, 100 + n)).id;
      await on(mediator, 'grade', { grade: 'major', ...(story.flags ? { flags: [...story.flags] } : {}), observed: (story.criteria ?? []).filter((criterion) => criterion !== 'homicideRisk') });
    });
    if (handling === 'ignored') return;
    tell(minutes(20), () => on(mediator, 'report-risk', { number: 1, risk: 'publicOrder', told: 'police', note: '已通报派出所，民警到场维持秩序。' }));
    tell(minutes(35), () => on(mediator, 'report', { situation: `${story.summary}现场已安排两名调解员稳控，请求上级支援。` }));
    if (handling === 'sentOnly') return;
    // What concerns many the government hears of the same day too, whoever signs for the justice line.
    if (story.flags?.includes('massIncident')) tell(minutes(40), () => on(duty, 'acknowledge', { line: 'government' }));
    if (handling === 'acknowledgedLate') {
      tell(minutes(13 * 60), () => on(duty, 'acknowledge', { line: 'justice' }));
      tell(minutes(14 * 60), () => on(account(township, 'director'), 'take-over', {}));
      return tell(minutes(24 * 60), planned(account(township, 'clerk'), account(township, 'director')));
    }
    tell(minutes(48), () => on(duty, 'acknowledge', { line: 'justice' }));
    const chair = account(village, 'chair');
    if (handling === 'returned') {
      tell(minutes(24 * 60), planned(mediator, chair));
      return tell(minutes(95), () => on(account(township, 'director'), 'return', { guidance: '由村调委会继续稳控，司法所派员指导，次日上午联合调解。' }));
    }
    tell(minutes(90), () => on(account(township, 'director'), 'take-over', {}));
    tell(minutes(24 * 60), planned(account(township, 'clerk'), account(township, 'director')));
  }

  async function register(village: Office, as: string, story: Story, discovered: number, n: number): Promise<PublicAnswer> {
    return county.send({
      as,
      path: '/v1/mediation/disputes',
      body: {
        source: story.source,
        category: story.category,
        discoveredAt: toInstant(discovered),
        place: `${village.name.replace('人民调解委员会', '')}${story.place}`,
        summary: story.summary,
        people: story.people,
        amountFen: String(story.amountYuan * 100),
        flags: (story.flags ?? []).filter((flag) => flag === 'massIncident' || flag === 'homicideRisk'),
        parties: [
          { kind: 'person', name: inventedName(300 + n * 2), phone: `1390575${String(1_000 + n * 2)}` },
          { kind: 'person', name: inventedName(301 + n * 2), phone: `1380575${String(2_000 + n * 2)}` },
        ],
      },
    });
  }

  function act(id: () => string, as: string, action: string, body: JsonObject): Promise<PublicAnswer> {
    return county.send({ as, path: `/v1/mediation/disputes/${id()}/${action}`, body });
  }

  async function termsOf(as: string, id: string): Promise<readonly string[]> {
    const { agreement } = (await county.read(as, `/v1/mediation/disputes/${id}`)) as { agreement: { terms: readonly { termId: string }[] } };
    return agreement.terms.map((term) => term.termId);
  }
}

function account(office: Office, post: string): string {
  const found = office.officers.find((officer) => officer.account.endsWith(`.${post}`));
  if (!found) throw new Error(`${office.name} has no ${post}`);
  return found.account;
}
