/** A stored event cannot be read; nothing behind it is served. */
export class LogDamaged extends Error {
  constructor(readonly position: number) {
    super(`事件库位置 ${position} 的记录已损坏，无法读取；请运行 fengqiao log verify，并从备份恢复。`
      + ` The event at position ${position} of the log is damaged and cannot be read; run fengqiao log verify, then restore from a copy.`);
    this.name = 'LogDamaged';
  }
}
