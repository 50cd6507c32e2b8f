import type { Amount } from './rule';

/** Levels of offices as packs write them; the number is the rank that compares. */
export const LEVELS = { GROUP: 1, VILLAGE: 2, TOWNSHIP: 3, COUNTY: 4, CITY: 5, PROVINCE: 6 } as const;
export type LevelName = keyof typeof LEVELS;

/** Which office a symbol means: the start's own, the one whose breach it is, so many levels above the start's, or the nearest of a level. */
export type OfficeSymbol =
  | { readonly kind: 'office' }
  | { readonly kind: 'responsible' }
  | { readonly kind: 'above'; readonly levels: number }
  | { readonly kind: 'level'; readonly level: number };

/** Whom a rung is for. Resolved when it is raised, from the roster as it then is. */
export type Addressee =
  | { readonly kind: 'owner' | 'nextOnRoster' | 'onCall' }
  | { readonly kind: 'duty' | 'head'; readonly of: OfficeSymbol };

/** Whose breach an obligation is: an office, the case's owner, an office that the start names, or a partner, which is never counted against an office. */
export type Responsible =
  | { readonly kind: 'office'; readonly of: OfficeSymbol }
  | { readonly kind: 'owner' }
  | { readonly kind: 'field'; readonly path: string }
  | { readonly kind: 'partner'; readonly name: 'court' | 'party' };

/** Reads `duty(level + 1)`, `head(office)`, `duty(COUNTY)`, `owner`, `nextOnRoster`, `onCall`; undefined where it is none of them. */
export function parseAddressee(text: string): Addressee | undefined {
  if (text === 'owner' || text === 'nextOnRoster' || text === 'onCall') return { kind: text };
  const match = /^(duty|head)\((.+)\)$/.exec(text);
  const of = match && parseOffice(match[2] as string);
  return of ? { kind: match[1] as 'duty' | 'head', of } : undefined;
}

/** Reads `office`, `office(level + 1)`, `office(COUNTY)`, `owner`, `event.<field>`, `court`, `party`; undefined where it is none of them. */
export function parseResponsible(text: string): Responsible | undefined {
  if (text === 'owner') return { kind: 'owner' };
  if (text === 'court' || text === 'party') return { kind: 'partner', name: text };
  if (text === 'office') return { kind: 'office', of: { kind: 'office' } };
  const path = parseField(text);
  if (path) return { kind: 'field', path };
  const inner = /^office\((.+)\)$/.exec(text)?.[1];
  const of = inner === undefined ? undefined : parseOffice(inner);
  return of?.kind === 'above' || of?.kind === 'level' ? { kind: 'office', of } : undefined;
}

/**
 * Whether what somebody is responsible for goes with the subject when another office takes it over: the duty of whoever holds it, and of a partner, of
 * whom the holder is reminded. That of an office which the start names, or of one above, stays where it is.
 */
export function goesWithSubject(responsible: Responsible | undefined): boolean {
  return responsible !== undefined && responsible.kind !== 'field' && (responsible.kind !== 'office' || responsible.of.kind === 'office');
}

function parseOffice(text: string): OfficeSymbol | undefined {
  if (text === 'office' || text === 'responsible') return { kind: text };
  const above = /^level \+ ([1-5])$/.exec(text);
  if (above) return { kind: 'above', levels: Number(above[1]) };
  return text in LEVELS ? { kind: 'level', level: LEVELS[text as LevelName] } : undefined;
}

/** `discoveredAt` of `event.discoveredAt`; undefined where it names no field. */
export function parseField(text: string): string | undefined {
  return /^event\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)$/.exec(text)?.[1];
}

/** The path inside a member of `each.dueDate`, empty for `each` itself; undefined where it names neither. */
export function parseEach(text: string): string | undefined {
  if (text === 'each') return '';
  return /^each\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)$/.exec(text)?.[1];
}

/** `closeOfBusiness` of `param.closeOfBusiness`; undefined where it names no parameter. */
export function parseParam(text: string): string | undefined {
  return /^param\.([A-Za-z]\w*)$/.exec(text)?.[1];
}

/** True of `17:30`; not of 00:00, because a day ends at 24:00 and that needs no word. */
export function isTimeOfDay(text: string): boolean {
  return CLOCK.test(text) && text !== '00:00';
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Minutes of `PT2H`, `PT30M`, `PT1H30M`; undefined where it is no exact time. */
export function parseExact(text: string): number | undefined {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(text);
  if (!match || (match[1] === undefined && match[2] === undefined)) return undefined;
  return Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
}

const UNITS: Readonly<Record<string, (n: number) => Amount>> = {
  day: (n) => ({ days: n }),
  workingDay: (n) => ({ workingDays: n }),
  hour: (n) => ({ minutes: n * 60 }),
  minute: (n) => ({ minutes: n }),
};

/** Reads `1 workingDay`, `5 days`, `PT30M`, `param.x`; undefined where it is none of them. */
export function parseAmount(text: string): Amount | undefined {
  const param = parseParam(text);
  if (param) return { param };
  const minutes = parseExact(text);
  if (minutes !== undefined) return { minutes };
  const match = /^(\d+) ([a-zA-Z]+?)s?$/.exec(text);
  return match ? UNITS[match[2] as string]?.(Number(match[1])) : undefined;
}

/** Where a rung lies: `last day - 1 workingDay 17:30`, `start + PT30M`, `due`, `breach + 1 workingDay 09:00`. */
export interface RungPlace {
  readonly anchor: string;
  readonly sign: 1 | -1;
  readonly offset: Amount;
  /** `HH:mm`, `param.<name>`, or empty. */
  readonly time: string;
}

const PLACE = /^(last day|[A-Za-z]\w*)(?: ([+-]) (PT\w+|param\.\w+|\d+ [A-Za-z]+))?(?: (\d\d:\d\d|param\.\w+))?$/;

/** Reads the place of a rung; undefined where it is not of that shape. Whether the anchor exists is the ladder's business. */
export function parsePlace(text: string): RungPlace | undefined {
  const match = PLACE.exec(text);
  if (!match) return undefined;
  const [, anchor, sign, offset, time = ''] = match;
  const amount = offset === undefined ? { minutes: 0 } : parseAmount(offset);
  if (!amount || (time !== '' && !isTimeOfDay(time) && !parseParam(time))) return undefined;
  return { anchor: anchor as string, sign: sign === '-' ? -1 : 1, offset: amount, time };
}

/** `08:00` and `22:00` of `08:00-22:00`; undefined where they are no hours of one day in order. */
export function parseHours(text: string): { from: string; to: string } | undefined {
  const [from, to, ...rest] = text.split('-');
  if (!from || !to || rest.length > 0 || !CLOCK.test(from) || !CLOCK.test(to) || from >= to) return undefined;
  return { from, to };
}
