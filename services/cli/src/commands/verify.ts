import { join } from 'node:path';
import type { Json } from '@fengqiao/kernel';
import { LOG_FILE, verifyLog } from '@fengqiao/event-store/sqlite';
import { CommandEnd, EXIT } from '../exit';
import type { Output } from '../output';
import { progress } from '../progress';

/** `log verify`: walks every chain of the log, read only, also beside a running server; exit 3 where something was changed. */
export async function logVerify(folder: string, out: Output): Promise<void> {
  const bar = progress('校验 verify', '事件 events');
  const report = await verifyLog(join(folder, LOG_FILE), { onProgress: ({ done, total }) => bar.at(done, total) }).finally(() => bar.stop());
  if (out.format === 'json') out.json(JSON.parse(JSON.stringify(report)) as Json);
  else {
    if (report.faults.length > 0) out.table(['流 stream', '版本 revision', '问题 fault'], report.faults.map((fault) => [fault.stream, String(fault.revision), `${fault.what.zh} / ${fault.what.en}`]));
    out.text(`${report.events} 个事件，${report.streams} 条流，${report.faultCount} 处问题 / ${report.events} events, ${report.streams} streams, ${report.faultCount} faults`);
    out.text('本校验看不到的 / what this check cannot see:');
    for (const { zh, en } of report.cannotSee) out.text(`  · ${zh}\n    ${en}`);
  }
  if (!report.ok) throw new CommandEnd(EXIT.differences, `日志有 ${report.faultCount} 处被改动或损坏`, 'the log was changed or damaged');
}
