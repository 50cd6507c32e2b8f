/** Roles (角色) a person may hold at an office; the Chinese word beside each. */
export const ROLES = {
  informant: '纠纷信息员',
  mediator: '人民调解员',
  committeeChair: '调委会主任',
  officeClerk: '司法所工作人员',
  officeDirector: '司法所长',
  dutyOfficer: '值班员',
  bureauHead: '司法局长',
  operator: '运维人员',
  analyst: '统计分析人员',
  inspector: '督查人员',
} as const;

export type Role = keyof typeof ROLES;
