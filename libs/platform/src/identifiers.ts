import { parseDate } from '@fengqiao/kernel';

const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECKS = '10X98765432';
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MOBILE = /^1[3-9]\d{9}$/;
const FIXED = /^0\d{9,11}$/;

/** Is this a resident identity number (GB 11643): 18 characters with a true check digit, or the old 15 digits? Upper case. */
export function isResidentId(value: string): boolean {
  if (/^[1-9]\d{14}$/.test(value)) return birthExists(`19${value.slice(6, 12)}`);
  if (!/^[1-9]\d{16}[\dX]$/.test(value) || !birthExists(value.slice(6, 14))) return false;
  const sum = RESIDENT_WEIGHTS.reduce((total, weight, index) => total + weight * Number(value[index]), 0);
  return RESIDENT_CHECKS[sum % 11] === value[17];
}

/** Is this an organisation's unified social credit code (GB 32100): 18 characters with a true check character? Upper case. */
export function isCreditCode(value: string): boolean {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(value)) return false;
  let [sum, weight] = [0, 1];
  for (const character of value.slice(0, 17)) {
    sum += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === value[17];
}

/** Is this a telephone number in China, with or without +86, spaces and hyphens? */
export function isPhone(value: string): boolean {
  const digits = plainPhone(value);
  return MOBILE.test(digits) || FIXED.test(digits);
}

/** The digits of a telephone number, without the country code. */
export function plainPhone(value: string): string {
  return value.trim().replace(/^(?:\+|00)86/, '').replace(/[ -]/g, '');
}

function birthExists(digits: string): boolean {
  return parseDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`) !== undefined;
}
