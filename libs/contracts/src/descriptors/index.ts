export { SCHEMAS } from '../gen/schemas';
