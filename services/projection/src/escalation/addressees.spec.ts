import { smallDirectory } from '@fengqiao/testing';
import { at } from '@fengqiao/testing';
import { resolveAddressees, type Occasion } from './addressees';
import { OFFICERS, OFFICES } from './world.scenes';

const county = smallDirectory(OFFICES, OFFICERS);
const without = (...persons: string[]) => smallDirectory(OFFICES, OFFICERS.filter(({ personId }) => !persons.includes(personId)));

const village: Occasion = {
  now: at('2026-11-24T00:00:00+08:00'),
  startedAt: at('2026-11-23T16:00:00+08:00'),
  officeId: 'village',
  level: 2,
  responsibleOfficeId: 'township',
  ownerId: 'mediator',
  told: new Set(),
};

const told = (symbols: readonly string[], occasion: Partial<Occasion> = {}, directory = county) =>
  resolveAddressees(symbols, { ...village, ...occasion }, directory).map(({ symbol, officeId, personId, fallback }) => `${symbol} ${officeId}/${personId}${fallback ? ' fallback' : ''}`);

describe('a symbol of a ladder', () => {
  it.each([
    ['owner', 'village/mediator'],
    ['duty(office)', ''],
    ['duty(responsible)', 'township/townshipDuty1'],
    ['duty(level + 1)', 'township/townshipDuty1'],
    ['duty(level + 2)', 'county/countyDuty'],
    ['duty(level + 3)', 'city/cityDuty'],
    ['duty(COUNTY)', 'county/countyDuty'],
    ['duty(CITY)', 'city/cityDuty'],
    ['head(office)', 'village/chair'],
    ['head(responsible)', 'township/townshipHead'],
    ['head(level + 2)', 'county/countyHead'],
    ['onCall', 'county/countyDuty'],
  ])('%s means %s', (symbol, expected) => {
    expect(told([symbol])).toEqual([expected === '' ? `${symbol} county/countyDuty fallback` : `${symbol} ${expected}`]);
  });

  it('counts levels from the office that held the case, not from the one whose duty it is', () => {
    expect(told(['duty(level + 1)'], { officeId: 'township', level: 3, responsibleOfficeId: 'county' })).toEqual(['duty(level + 1) county/countyDuty']);
  });

  it('means the county itself where the case lies there', () => {
    expect(told(['duty(COUNTY)'], { officeId: 'county', level: 4 })).toEqual(['duty(COUNTY) county/countyDuty']);
  });

  it('finds the head in place of an owner who has left', () => {
    expect(told(['owner'], {}, without('mediator'))).toEqual(['owner township/townshipHead']);
  });
});

describe('the next on the roster', () => {
  it('is not the first on duty, on whose desk the matter arrived', () => {
    expect(told(['nextOnRoster'])).toEqual(['nextOnRoster township/townshipDuty2']);
  });

  it('is nobody who was told before, and then the duty officer of the level above', () => {
    expect(told(['nextOnRoster'], { told: new Set(['townshipDuty2']) })).toEqual(['nextOnRoster county/countyDuty']);
    expect(told(['nextOnRoster'], { told: new Set(['townshipDuty2', 'countyDuty']) })).toEqual(['nextOnRoster city/cityDuty']);
  });

  it('is another one each time within one rung', () => {
    expect(told(['nextOnRoster', 'nextOnRoster'])).toEqual(['nextOnRoster township/townshipDuty2', 'nextOnRoster county/countyDuty']);
  });

  it('falls back to the county where everybody was told', () => {
    expect(told(['nextOnRoster'], { told: new Set(['townshipDuty2', 'countyDuty', 'cityDuty']) })).toEqual(['nextOnRoster county/countyDuty fallback']);
  });
});

describe('a symbol that leads nowhere', () => {
  it.each(['duty(level + 5)', 'duty(PROVINCE)', 'somebody', 'head(level + 4)'])('%s becomes the county duty officer, marked', (symbol) => {
    expect(told([symbol])).toEqual([`${symbol} county/countyDuty fallback`]);
  });

  it('becomes the head of the county where nobody is on duty there, and its door where nobody serves', () => {
    expect(told(['duty(COUNTY)'], {}, without('countyDuty'))).toEqual(['duty(COUNTY) county/countyHead fallback']);
    expect(told(['duty(COUNTY)'], {}, without('countyDuty', 'countyHead'))).toEqual(['duty(COUNTY) county/ fallback']);
  });

  it('names the office of the start where no county is known', () => {
    expect(told(['duty(COUNTY)'], {}, smallDirectory([], []))).toEqual(['duty(COUNTY) village/ fallback']);
  });
});
