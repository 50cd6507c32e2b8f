export { contributionsOf, contributionsOfDeadlines, type Contribution, type Period } from './contributions';
export { FED_ELSEWHERE, INDICATORS } from './indicators';
export { indicatorsFrom, type Counted, type Indicator, type Rate } from './rates';
