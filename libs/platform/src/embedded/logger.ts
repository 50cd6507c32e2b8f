import pino, { type DestinationStream, type Logger } from 'pino';
import type { LoggerService } from '@nestjs/common';
import type { Config } from '../config';

/** Structured logs, on stderr unless somebody else takes the lines: one JSON object a line, UTC, no personal data. */
export function openLogger(level: Config['logLevel'], to: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, to);
}

/** Nest's own messages in the same form; its start-up chatter is debug. */
export function nestLogger(log: Logger): LoggerService {
  const at = (level: 'debug' | 'warn' | 'error' | 'fatal') => (message: unknown) => log[level]({ part: 'nest' }, String(message));
  return { log: at('debug'), verbose: at('debug'), debug: at('debug'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}
