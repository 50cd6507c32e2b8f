import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { describeKeyRingConformance } from '@fengqiao/security/conformance';
import { KeyFileRefused, openKeyFile, type KeyFile } from '@fengqiao/security/file';

const newFolder = () => mkdtempSync(join(tmpdir(), 'fengqiao-keys-'));

describeKeyRingConformance('the key file', async () => {
  const folder = newFolder();
  let file = openKeyFile(folder, { mayCreate: true });
  return {
    ring: file.ring,
    async reopen() {
      await file.close();
      file = openKeyFile(folder, { mayCreate: false });
      return file.ring;
    },
    async dispose() {
      await file.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('the key file', () => {
  let folder: string;
  let file: KeyFile;

  beforeEach(() => {
    folder = newFolder();
    file = openKeyFile(folder, { mayCreate: true });
  });

  afterEach(async () => {
    await file.close();
    rmSync(folder, { recursive: true });
  });

  const onDisk = (keyId: string): unknown => {
    const other = new Libsql(join(folder, 'keys.db'));
    const row = other.prepare('SELECT hex(key) FROM keys WHERE id = ?').raw().get([keyId]) as unknown[] | undefined;
    other.close();
    return row?.[0];
  };

  it('has a key on disk, for another process to see, before ensure resolves', async () => {
    for (let n = 0; n < 20; n += 1) {
      await file.ring.ensure([`p${n}`]);
      expect(onDisk(`p${n}`)).toBe(Buffer.from(file.ring.get(`p${n}`) ?? []).toString('hex').toUpperCase());
    }
  });

  it('shows no key that is not on disk yet', async () => {
    const made = file.ring.ensure(['p1']);
    expect(file.ring.get('p1')).toBeUndefined();
    await made;
    expect(file.ring.get('p1')).toBeDefined();
  });

  it('writes the keys of one turn in one commit', async () => {
    const watcher = new Libsql(join(folder, 'keys.db'));
    const version = () => Number((watcher.prepare('PRAGMA data_version').raw().get([]) as unknown[])[0]);
    const before = version();
    await Promise.all(Array.from({ length: 64 }, (_, n) => file.ring.ensure([`p${n}`])));
    expect(version() - before).toBe(1);
    watcher.close();
  });

  it('leaves no byte of a destroyed key in any of its files', async () => {
    const ids = Array.from({ length: 300 }, (_, n) => `p${n}`);
    for (const id of ids) await file.ring.ensure([id]);
    const keys = ids.map((id) => Buffer.from(file.ring.get(id) ?? []));
    // A part of a key is enough to know that it was not overwritten.
    const parts = (key: Buffer) => [0, 8, 16, 24].map((start) => key.subarray(start, start + 8));
    const found = () => {
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
      return ids.filter((_, n) => parts(keys[n] as Buffer).some((part) => files.some((bytes) => bytes.includes(part))));
    };
    expect(found()).toEqual(ids);
    const gone = ['p0', 'p1', 'p150', 'p299'];
    for (const id of gone) await file.ring.destroy(id);
    expect(found()).toEqual(ids.filter((id) => !gone.includes(id)));
  });

  it('does not call a key destroyed while another process may keep a copy of it in the log of the file', async () => {
    await file.ring.ensure(['p1']);
    const reader = new Libsql(join(folder, 'keys.db'));
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM keys').raw().get([]);
    await expect(file.ring.destroy('p1')).rejects.toThrow(KeyFileRefused);
    reader.exec('COMMIT');
    reader.close();
    await file.ring.destroy('p1');
    expect(file.ring.get('p1')).toBeUndefined();
  });

  it('can be read by its owner only, also after it was copied back with wider rights', async () => {
    await file.ring.ensure(['p1']);
    await file.close();
    chmodSync(join(folder, 'keys.db'), 0o644);
    file = openKeyFile(folder, { mayCreate: false });
    await file.ring.ensure(['p2']);
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  it('keeps its secrets over a restart and gives each folder its own', async () => {
    const { bodyMark, nameIndex, signing } = file.secrets;
    expect(bodyMark).toHaveLength(32);
    expect(Buffer.from(bodyMark).equals(nameIndex)).toBe(false);
    await file.close();
    file = openKeyFile(folder, { mayCreate: false });
    expect(Buffer.from(file.secrets.bodyMark).equals(bodyMark)).toBe(true);
    expect(Buffer.from(file.secrets.nameIndex).equals(nameIndex)).toBe(true);
    expect(file.secrets.signing.kid).toBe(signing.kid);

    const otherFolder = newFolder();
    const other = openKeyFile(otherFolder, { mayCreate: true });
    expect(other.secrets.signing.kid).not.toBe(signing.kid);
    expect(Buffer.from(other.secrets.bodyMark).equals(bodyMark)).toBe(false);
    await other.close();
    rmSync(otherFolder, { recursive: true });
  });

  it('forgets nothing of more keys than it keeps in memory', async () => {
    const ids = Array.from({ length: 20_500 }, (_, n) => `p${n}`);
    await file.ring.ensure(ids);
    expect(ids.filter((id) => file.ring.get(id) === undefined)).toEqual([]);
  });
});

describe('a folder whose key file is not what it should be', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is refused where the file is missing and there is a log already', () => {
    expect(() => openKeyFile(folder, { mayCreate: false })).toThrow(KeyFileRefused);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused where the file was emptied', async () => {
    await openKeyFile(folder, { mayCreate: true }).close();
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    writeFileSync(join(folder, 'keys.db'), '');
    expect(() => openKeyFile(folder, { mayCreate: false })).toThrow(/密钥文件/);
  });

  it('is refused where another version wrote the file', async () => {
    await openKeyFile(folder, { mayCreate: true }).close();
    const db = new Libsql(join(folder, 'keys.db'));
    db.exec('PRAGMA user_version = 9');
    db.close();
    expect(() => openKeyFile(folder, { mayCreate: true })).toThrow('version 9');
  });

  it('is refused where the file is something else', () => {
    writeFileSync(join(folder, 'keys.db'), 'these are not the keys you are looking for'.repeat(100));
    expect(() => openKeyFile(folder, { mayCreate: true })).toThrow();
  });
});
