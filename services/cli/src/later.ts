/* Code of the server, loaded by the commands that need it: whoever only computes a period waits for none of it. */

/* eslint-disable @typescript-eslint/no-require-imports -- the only way to load a module later from CommonJS that stays synchronous and typed */
export const later = {
  connect: () => require('./connect') as typeof import('./connect'),
  disputesImport: () => require('./import/run') as typeof import('./import/run'),
  personErase: () => require('./commands/erase') as typeof import('./commands/erase'),
  policy: () => require('./commands/policy') as typeof import('./commands/policy'),
  logVerify: () => require('./commands/verify') as typeof import('./commands/verify'),
};
