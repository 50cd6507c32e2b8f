import type { QueryRoute } from '@fengqiao/platform';
import { calendarByOffice } from './calendar-by-office';
import { caseDeadlines, caseTimelineQuery } from './case-queries';
import { committeeRegister } from './committee-register';
import { deadlineCalendar } from './deadline-calendar';
import { deadlineExplain } from './deadline-explain';
import { officesQuery, rostersQuery } from './directory-queries';
import { disputeLedger } from './dispute-ledger';
import { dutyBoard } from './duty-board';
import { escalationStreamQuery } from './escalation-stream';
import { mediatorTrainings, trendAnalyses } from './guidance-lists';
import { mediatorRegister } from './mediator-register';
import { ratesQuery } from './rates-query';
import type { ReadParts } from './read-parts';
import { screeningBoard, screeningReports } from './screening-board';

/** Every question that the views answer, of whatever time these views are. Each calls `reveal` on its whole answer, last of all. */
export function viewRoutes(parts: ReadParts): readonly QueryRoute[] {
  return [
    disputeLedger(parts),
    dutyBoard(parts),
    deadlineCalendar(parts),
    calendarByOffice(parts),
    deadlineExplain(parts),
    caseTimelineQuery(parts),
    caseDeadlines(parts),
    escalationStreamQuery(parts),
    officesQuery(parts),
    rostersQuery(parts),
    ratesQuery(parts),
    committeeRegister(parts),
    mediatorRegister(parts),
    screeningBoard(parts),
    screeningReports(parts),
    trendAnalyses(parts),
    mediatorTrainings(parts),
  ];
}
