import { millisOf, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, shanghaiDay, startOfShanghaiDay, toInstant, type Instant, type JsonObject } from '@fengqiao/kernel';
import { commandId, createdStreamId, DEVELOPMENT_ISSUER } from '@fengqiao/security';
import type { PublicInterface } from './public-commands';
import { MAJOR_STORIES, type Story } from './stories';
import type { Step } from './timeline';

/*
 * What a training begins with: three major disputes that nobody answers, so that a team that only watches sees every rung of the ladder.
 * One was reported the evening before and is repeated by day; one was reported just now; one was graded just now and is not reported yet.
 */

interface Neglected {
  /** Names the dispute for ever: its commands carry it, so its id can be computed. */
  readonly key: string;
  readonly mediator: string;
  readonly story: Story;
}

const OF_YESTERDAY: Neglected = { key: 'training-yesterday', mediator: 'diankou.clerk', story: MAJOR_STORIES[5] as Story };
/** Neither is flagged, so that of these two the same-day rules alone speak on that day. */
const REPORTED: Neglected = { key: 'training-reported', mediator: 'jiyang.clerk', story: { ...(MAJOR_STORIES[0] as Story), flags: [] } };
const GRADED: Neglected = { key: 'training-graded', mediator: 'fengyi.mediator', story: { ...(MAJOR_STORIES[1] as Story), flags: [] } };

const SITUATION = { situation: '现场已安排人员稳控，请求上级支援。' };
/** When the mediator of the third dispute reports at last: after the warning of 17:30. */
const LATE_REPORT_MS = 17 * MS_PER_HOUR + 45 * MS_PER_MINUTE;
/** And how long after its grading at least. */
const LATEST_MS = 30 * MS_PER_MINUTE;

/** The three disputes, as timed public commands before the training begins. */
export function trainingStory(begins: Instant, county: PublicInterface): readonly Step[] {
  const beginsMs = millisOf(begins);
  const evening = startOfShanghaiDay(shanghaiDay(beginsMs)) - MS_PER_DAY + 17 * MS_PER_HOUR;
  const before = (minutes: number) => beginsMs - minutes * MS_PER_MINUTE;
  return [
    { at: evening, run: () => major(OF_YESTERDAY, evening, county) },
    { at: evening + 10 * MS_PER_MINUTE, run: () => act(OF_YESTERDAY, 'report', SITUATION, county) },
    { at: before(25), run: () => major(REPORTED, before(25), county) },
    { at: before(20), run: () => major(GRADED, before(20), county) },
    { at: before(10), run: () => act(REPORTED, 'report', SITUATION, county) },
  ];
}

/** What a colleague does in a training when nobody of the team has: reports the third dispute, late in its day. */
export interface StandIn {
  /** When, by the domain's clock. */
  readonly at: number;
  /** Resolves to false where there was nothing left to report. */
  report(): Promise<boolean>;
}

/** The stand-in of a training folder; undefined where the folder holds no such dispute, or where it has been reported. */
export async function standIn(county: PublicInterface): Promise<StandIn | undefined> {
  const { mediator } = GRADED;
  const look = async () => (await county.read(mediator, `/v1/mediation/disputes/${idOf(GRADED)}`)) as { discoveredAt: string; reports: readonly unknown[] };
  const found = await look().catch(() => undefined);
  if (!found || found.reports.length > 0) return undefined;
  const graded = millisOf(found.discoveredAt);
  return {
    at: Math.max(startOfShanghaiDay(shanghaiDay(graded)) + LATE_REPORT_MS, graded + LATEST_MS),
    report: async () => {
      if ((await look()).reports.length > 0) return false;
      await act(GRADED, 'report', SITUATION, county);
      return true;
    },
  };
}

async function major({ key, mediator, story }: Neglected, atMs: number, county: PublicInterface): Promise<void> {
  await county.send({
    as: mediator,
    path: '/v1/mediation/disputes',
    key,
    body: {
      source: story.source,
      category: story.category,
      discoveredAt: toInstant(atMs),
      place: story.place,
      summary: story.summary,
      people: story.people,
      amountFen: String(story.amountYuan * 100),
      parties: [{ kind: 'person', name: '甲某' }, { kind: 'person', name: '乙某' }],
    },
  });
  await act({ key, mediator, story }, 'grade', { grade: 'major', ...(story.flags && { flags: [...story.flags] }), observed: [...(story.criteria ?? [])] }, county);
}

async function act(dispute: Neglected, action: string, body: JsonObject, county: PublicInterface): Promise<void> {
  await county.send({ as: dispute.mediator, path: `/v1/mediation/disputes/${idOf(dispute)}/${action}`, key: `${dispute.key}-${action}`, body });
}

function idOf({ key, mediator }: Neglected): string {
  return createdStreamId(commandId(DEVELOPMENT_ISSUER, mediator, key));
}
