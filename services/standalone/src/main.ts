import { resolve } from 'node:path';
import { ConfigError, readConfig, systemClock, type Config } from '@fengqiao/platform';
import { fillWithDemonstration, isBegun } from './fill-demonstration';
import { markOf } from './folder-mark';
import { openHost, VERSION, type Host } from './host';
import { removeServerFile, writeServerFile } from './server-file';
import { SETUP_ACCOUNT } from './setup-account';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** `npm start [-- --empty]`: everything in one process; on first start with the demonstration county, or bare. */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const unknown = argv.filter((argument) => argument !== '--empty');
  if (unknown.length > 0) throw new ConfigError(`不认识的参数 ${unknown.join(' ')}；可用：--empty / unknown argument; there is --empty`);
  const config = readConfig(environment);
  const host = await openBegun(config, argv.includes('--empty'));
  const url = await listen(host, config);
  writeServerFile(config.folder, { url, pid: process.pid, secret: host.folderSecret });
  await greet(host, url, config);

  const stop = () => {
    void host.close().finally(() => {
      removeServerFile(config.folder);
      process.exit(0);
    });
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** Opens the folder; one that was not begun yet is filled with the demonstration first, unless it is to stay empty. */
async function openBegun({ folder, logLevel }: Config, empty: boolean): Promise<Host> {
  const clock = systemClock();
  if (!empty && !isBegun(folder)) {
    say('首次启动：正在载入演示县（真实区划，人物虚构） / first start: loading the demonstration county (real divisions, invented people)');
    await fillWithDemonstration(folder, clock.now(), logLevel, say);
  }
  return openHost({ folder, clock, logLevel });
}

async function listen(host: Host, config: Config): Promise<string> {
  try {
    return await host.listen(config.host, config.port);
  } catch (error) {
    await host.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError(`端口 ${config.port} 已被占用，请停止占用者，或以 FENGQIAO_PORT 另选端口 / port ${config.port} is taken; stop who holds it, or choose another with FENGQIAO_PORT`);
  }
}

async function greet(host: Host, url: string, { folder }: Config): Promise<void> {
  const mark = await markOf(host.embedded.store);
  const accounts = host.readSide.directory.accounts();
  const shown = ['fengyi.mediator', 'fengyi.chair', 'fengqiao.duty', 'fengqiao.director', 'county.duty', 'county.head', 'county.operator', 'city.duty'].filter((account) => accounts.some((officer) => officer.account === account));
  say(`
枫桥 Fengqiao ${VERSION}  ${url}${mark === 'demonstration' ? '  【演示数据 demonstration】' : ''}
  接口文档 API docs     ${url}/docs   (${url}/openapi.json)
  数据目录 data folder  ${resolve(folder)}
  开发账号 accounts     ${shown.length > 0 ? `${shown.join(' ')} … (${accounts.length})` : `${SETUP_ACCOUNT}（空目录的首个账号 the first account of an empty folder）`}
  取令牌 get a token    npx fengqiao token --as ${shown[0] ?? SETUP_ACCOUNT}
  看值班台 duty board   curl -H "Authorization: Bearer $(npx fengqiao token --as ${shown.includes('county.duty') ? 'county.duty' : SETUP_ACCOUNT})" ${url}/v1/views/duty-board
`);
}

if (require.main === module) {
  main(process.argv.slice(2), process.env).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}
