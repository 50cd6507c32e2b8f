import type { Actor } from '@fengqiao/kernel';
import { NO_DIVISION, ROLES, scopeFor, subtreeOf, type Role } from '@fengqiao/security';

const actor = (over: Partial<Actor>): Actor => ({ personId: 'p', account: 'a', officeId: 'office', division: '330681101', level: 3, roles: ['mediator'], ...over });

describe('the scope of an actor', () => {
  it.each((Object.keys(ROLES) as Role[]).filter((role) => role !== 'informant'))('lets a %s see the own division and the own office', (role) => {
    expect(scopeFor(actor({ roles: [role] }))).toEqual({ divisionPrefix: '330681101', offices: ['office'] });
  });

  it('lets an informant see only what involves the own office', () => {
    expect(scopeFor(actor({ roles: ['informant'] }))).toEqual({ divisionPrefix: NO_DIVISION, offices: ['office'] });
  });

  it('lets an informant who is a mediator too see the division', () => {
    expect(scopeFor(actor({ roles: ['informant', 'mediator'] })).divisionPrefix).toBe('330681101');
  });

  it.each(['', '3', 'all', '33068110１', '-', '%', '3306811011011', '330681 '])('never lets the division %j widen what is seen', (division) => {
    expect(scopeFor(actor({ division })).divisionPrefix).toBe(NO_DIVISION);
  });

  it('lets an actor without any role see nothing', () => {
    expect(scopeFor(actor({ roles: [] }))).toEqual({ divisionPrefix: NO_DIVISION, offices: [] });
    expect(scopeFor(actor({ roles: ['root'] })).divisionPrefix).toBe(NO_DIVISION);
  });

  it('uses a prefix that no division starts with for nobody', () => {
    expect('330681'.startsWith(NO_DIVISION) || ''.startsWith(NO_DIVISION)).toBe(false);
  });

  it.each([
    ['33', '33'],
    ['3306', '3306'],
    ['330681', '330681'],
    ['330681101', '330681101'],
    ['330681101201', '330681101201'],
    ['330000', '33'],
    ['330600', '3306'],
    ['330681000', '330681'],
    ['330681000000', '330681'],
    ['330681100000', '330681100'],
    ['330681100', '330681100'],
    ['331000', '3310'],
    ['330000000000', '33'],
  ])('of the division %s is what starts with %s', (division, prefix) => {
    expect(subtreeOf(division)).toBe(prefix);
  });
});
