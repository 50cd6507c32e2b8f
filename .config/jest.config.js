// One Jest project over the whole tree: every *.spec.ts runs, whatever its level (.spec, .int.spec, .flow.spec).
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const swc = { ...JSON.parse(fs.readFileSync(path.join(__dirname, 'swc.json'), 'utf8')), swcrc: false, sourceMaps: 'inline' };

const moduleNameMapper = {};
for (const group of ['libs', 'services']) {
  for (const project of fs.readdirSync(path.join(root, group))) {
    moduleNameMapper[`^@fengqiao/${project}$`] = path.join(root, group, project, 'src/index.ts');
    moduleNameMapper[`^@fengqiao/${project}/(.+)$`] = path.join(root, group, project, 'src/$1/index.ts');
  }
}

module.exports = {
  rootDir: root,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/.config'],
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  modulePathIgnorePatterns: ['/dist/'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: { '^.+\\.(t|j)s$': ['@swc/jest', swc] },
  // NestJS 12, the CEL library and cookie ship ES modules only; Jest on Node 20 needs them compiled.
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|@marcbachmann|cookie)/)'],
  moduleNameMapper,
  reporters: [process.env.CI ? path.join(__dirname, 'jest-compact.js') : 'default', path.join(__dirname, 'jest-totals.js')],
  maxWorkers: 2,
  cacheDirectory: path.join(root, 'node_modules/.cache/jest'),
};
