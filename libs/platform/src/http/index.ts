export * from './ports';
export * from './server';
export { HttpProblem, problem, raise, type Problem } from './problem';
export { commandAnswer, type Operation } from './operation';
export { openApiDocument } from './openapi';
export { validate } from './validate';
export { actorOf } from './guard';
export { correlationOf, isUuid } from './correlation';
