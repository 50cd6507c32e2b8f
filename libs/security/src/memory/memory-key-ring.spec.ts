import { describeKeyRingConformance } from '@fengqiao/security/conformance';
import { memoryKeyRing } from '@fengqiao/security/memory';

describeKeyRingConformance('memory', async () => ({ ring: memoryKeyRing(), dispose: async () => undefined }));
