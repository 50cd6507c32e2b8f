import type { JsonObject } from '@fengqiao/kernel';
import { fact, type FactOptions } from './scenario';
import type { Fact, Subject } from './types';

/** The facts of a dispute of the village, told as briefly as a test needs them. */
export type Disputes = ReturnType<typeof disputesOf>;

/** Builders for the facts of one dispute. Times are local times in Asia/Shanghai or instants. */
export function disputesOf(subject: Subject) {
  function happened(type: string, at: string, data: JsonObject = {}, options: FactOptions = {}): Fact {
    return fact(subject, `mediation.v1.${type}`, at, data, options);
  }
  return {
    happened,
    registered: (at: string, discoveredAt: string, flags: string[], more: JsonObject = {}) =>
      happened('DisputeRegistered', at, { source: 'window', discoveredAt, flags, officeId: 'village', level: 'LEVEL_VILLAGE', ...more }),
    graded: (at: string, grade = 'GRADE_MAJOR', flags: string[] = []) => happened('DisputeGraded', at, { grade, flags, officeId: 'village' }),
    reported: (at: string, reportId = 'r1', more: JsonObject = {}) =>
      happened('MajorDisputeReported', at, { reportId, fromOfficeId: 'village', toOfficeId: 'township', fromLevel: 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP', ...more }),
    acknowledged: (at: string, reportId = 'r1', line = 'LINE_JUSTICE', options: FactOptions = {}) =>
      happened('MajorDisputeReportAcknowledged', at, { reportId, line, officeId: 'township' }, options),
    takenOver: (at: string, reportId = 'r1') => happened('DisputeTakenOver', at, { reportId, officeId: 'township', level: 'LEVEL_TOWNSHIP' }),
    returned: (at: string, reportId = 'r1') => happened('DisputeReturned', at, { reportId, officeId: 'township' }),
    oral: (at: string, recorded?: string) => happened('OralReportLogged', at, { toOfficeId: 'township' }, recorded === undefined ? {} : { recorded }),
  };
}
