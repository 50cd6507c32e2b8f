import type { Post } from '../demonstration/county';
import type { PlantedClass } from './planted.scenes';

/*
 * Who may do what with a dispute that a village has reported to its township, as the county's rules have it and not as the code has it:
 * the village handles it; the township above receives, answers and supervises; the village beside and another county have nothing to do with it.
 */

export type Relation = 'own' | 'sibling' | 'parent' | 'foreign';

const EVERYBODY: readonly Post[] = ['informant', 'mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'dutyOfficer', 'bureauHead', 'operator', 'analyst', 'inspector'];
const HANDLERS: readonly Post[] = ['mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'bureauHead'];
const HEADS: readonly Post[] = ['committeeChair', 'officeDirector', 'bureauHead'];
const REPORTERS: readonly Post[] = [...HANDLERS, 'informant', 'dutyOfficer'];
const RECEIVERS: readonly Post[] = [...HEADS, 'dutyOfficer'];
const ABOVE: readonly Post[] = [...HEADS, 'officeClerk'];
const KEEPERS: readonly Post[] = ['operator', 'bureauHead'];
const GUIDES: readonly Post[] = ['committeeChair', 'officeClerk', 'officeDirector', 'bureauHead'];
const LEADERS: readonly Post[] = ['officeDirector', 'bureauHead'];
const BUT_ANALYSTS = EVERYBODY.filter((post) => post !== 'analyst');

/** Who may; an office that is not named may not. */
export type May = Readonly<Partial<Record<Relation, readonly Post[]>>>;

const own = (posts: readonly Post[]): May => ({ own: posts });
const above = (posts: readonly Post[]): May => ({ parent: posts });
const both = (posts: readonly Post[]): May => ({ own: posts, parent: posts });
const all = (posts: readonly Post[]): May => ({ own: posts, sibling: posts, parent: posts, foreign: posts });

/** By operation. What stands in a list and is about nobody in particular may be asked by all; what it shows is another matter. */
export const TABLE: Readonly<Record<string, May>> = {
  // A dispute of one's own.
  registerDispute: all(['informant', 'mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'dutyOfficer']),
  importDispute: all(['committeeChair', 'officeClerk', 'officeDirector', 'operator']),
  screenArea: all(['mediator', 'committeeChair', 'officeClerk', 'officeDirector']),
  // The planted dispute.
  getDispute: both(BUT_ANALYSTS),
  gradeDispute: both(HANDLERS),
  acceptDispute: own(HEADS),
  declineDispute: own(HEADS),
  divertDispute: own(ABOVE),
  reportMajorDispute: own(REPORTERS),
  logOralReport: above(RECEIVERS),
  acknowledgeMajorReport: above(RECEIVERS),
  takeOverDispute: above(HEADS),
  returnDispute: above(HEADS),
  requestLawyerSupport: own(HANDLERS),
  assignLawyerSupport: above(ABOVE),
  reportEscalationRisk: own(REPORTERS),
  analyseDispute: own(HANDLERS),
  adoptMediationPlan: own(HEADS),
  appointMediators: own(HEADS),
  chooseMediator: own(HANDLERS),
  inviteParticipant: own(HANDLERS),
  holdSession: own(HANDLERS),
  terminateMediation: own(HANDLERS),
  concludeAgreement: own(HANDLERS),
  applyJudicialConfirmation: own(HANDLERS),
  recordConfirmationRuling: own(HANDLERS),
  recordPerformance: own(HANDLERS),
  urgePerformance: own(HANDLERS),
  recordDefault: own(HANDLERS),
  payReturnVisit: own(HANDLERS),
  reviewCaseQuality: above([...ABOVE, 'inspector']),
  papersOfDispute: both(BUT_ANALYSTS),
  paperOfDispute: both(BUT_ANALYSTS),
  suggestMediation: own(HANDLERS),
  applyForMediation: own(HANDLERS),
  extendMediation: own(HANDLERS),
  suspendMediation: own(HANDLERS),
  resumeMediation: own(HANDLERS),
  informParties: own(HANDLERS),
  receiveCourtEntrustment: own(HANDLERS),
  nameCourtMediator: own(HANDLERS),
  acceptCourtEntrustment: own(HANDLERS),
  declineCourtEntrustment: own(HANDLERS),
  recordOtherParty: own(HANDLERS),
  returnFileToCourt: own(HANDLERS),
  receivePoliceEntrustment: own(HANDLERS),
  requestPoliceRecognition: own(HANDLERS),
  recordPoliceDecision: own(HANDLERS),
  recordConfirmationFiling: own(HANDLERS),
  recordConfirmationExtension: own(HANDLERS),
  recordCriminalTurn: both(ABOVE),
  archiveCase: own(['officeClerk', 'committeeChair', 'officeDirector']),
  caseTimeline: both(BUT_ANALYSTS),
  deadlinesOfCase: both(EVERYBODY),
  // An informant sees what involves his office; the village's duty to report is no matter of the township's informant.
  explainDeadline: { own: EVERYBODY, parent: EVERYBODY.filter((post) => post !== 'informant') },
  // The village's office, one of its people, its screening, and the roster of the township.
  getOffice: both([...KEEPERS, 'inspector']),
  changeOffice: both(KEEPERS),
  closeOffice: both(KEEPERS),
  getPerson: both([...KEEPERS, 'inspector']),
  reappointPerson: both(KEEPERS),
  releasePerson: both(KEEPERS),
  getScreening: both(['mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'operator', 'inspector']),
  // The village's committee, one of its mediators, and what it has reported. Proposed and engaged is for an office and a person that are none.
  proposeCommittee: {},
  getCommittee: both([...GUIDES, 'operator', 'inspector']),
  establishCommittee: both(GUIDES),
  electCommittee: both(GUIDES),
  changeMembers: both(GUIDES),
  prolongCommittee: both(LEADERS),
  dissolveCommittee: both(LEADERS),
  // The county's bureau alone tells the court.
  reportToCourt: {},
  engageMediator: {},
  getMediator: both([...GUIDES, 'operator', 'inspector']),
  trainMediator: both(GUIDES),
  gradeMediator: both(LEADERS),
  registerMediator: both(LEADERS),
  warnMediator: both(GUIDES),
  recordCorrection: both(GUIDES),
  removeMediator: both(GUIDES),
  reportTrendAnalysis: all([...GUIDES, 'analyst']),
  getAnalysis: both([...GUIDES, 'analyst', 'operator', 'inspector']),
  holdTraining: all(['officeClerk', ...LEADERS]),
  getTraining: both(['officeClerk', ...LEADERS, 'operator', 'inspector']),
  getRoster: above([...KEEPERS, 'officeDirector', 'inspector']),
  // Lists of what one may see.
  disputeLedger: all(EVERYBODY),
  dutyBoard: all(EVERYBODY),
  deadlineCalendar: all(EVERYBODY),
  deadlineCalendarByOffice: all(EVERYBODY),
  rates: all(EVERYBODY),
  offices: all(EVERYBODY),
  rosters: all(EVERYBODY),
  committeeRegister: all(EVERYBODY),
  mediatorRegister: all(EVERYBODY),
  screeningBoard: all(EVERYBODY),
  screeningReports: all(EVERYBODY),
  trendAnalyses: all(EVERYBODY),
  mediatorTrainings: all(EVERYBODY),
  escalationStream: all(EVERYBODY),
  checkViews: all(['operator']),
  policyInForce: all(['operator', 'bureauHead', 'inspector']),
  // Nobody's data: what the law says of a date.
  computeDeadline: all(EVERYBODY),
  computableRules: all(EVERYBODY),
};

/** What an operation is asked with that needs to be asked something. */
export const ASKED_WITH: Readonly<Record<string, string>> = { computeDeadline: '?from=2026-09-24&period=7d' };

/** What a role may read of a case that it may see at all; the inspector judges the work and not the person. */
export const READABLE: Readonly<Record<Post, readonly PlantedClass[]>> = {
  informant: [],
  mediator: ['M1', 'M2', 'M5'],
  committeeChair: ['M1', 'M2', 'M5'],
  officeClerk: ['M1', 'M2', 'M5'],
  officeDirector: ['M1', 'M2', 'M5'],
  dutyOfficer: ['M1', 'M2', 'M5'],
  bureauHead: ['M1', 'M2', 'M5'],
  operator: [],
  analyst: [],
  inspector: ['M2', 'M5'],
};
