import { ConfigError } from '@fengqiao/platform';
import { JOB_NAMES } from './job-names';
import { readBenchOptions } from './options';

describe('the command line of the benchmarks', () => {
  it('asks for every job in five rounds where it says nothing', () => {
    expect(readBenchOptions([])).toEqual({ json: false, quick: false, scale: 1, rounds: 5, jobs: JOB_NAMES });
  });

  it('takes jobs, rounds and the form of the answer, in any order and spelling', () => {
    expect(readBenchOptions(['--rounds=7', '--job', 'query', '--json', '--scale', '0.1', '--job=append'])).toEqual({ json: true, quick: false, scale: 0.1, rounds: 7, jobs: ['append', 'query'] });
  });

  it('takes one round where the figures say nothing anyway', () => {
    expect(readBenchOptions(['--quick'])).toMatchObject({ quick: true, rounds: 1 });
  });

  it.each([[['--fast']], [['append']], [['--job', 'apend']], [['--job']], [['--rounds', '4']], [['--rounds', '16']], [['--rounds', 'many']], [['--rounds']], [['--scale', '2']], [['--scale', '0']], [['--scale']]])('refuses %j in both languages', (argv) => {
    expect(() => readBenchOptions(argv)).toThrow(ConfigError);
    expect(() => readBenchOptions(argv)).toThrow(/[\u4e00-\u9fff].* \/ .*[a-z]{3}/);
  });
});
