import type { Role } from '@fengqiao/security';

/* Who may try an act on a dispute at all; dispute.authorise.ts looks at the case afterwards. */

export const REGISTER: readonly Role[] = ['informant', 'mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'dutyOfficer'];
export const IMPORT: readonly Role[] = ['committeeChair', 'officeClerk', 'officeDirector', 'operator'];
export const HANDLE: readonly Role[] = ['mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'bureauHead'];
export const HEADS: readonly Role[] = ['committeeChair', 'officeDirector', 'bureauHead'];
export const REPORT: readonly Role[] = [...HANDLE, 'informant', 'dutyOfficer'];
export const RECEIVE: readonly Role[] = [...HEADS, 'dutyOfficer'];
export const ABOVE: readonly Role[] = [...HEADS, 'officeClerk'];
export const CLERKS: readonly Role[] = ['officeClerk', 'committeeChair', 'officeDirector'];
