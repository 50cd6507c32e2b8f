import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, readConfig, steppedClock, systemClock, type Config, type DomainClock } from '@fengqiao/platform';
import { demonstrationStart, seedDemonstration } from './demonstration/seed';
import { markDemonstration, markOf } from './folder-mark';
import { openHost, VERSION, type Host } from './host';
import { publicInterface } from './public-interface';
import { removeServerFile, writeServerFile } from './server-file';
import { SETUP_ACCOUNT } from './setup-account';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** `npm start [-- --empty]`: everything in one process; on first start with the demonstration county, or bare. */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const unknown = argv.filter((argument) => argument !== '--empty');
  if (unknown.length > 0) throw new ConfigError(`不认识的参数 ${unknown.join(' ')}；可用：--empty / unknown argument; there is --empty`);
  const config = readConfig(environment);
  const host = await openSeeded(config, argv.includes('--empty'));
  const url = await host.listen(config.host, config.port);
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

/** Opens the folder; a fresh one is filled with the demonstration first, unless it is to stay empty. */
async function openSeeded(config: Config, empty: boolean): Promise<Host> {
  const real = systemClock();
  const stepped = steppedClock(demonstrationStart(real.now()));
  let using: DomainClock = real;
  const clock: DomainClock = { now: () => using.now(), schedule: (ms, wake) => using.schedule(ms, wake) };
  const host = await openHost({ folder: config.folder, clock, logLevel: config.logLevel });
  if (empty || !host.embedded.isFresh) return host;

  say('首次启动：正在载入演示县（真实区划，人物虚构） / first start: loading the demonstration county (real divisions, invented people)');
  await host.close();
  // Policy was adopted at today's date; the demonstration lives 30 days earlier, so its folder is begun again under its own clock.
  rmSync(config.folder, { recursive: true });
  using = stepped;
  const demonstration = await openHost({ folder: config.folder, clock, logLevel: config.logLevel });
  try {
    await markDemonstration(demonstration.embedded.store, clock.now());
    const started = performance.now();
    let shown = started;
    const { offices, commands } = await seedDemonstration({
      public: publicInterface(demonstration), clock: stepped, setupAccount: SETUP_ACCOUNT, until: real.now(), settle: demonstration.settle,
      onProgress: (done, total) => {
        if (performance.now() - shown < 1_000) return;
        shown = performance.now();
        say(`  ${done}/${total} · ${Math.round((done * 1_000) / (shown - started))} 步/秒 steps/s · 剩余 ETA ${Math.ceil(((total - done) * (shown - started)) / done / 1_000)} s`);
      },
    });
    stepped.release(real);
    say(`  ${offices} 个机构，${commands} 条命令，${((performance.now() - started) / 1_000).toFixed(1)} 秒 / ${offices} offices, ${commands} commands`);
    return demonstration;
  } catch (error) {
    await demonstration.close();
    rmSync(config.folder, { recursive: true });
    throw error;
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
