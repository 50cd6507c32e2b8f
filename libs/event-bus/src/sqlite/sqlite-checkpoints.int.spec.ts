import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCheckpointConformance } from '../conformance';
import { type SqliteCheckpoints, openSqliteCheckpoints } from '.';

describeCheckpointConformance('the SQLite checkpoint store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-checkpoints-'));
  const opened: SqliteCheckpoints[] = [];
  const open = async () => {
    const checkpoints = await openSqliteCheckpoints({ folder });
    opened.push(checkpoints);
    return checkpoints;
  };
  return {
    checkpoints: await open(),
    reopen: open,
    dispose: async () => {
      await Promise.all(opened.map((checkpoints) => checkpoints.close()));
      rmSync(folder, { recursive: true });
    },
  };
});

it('keeps its file for its owner alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-checkpoints-'));
  const checkpoints = await openSqliteCheckpoints({ folder });
  await checkpoints.save('views', 1);
  expect(['', '-wal'].map((suffix) => statSync(join(folder, `checkpoints.db${suffix}`)).mode & 0o777)).toEqual([0o600, 0o600]);
  await checkpoints.close();
  rmSync(folder, { recursive: true });
});
