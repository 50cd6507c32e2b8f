import { ConfigError, readConfig } from './config';

const messageOf = (environment: Record<string, string>) => {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error(`${JSON.stringify(environment)} was taken`);
};

describe('settings', () => {
  it('have safe defaults, and nothing else in the environment matters', () => {
    expect(readConfig({ PATH: '/bin', HOST: '0.0.0.0', PORT: '80' })).toEqual({ folder: './data', host: '127.0.0.1', port: 8700, logLevel: 'warn' });
  });

  it('are read', () => {
    expect(readConfig({ FENGQIAO_DATA: '/srv/data', FENGQIAO_HOST: '::1', FENGQIAO_PORT: '0', FENGQIAO_LOG: 'debug' })).toEqual({ folder: '/srv/data', host: '::1', port: 0, logLevel: 'debug' });
  });

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('let it listen on this machine: %s', (host) => expect(readConfig({ FENGQIAO_HOST: host }).host).toBe(host));

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.0.0.1.example.com', 'localhost.example.com', '128.0.0.1', '127.0.0', ' 127.0.0.1', '127.0.0.1\n0.0.0.0', ''])('do not let it listen on a network: %j', (host) => {
    expect(messageOf({ FENGQIAO_HOST: host })).toMatch(/FENGQIAO_HOST: .*只能监听本机.* \/ .*loopback/);
  });

  it.each(['', 'http', '-1', '65536', '99999', '8700 ', '1e3', '0x50', '８７００'])('know what a port is: not %j', (port) => {
    expect(messageOf({ FENGQIAO_PORT: port })).toMatch(/FENGQIAO_PORT: .*端口.* \/ .*/);
  });

  it.each([['FENGQIAO_PROT', '8700'], ['FENGQIAO_DATA_DIR', './x'], ['FENGQIAO_', 'x'], ['FENGQIAO_port', '1']])('refuse a name nobody knows: %s', (name, value) => {
    expect(messageOf({ [name]: value })).toContain(`${name}: 没有这个设置 / there is no such setting`);
  });

  it('know the names of other tools of ours', () => {
    expect(readConfig({ FENGQIAO_SHARED: '/x', FENGQIAO_URL: 'http://127.0.0.1:1' }).port).toBe(8700);
    expect(readConfig({ FENGQIAO_MORE: 'x' }, ['FENGQIAO_MORE']).port).toBe(8700);
  });

  it('tell all mistakes at once, each on a line with its name, in both languages', () => {
    const lines = messageOf({ FENGQIAO_PROT: '1', FENGQIAO_PORT: 'x', FENGQIAO_HOST: '0.0.0.0', FENGQIAO_LOG: 'loud', FENGQIAO_DATA: '' }).split('\n  ');
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(['FENGQIAO_DATA', 'FENGQIAO_HOST', 'FENGQIAO_LOG', 'FENGQIAO_PORT', 'FENGQIAO_PROT', '设置有误，未启动 / not started, settings are wrong'].sort());
    for (const line of lines) expect(line).toMatch(/\p{Script=Han}.* \/ [a-z]/u);
  });

  it('do not print the values, which may be secret', () => {
    expect(messageOf({ FENGQIAO_TOKEN: 'hunter2', FENGQIAO_LOG: 'hunter2' })).not.toContain('hunter2');
  });
});
