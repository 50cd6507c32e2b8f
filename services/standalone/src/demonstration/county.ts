import divisions from './divisions.json';

/** Roles of the invented officers; see the directory's ROLES. */
export type Post = 'mediator' | 'committeeChair' | 'officeClerk' | 'officeDirector' | 'dutyOfficer' | 'bureauHead' | 'operator' | 'analyst' | 'inspector' | 'informant';

export interface Officer {
  /** The account he signs in with: `<place>.<post>`, easy to type. */
  readonly account: string;
  readonly name: string;
  readonly roles: readonly Post[];
}

export interface Office {
  /** Short name by which the demonstration speaks of it. */
  readonly key: string;
  readonly name: string;
  readonly kind: 'justiceBureau' | 'justiceOffice' | 'mediationCommittee';
  readonly level: 'city' | 'county' | 'township' | 'village';
  readonly division: string;
  readonly parent: string | undefined;
  readonly officers: readonly Officer[];
}

const SURNAMES = ['陈', '楼', '骆', '斯', '周', '赵', '钱', '何', '俞', '寿', '杨', '边', '郭', '蔡', '应', '石', '宣', '孟', '戚', '屠'];
const GIVEN = ['建国', '秀英', '志强', '丽华', '文斌', '雅琴', '国良', '晓燕', '永明', '春芳', '海波', '玉兰', '伟民', '静怡', '铁军', '慧敏', '柏林', '月娥', '立新', '佳宁', '伯康', '彩凤', '仲平', '若溪'];

/** Invented names, the same on every run: no person is meant. */
export function inventedName(n: number): string {
  return `${SURNAMES[(n * 7) % SURNAMES.length] as string}${GIVEN[(n * 5 + Math.floor(n / SURNAMES.length)) % GIVEN.length] as string}`;
}

/** Accounts of townships and villages are spelt by number; the places the README speaks of have names. */
const SPELT: Readonly<Record<string, string>> = { '330681109': 'fengqiao', '330681001': 'jiyang', '330681104': 'diankou', '330681005': 'datang', '330681109008': 'fengyi' };

const spell = (code: string): string => SPELT[code] ?? `z${code.slice(6)}`;

/** The county of the demonstration: real divisions of Zhuji (诸暨), invented people, offices at each level. */
export function county(): readonly Office[] {
  let n = 0;
  const person = (account: string, ...roles: Post[]): Officer => ({ account, name: inventedName(n++), roles });
  const city: Office = {
    key: 'city', name: `${divisions.city.name}司法局`, kind: 'justiceBureau', level: 'city', division: divisions.city.code, parent: undefined,
    officers: [person('city.operator', 'operator'), person('city.duty', 'dutyOfficer'), person('city.duty2', 'dutyOfficer'), person('city.analyst', 'analyst')],
  };
  const bureau: Office = {
    key: 'county', name: `${divisions.county.name}司法局`, kind: 'justiceBureau', level: 'county', division: divisions.county.code, parent: 'city',
    officers: [
      person('county.operator', 'operator'), person('county.head', 'bureauHead'), person('county.duty', 'dutyOfficer'), person('county.duty2', 'dutyOfficer'),
      person('county.analyst', 'analyst'), person('county.inspector', 'inspector'),
    ],
  };
  const townships = divisions.townships.map(({ code, name }): Office => {
    const at = spell(code);
    return {
      key: code, name: `${name.replace(/(街道|镇|乡)$/, '')}司法所`, kind: 'justiceOffice', level: 'township', division: code, parent: 'county',
      officers: [person(`${at}.director`, 'officeDirector'), person(`${at}.clerk`, 'officeClerk', 'mediator'), person(`${at}.duty`, 'dutyOfficer'), person(`${at}.duty2`, 'dutyOfficer')],
    };
  });
  const villages = divisions.villages.map(({ code, name, township }): Office => {
    const at = spell(code);
    return {
      key: code, name: `${name.replace(/(居委会|村委会)$/, '')}人民调解委员会`, kind: 'mediationCommittee', level: 'village', division: code, parent: township,
      officers: [person(`${at}.chair`, 'committeeChair', 'mediator'), person(`${at}.mediator`, 'mediator'), person(`${at}.informant`, 'informant')],
    };
  });
  return [city, bureau, ...townships, ...villages];
}
