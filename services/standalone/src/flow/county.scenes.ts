import type { Office, Officer, Post } from '../demonstration/county';

/*
 * A small county for tests: a city, two of its counties, and of the first two townships with three villages. Codes and names are
 * invented. Accounts are `<place>.<role>`, so that a test says who acts by saying where and as what.
 */

export const POSTS: readonly Post[] = ['informant', 'mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'dutyOfficer', 'bureauHead', 'operator', 'analyst', 'inspector'];

/** Where a person of the test stands. */
export type Place = 'city' | 'county' | 'hill' | 'river' | 'pine' | 'oak' | 'reed' | 'other' | 'otherTown' | 'otherVillage';

interface Site {
  readonly name: string;
  readonly kind: Office['kind'];
  readonly level: Office['level'];
  readonly division: string;
  readonly parent?: Place;
}

/** Hill and river are townships; pine and oak villages of hill, reed a village of river. What is `other` belongs to another county. */
export const SITES: Readonly<Record<Place, Site>> = {
  city: { name: '试验市司法局', kind: 'justiceBureau', level: 'city', division: '3306' },
  county: { name: '试验县司法局', kind: 'justiceBureau', level: 'county', division: '330681', parent: 'city' },
  hill: { name: '山前司法所', kind: 'justiceOffice', level: 'township', division: '330681109', parent: 'county' },
  river: { name: '河口司法所', kind: 'justiceOffice', level: 'township', division: '330681110', parent: 'county' },
  pine: { name: '松岭村人民调解委员会', kind: 'mediationCommittee', level: 'village', division: '330681109201', parent: 'hill' },
  oak: { name: '栎树村人民调解委员会', kind: 'mediationCommittee', level: 'village', division: '330681109202', parent: 'hill' },
  reed: { name: '芦花村人民调解委员会', kind: 'mediationCommittee', level: 'village', division: '330681110201', parent: 'river' },
  other: { name: '邻县司法局', kind: 'justiceBureau', level: 'county', division: '330624', parent: 'city' },
  otherTown: { name: '邻镇司法所', kind: 'justiceOffice', level: 'township', division: '330624101', parent: 'other' },
  otherVillage: { name: '邻村人民调解委员会', kind: 'mediationCommittee', level: 'village', division: '330624101201', parent: 'otherTown' },
};

/** Who works where in the plain county; two duty officers wherever there is a roster. */
const STAFF: Readonly<Record<Place, readonly Post[]>> = {
  city: ['operator', 'analyst', 'inspector'],
  county: ['operator', 'bureauHead', 'officeClerk', 'analyst', 'inspector'],
  hill: ['officeDirector', 'officeClerk'],
  river: ['officeDirector', 'officeClerk'],
  pine: ['committeeChair', 'mediator', 'informant'],
  oak: ['committeeChair', 'mediator'],
  reed: ['committeeChair', 'mediator'],
  other: ['operator', 'bureauHead'],
  otherTown: ['officeDirector', 'officeClerk'],
  otherVillage: ['committeeChair', 'mediator'],
};

const WITH_ROSTER: readonly Place[] = ['city', 'county', 'hill', 'river', 'other', 'otherTown'];

/** The account of who holds a role at a place; `2` is the second duty officer. */
export function accountOf(place: Place, post: Post, which: '' | '2' = ''): string {
  return `${place.toLowerCase()}.${post.toLowerCase()}${which}`;
}

/** The prefecture whose code the sites' begin with. */
const PREFECTURE = '3306';

/** The offices with their people; `everyRoleAt` has somebody of each role, `prefecture` is where the county lies. */
export function smallCounty(everyRoleAt: readonly Place[] = [], prefecture = PREFECTURE): readonly Office[] {
  return (Object.entries(SITES) as [Place, Site][]).map(([place, { parent, ...site }]) => {
    const officer = (post: Post, which: '' | '2' = ''): Officer => ({ account: accountOf(place, post, which), name: `测试${place}${post}${which}`, roles: [post] });
    const duty = WITH_ROSTER.includes(place) ? [officer('dutyOfficer'), officer('dutyOfficer', '2')] : [];
    const posts = everyRoleAt.includes(place) ? POSTS : STAFF[place];
    const others = posts.filter((post) => post !== 'dutyOfficer' || duty.length === 0).map((post) => officer(post));
    return { key: place, parent, ...site, division: site.division.replace(PREFECTURE, prefecture), officers: [...duty, ...others] };
  });
}
