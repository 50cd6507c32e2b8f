export { describeKeyRingConformance, type KeyRingUnderTest } from './key-ring';
