import type { Level, Line, MajorDisputeReported } from '@fengqiao/contracts';

/** An office at the level it had then. */
export interface Seat {
  readonly officeId: string;
  readonly level: Level;
}

/** A report of a major dispute to the level above (重大纠纷上报), who signed for it and how it was answered. */
export interface Report {
  readonly reportId: string;
  readonly from: Seat;
  readonly to: Seat;
  /** Sealed. */
  readonly situation: string;
  readonly acknowledged: readonly Line[];
  /** Support by a lawyer answers a report and still leaves room to take over or return. */
  readonly answer: 'none' | 'supported' | 'takenOver' | 'returned';
  /** Sealed; what the level above advised when it returned the case. */
  readonly guidance: string;
}

/** A report as it was sent. */
export function reportFrom(data: MajorDisputeReported): Report {
  return {
    reportId: data.reportId,
    from: { officeId: data.fromOfficeId, level: data.fromLevel },
    to: { officeId: data.toOfficeId, level: data.toLevel },
    situation: data.situation,
    acknowledged: [],
    answer: 'none',
    guidance: '',
  };
}

/** Is the level above still to take over, return or support? */
export function isUnanswered(report: Report): boolean {
  return report.answer === 'none';
}

/** Is the case still in the level above's hands: neither returned nor taken over? */
export function isStanding(report: Report): boolean {
  return report.answer === 'none' || report.answer === 'supported';
}

/** Reports with one of them changed. */
export function withReport(reports: readonly Report[], reportId: string, change: (report: Report) => Partial<Report>): readonly Report[] {
  return reports.map((report) => (report.reportId === reportId ? { ...report, ...change(report) } : report));
}

/** Reports with one of them answered; support does not undo an answer that settles more. */
export function answered(reports: readonly Report[], reportId: string, answer: Exclude<Report['answer'], 'none'>, guidance = ''): readonly Report[] {
  return withReport(reports, reportId, (report) => (isStanding(report) ? { answer, guidance } : {}));
}
