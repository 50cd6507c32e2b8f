import { z } from 'zod';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** What the environment may say; anything unsafe or misspelt refuses to start, all mistakes in one message. */
export interface Config {
  /** Folder of the log and the keys. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The browser that makes PDF of papers, by its path or its name; without it the usual names are looked for. */
  readonly browser?: string;
}

export class ConfigError extends Error {}

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1)$/;

const schema = z.object({
  FENGQIAO_DATA: z.string().min(1, '须为目录 / must name a folder').default('./data'),
  FENGQIAO_PORT: z.string().regex(/^\d{1,5}$/, '须为端口号 / must be a port number').default('8700').transform(Number).refine((port) => port <= 65_535, '端口号最大65535 / at most 65535'),
  FENGQIAO_HOST: z
    .string()
    .regex(LOOPBACK, '内嵌模式使用开发签发者，只能监听本机地址 / embedded mode signs its own development tokens, so it binds to loopback only')
    .default('127.0.0.1'),
  FENGQIAO_BROWSER: z.string().min(1, '须为浏览器程序的路径或名称 / must name a browser by its path or name').optional(),
  FENGQIAO_LOG: z.enum(LOG_LEVELS, `须为 ${LOG_LEVELS.join('、')} 之一 / must be one of ${LOG_LEVELS.join(', ')}`).default('warn'),
});

/** Reads FENGQIAO_* settings; an unknown one is refused, so that a misspelling cannot hide. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, alsoKnown: readonly string[] = ['FENGQIAO_SHARED', 'FENGQIAO_URL']): Config {
  const mine = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('FENGQIAO_')));
  const known = new Set([...Object.keys(schema.shape), ...alsoKnown]);
  const faults = Object.keys(mine).filter((name) => !known.has(name)).map((name) => `${name}: 没有这个设置 / there is no such setting`);
  const parsed = schema.safeParse(mine);
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  if (!parsed.success || faults.length > 0) throw new ConfigError(`设置有误，未启动 / not started, settings are wrong:\n  ${faults.join('\n  ')}`);
  const { FENGQIAO_DATA: folder, FENGQIAO_HOST: host, FENGQIAO_PORT: port, FENGQIAO_LOG: logLevel, FENGQIAO_BROWSER: browser } = parsed.data;
  return { folder, host, port, logLevel, ...(browser === undefined ? {} : { browser }) };
}
