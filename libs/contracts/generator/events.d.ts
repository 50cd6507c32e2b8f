import type { Plugin } from '@bufbuild/protoplugin';

/** Writes events.ts, event-types.ts and schemas.ts from the published language. */
export const plugin: Plugin;
