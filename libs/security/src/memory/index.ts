export { memoryKeyRing } from './memory-key-ring';
