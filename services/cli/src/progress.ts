import { Format, SingleBar } from 'cli-progress';

export interface Progress {
  /** So many are done, of so many (0 where the total is not known yet). */
  at(done: number, total: number): void;
  stop(): void;
}

/** Progress with rate and ETA on stderr: a bar on a terminal, a line every few seconds elsewhere. */
export function progress(label: string, unit: string): Progress {
  const started = performance.now();
  const bar = new SingleBar({
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 2_000,
    clearOnComplete: false,
    format: (_options, { value, total, progress: share }) => {
      const seconds = (performance.now() - started) / 1_000;
      const rate = seconds > 0 ? value / seconds : 0;
      const eta = rate > 0 && total > value ? `${Math.ceil((total - value) / rate)} s` : '-';
      return `${label} ${process.stderr.isTTY ? Format.BarFormat(share, { barsize: 24, barCompleteString: '█'.repeat(24), barIncompleteString: '░'.repeat(24), barGlue: '' } as never) : ''} ${value}/${total} ${unit} · ${Math.round(rate)}/s · ETA ${eta}`;
    },
  });
  let running = false;
  return {
    at: (done, total) => {
      if (!running) bar.start(total, done);
      running = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}
