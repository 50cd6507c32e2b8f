import type { Asked } from '@fengqiao/projection/calculator';
import { Command, CommanderError, Option } from 'commander';
import { deadlinesCompute, deadlinesRules } from './commands/compute';
import type { AdoptOptions } from './commands/policy';
import { caseHistory, deadlinesExplain, deadlinesList, printToken, viewsCheck } from './commands/read';
import type { Connection } from './connection';
import { CommandEnd, EXIT } from './exit';
import { later } from './later';
import { output, type Format, type Output } from './output';

interface Common {
  readonly output: Format;
  readonly as?: string;
}

/** The options of `deadlines compute` as commander gives them. */
interface Compute extends Asked {
  readonly output: Format;
}

const collect = (value: string, before: readonly string[]) => [...before, value];

const formatOption = (): Option => new Option('-o, --output <format>', '输出格式 / format of the result').choices(['table', 'json']).default('table');

/** The command line of Fengqiao: noun, verb; results on stdout, progress and complaints on stderr, exit codes as in `EXIT`. */
export function program(environment: NodeJS.ProcessEnv): Command {
  const root = new Command('fengqiao')
    .description('枫桥命令行 / the operators\' command line of Fengqiao')
    .addHelpText('after', '\n退出码 / exit codes: 0 完成 done · 1 未成 failed · 2 用法有误 usage · 3 发现差异 differences found')
    .exitOverride();
  const folder = environment.FENGQIAO_DATA ?? './data';

  const common = (command: Command): Command =>
    command
      .addOption(formatOption())
      .option('--as <account>', '以哪个账号操作，默认县级运维 / account to act as, by default the county\'s operator');
  const connected = (run: (connection: Connection, out: Output, options: Common & Record<string, never>, argument: string) => Promise<void>) =>
    async (...parameters: unknown[]) => {
      const [argument, options] = (typeof parameters[0] === 'string' ? parameters : ['', parameters[0]]) as [string, Common & Record<string, never>];
      const connection = await later.connect().connect(folder, environment.FENGQIAO_URL);
      try {
        await run(connection, output(options.output), options, argument);
      } finally {
        await connection.close();
      }
    };

  const dated = (command: Command): Command => command.option('--as-of <instant>', '按当时所知：带时区的时刻，或日期（当日24:00） / as it was known: an instant with its zone, or a date (its 24:00)');

  const cases = root.command('case').description('案件 / one case');
  dated(common(cases.command('history <id>').description('案件经过 / what happened in a case')))
    .action(connected((connection, out, options, id) => caseHistory(connection, out, id, options)));

  const deadlines = root.command('deadlines').description('时限 / deadlines');
  dated(common(deadlines.command('list').description('时限日历 / deadlines, by due').option('--where <field=value>', '筛选，可多次 / filter, may repeat', collect, [])))
    .action(connected((connection, out, options) => deadlinesList(connection, out, options as never)));
  dated(common(deadlines.command('explain <id>').description('时限说明 / why this deadline, step by step').addOption(new Option('--lang <lang>', '语言 / language').choices(['zh', 'en']).default('zh'))))
    .action(connected((connection, out, options, id) => deadlinesExplain(connection, out, id, options as never)));

  deadlines
    .command('compute')
    .description('计算期间，不需服务器和数据目录，不写入 / compute a period; needs no server and no data folder, writes nothing')
    .option('--from <moment>', '起算：2026-09-24（整日）或 2026-09-24T10:00（北京时间） / when it begins: a date, or a time in China\'s own time')
    .option('--rule <id>', '按规则，如 LA-05；见 deadlines rules / by a rule, such as LA-05; see deadlines rules')
    .option('--case <n>', '规则分情形时，第几种 / which case, of a rule that tells cases apart')
    .option('--period <length>', '按期间：7d 日、15wd 工作日、1mo 月、1y 年、24h 小时、30min 分；-30d 往回数 / by a length; a minus counts back')
    .option('--roll <roll>', '末日为休息日：next 顺延、previous 提前、none 不变；不写时规则从其规定，期间为 next，往回数为 previous / a last day off moves on, back, or stays')
    .option('--pause <stopped/resumed...>', '停止计算：停止日/恢复日，可多段；尚未恢复写 2026-09-25/ / the clock stood still: days or times, may repeat')
    .addOption(formatOption())
    .action(({ output: format, ...asked }: Compute) => deadlinesCompute(output(format), asked));
  deadlines
    .command('rules [word]')
    .description('可以计算的规则：编号、期间、依据 / rules that can be computed: id, period, source')
    .addOption(formatOption())
    .action((word: string | undefined, { output: format }: Pick<Compute, 'output'>) => deadlinesRules(output(format), word ?? ''));

  const disputes = root.command('disputes').description('纠纷 / disputes');
  common(
    disputes
      .command('import <file>')
      .description('导入既有案件（JSONL 或 CSV） / import cases from elsewhere (JSONL or CSV)')
      .option('--map <field=column>', '列对应，可多次 / which column is which field, may repeat', collect, [])
      .option('--map-file <file>', '列对应文件（JSON） / the same as a JSON file, with value maps')
      .option('--source <name>', '来源名称，用于识别重复 / name of the source, by which a repeated import is recognised'),
  ).action(connected((connection, out, options, file) => later.disputesImport().disputesImport(connection, out, file, options as never)));

  const person = root.command('person').description('人员 / one person');
  common(
    person
      .command('erase <id>')
      .description('删除一人的个人信息，不可恢复，记入审计 / erase a person for ever; audited')
      .requiredOption('--reason <text>', '事由，长期可读，勿写姓名 / why; stays readable, so name nobody in it'),
  ).action(connected((connection, out, options, id) => later.personErase().personErase(connection, out, id, options as never)));

  const policy = root.command('policy').description('规则包与日历 / packs and calendars');
  common(policy.command('list').description('已采用的版本，由谁、因何；待采用的 / adopted versions, by whom and why; what waits'))
    .action(connected((connection, out, options) => later.policy().policyList(connection, out, options)));
  policy
    .command('adopt [names...]')
    .description('采用待采用的版本（规则包名或年份），先预演：哪些时限会变、会发出什么 / adopt what waits; without --yes it only shows what would change')
    .option('--file <file>', '本地规则包（YAML）或某年日历（JSON），可多次 / a pack or a calendar year of your own, may repeat', collect, [])
    .addOption(new Option('--retime <which>', '未了结的时限：none 按原规则，open 按新规则重算 / open obligations: keep their rules, or are timed again').choices(['none', 'open']).default('none'))
    .option('--yes', '采用；须停止服务 / adopt; the server must be stopped')
    .option('--as <account>', '由谁采用（运维或局长） / who adopts: an operator, or the head of a bureau')
    .option('--reason <text>', '事由，长期可读，勿写姓名 / why; stays readable, so name nobody in it')
    .addOption(formatOption())
    .action((names: string[], { output: format, ...options }: Pick<Compute, 'output'> & AdoptOptions) => later.policy().policyAdopt(folder, output(format), names, options));

  const views = root.command('views').description('视图 / read models');
  common(views.command('rebuild').description('由日志重建视图 / fold the log again').requiredOption('--check', '只比较，不替换 / compare with the live views, change nothing'))
    .action(connected((connection, out, options) => viewsCheck(connection, out, options)));

  const log = root.command('log').description('日志 / the log');
  common(log.command('verify').description('校验散列链 / prove the hash chains')).action((options: Common) => later.logVerify().logVerify(folder, output(options.output)));

  common(root.command('token').description('开发令牌 / a token of the development issuer'))
    .action(connected((connection, out, options) => printToken(connection, out, options.as)));

  return root;
}

/** Runs one command and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever reads the first lines only (`| head`) has seen enough: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));
  process.exitCode = await run(argv, process.env);
}

/** Runs one command; never throws, always tells. */
export async function run(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    await program(environment).parseAsync([...argv]);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    process.stderr.write(`${error instanceof CommandEnd ? error.message : `${error instanceof Error ? error.message : String(error)}`}\n`);
    return error instanceof CommandEnd ? error.code : EXIT.failed;
  }
}
