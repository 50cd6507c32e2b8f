import type { JsonObject } from '@fengqiao/kernel';
import { DAMAGED, ERASED, MASKED, mayUnseal, reveal, ROLES, seal, type KeyRing, type Role, type SealBroken, type SealedClass } from '@fengqiao/security';
import { memoryKeyRing } from '@fengqiao/security/memory';

const PLACE = { eventId: 'b0a7b2f4-98e7-5a36-8a39-0f6a0f0a2d01', stream: 'mediation.dispute-3f0c8d52-6a51-5d0e-9c58-0d4a1f5a7b11' };
const CLASSES: SealedClass[] = ['M1', 'M2', 'M3', 'M4', 'M5'];

describe('who may read what', () => {
  it.each<[Role, string]>([
    ['informant', ''],
    ['mediator', 'M1 M2 M3 M4 M5'],
    ['committeeChair', 'M1 M2 M3 M5'],
    ['officeClerk', 'M1 M2 M3 M4 M5'],
    ['officeDirector', 'M1 M2 M3 M4 M5'],
    ['dutyOfficer', 'M1 M2 M5'],
    ['bureauHead', 'M1 M2 M3 M5'],
    ['operator', ''],
    ['analyst', ''],
    ['inspector', 'M2 M5'],
  ])('a %s reads the classes %j', (role, classes) => {
    expect(CLASSES.filter((dataClass) => mayUnseal({ roles: [role] }, dataClass)).join(' ')).toBe(classes);
  });

  it('has an answer for every role', () => {
    for (const role of Object.keys(ROLES)) expect(() => mayUnseal({ roles: [role] }, 'M1')).not.toThrow();
  });

  it('gives roles that do not exist nothing', () => {
    for (const roles of [[], ['root'], ['constructor'], ['__proto__'], ['Mediator']]) expect(mayUnseal({ roles }, 'M1')).toBe(false);
  });

  it('gives with several roles what any of them may', () => {
    expect(mayUnseal({ roles: ['operator', 'inspector'] }, 'M2')).toBe(true);
    expect(mayUnseal({ roles: ['operator', 'inspector'] }, 'M1')).toBe(false);
  });
});

describe('revealing a document', () => {
  let keys: KeyRing;
  let broken: SealBroken[];
  const report = (error: SealBroken) => void broken.push(error);

  beforeEach(() => {
    keys = memoryKeyRing();
    broken = [];
  });

  async function document(): Promise<JsonObject> {
    const party = { personId: 'wang', name: '王小明', address: '枫桥镇', priority: ['低保'] };
    const data = await seal('mediation.v1.DisputeRegistered', { category: 'land', people: 2, place: '村口', summary: '争地界', parties: [party] }, PLACE, keys);
    return { ...data, flag: true, nothing: null };
  }

  it('shows each value as far as the role allows, wherever it stands', async () => {
    const seen = reveal({ roles: ['inspector'] }, await document(), keys, report);
    expect(seen).toMatchObject({
      category: 'land', people: 2, flag: true, nothing: null, place: '村口', summary: '争地界',
      parties: [{ personId: 'wang', name: MASKED, address: '枫桥镇', priority: [MASKED], phone: '' }],
    });
  });

  it('shows all to who handles the case and nothing personal to who runs the machine', async () => {
    const sealed = await document();
    expect(JSON.stringify(reveal({ roles: ['officeClerk'] }, sealed, keys, report))).not.toMatch(/sealed:|withheld/);
    expect(JSON.stringify(reveal({ roles: ['operator'] }, sealed, keys, report))).not.toMatch(/sealed:|王小明|枫桥|低保|村口|地界/);
  });

  it('shows what was erased as erased, and to who may not read it as withheld', async () => {
    const sealed = await document();
    await keys.destroy('wang');
    expect(reveal({ roles: ['mediator'] }, sealed, keys, report)).toMatchObject({ summary: '争地界', parties: [{ name: ERASED, priority: [ERASED] }] });
    expect(reveal({ roles: ['analyst'] }, sealed, keys, report)).toMatchObject({ parties: [{ name: MASKED }] });
    expect(broken).toEqual([]);
  });

  it('shows damage as damage, reports it, and shows the rest', async () => {
    const sealed = await document();
    const damaged = { ...sealed, summary: `${String(sealed.summary).slice(0, -6)}AAAAAA` };
    expect(reveal({ roles: ['mediator'] }, damaged, keys, report)).toMatchObject({ place: '村口', summary: DAMAGED });
    expect(broken).toHaveLength(1);
    expect(broken[0]?.message).not.toContain('地界');
  });

  it('does not change the document it shows', async () => {
    const sealed = await document();
    const before = JSON.stringify(sealed);
    reveal({ roles: ['mediator'] }, sealed, keys, report);
    expect(JSON.stringify(sealed)).toBe(before);
  });
});
