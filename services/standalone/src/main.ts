import { resolve } from 'node:path';
import { ConfigError, isTrainingClock, readConfig, systemClock, trainingClock, type Config, type DomainClock } from '@fengqiao/platform';
import { fillFolder, isBegun } from './fill-folder';
import { marksOf } from './folder-mark';
import { openHost, VERSION, type Host } from './host';
import { checkBrowser } from './pdf/browser-printer';
import { removeServerFile, writeServerFile } from './server-file';
import { SETUP_ACCOUNT } from './setup-account';
import { readStartLine, TRAINING_FOLDER, type StartLine } from './start-line';
import { beginTraining } from './training';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * `npm start [-- --empty] [--clock T] [--speed N]`: everything in one process; on first start with the demonstration county, or bare.
 * With a clock or a speed it is a training, in a folder of its own.
 */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const line = readStartLine(argv);
  const config = readConfig(line.training ? { FENGQIAO_DATA: TRAINING_FOLDER, ...environment } : environment);
  checkBrowser(config.browser, environment['PATH'] ?? '');
  const clock = line.training ? trainingClock(line.training.speed) : systemClock();
  await begin(config, line);
  const host = await openHost({ folder: config.folder, clock, logLevel: config.logLevel, browser: config.browser });
  let stopTelling = (): void => undefined;
  const stop = () => {
    stopTelling();
    void host.close().finally(() => {
      removeServerFile(config.folder);
      process.exit(0);
    });
  };
  // Whoever is told where it listens may stop it at once.
  process.once('SIGINT', stop).once('SIGTERM', stop);

  const url = await listen(host, config);
  writeServerFile(config.folder, { url, pid: process.pid, secret: host.folderSecret });
  await greet(host, url, config, clock);
  if (isTrainingClock(clock)) stopTelling = await beginTraining(host, clock, say);
}

/** Fills a folder that was not begun yet; a training's is never taken from other work, nor begun twice. */
async function begin({ folder, logLevel }: Config, { empty, training }: StartLine): Promise<void> {
  const begun = isBegun(folder);
  if (training?.from !== undefined) {
    if (begun) throw begunAlready(folder, training.speed);
    if (!empty) say('正在准备训练目录（演示县，真实区划，人物虚构） / preparing a training folder (demonstration county, real divisions, invented people)');
    return fillFolder(folder, training.from, { demonstration: !empty, training: true }, logLevel, say);
  }
  if (training && !begun) throw nothingToGoOnWith(folder, training.speed);
  if (begun || empty) return;
  say('首次启动：正在载入演示县（真实区划，人物虚构） / first start: loading the demonstration county (real divisions, invented people)');
  await fillFolder(folder, systemClock().now(), { demonstration: true, training: false }, logLevel, say);
}

function begunAlready(folder: string, speed: number): ConfigError {
  return new ConfigError(
    `数据目录 ${folder} 已在使用，--clock 只用于新的训练目录；接着训练请用 npm start -- --speed ${speed}，重新开始请删除该目录，或以 FENGQIAO_DATA 另选目录`
      + ` / data folder ${folder} has been begun already, and --clock is for a new training folder; to go on with a training: npm start -- --speed ${speed}; to begin again delete the folder, or choose another with FENGQIAO_DATA`,
  );
}

function nothingToGoOnWith(folder: string, speed: number): ConfigError {
  const line = `npm start -- --clock 2026-11-02T14:30 --speed ${speed}`;
  return new ConfigError(`${folder} 中没有可接着进行的训练；请先开始：${line} / there is no training to go on with in ${folder}; begin one: ${line}`);
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

async function greet(host: Host, url: string, { folder }: Config, clock: DomainClock): Promise<void> {
  const marks = await marksOf(host.embedded.store);
  const inTraining = isTrainingClock(clock);
  // The command line looks for the server in ./data unless it is told where.
  const fengqiao = `${inTraining ? `FENGQIAO_DATA=${folder} ` : ''}npx fengqiao`;
  const accounts = host.readSide.directory.accounts();
  const shown = ['fengyi.mediator', 'fengyi.chair', 'fengqiao.duty', 'fengqiao.director', 'county.duty', 'county.head', 'county.operator', 'city.duty'].filter((account) => accounts.some((officer) => officer.account === account));
  say(`
枫桥 Fengqiao ${VERSION}  ${url}${marks.includes('demonstration') ? '  【演示数据 demonstration】' : ''}${inTraining ? `  【训练时钟 training clock ×${clock.speed}】` : ''}
  接口文档 API docs     ${url}/docs   (${url}/openapi.json)
  数据目录 data folder  ${resolve(folder)}
  开发账号 accounts     ${shown.length > 0 ? `${shown.join(' ')} … (${accounts.length})` : `${SETUP_ACCOUNT}（空目录的首个账号 the first account of an empty folder）`}
  取令牌 get a token    ${fengqiao} token --as ${shown[0] ?? SETUP_ACCOUNT}
  看值班台 duty board   curl -H "Authorization: Bearer $(${fengqiao} token --as ${shown.includes('county.duty') ? 'county.duty' : SETUP_ACCOUNT})" ${url}/v1/views/duty-board
`);
}

if (require.main === module) {
  main(process.argv.slice(2), process.env).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}
