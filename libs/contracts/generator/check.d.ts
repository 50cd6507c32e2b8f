/** Names, relative to the folders, of files that only one of them has or that differ. */
export function differences(one: string, other: string): string[];
/** Runs lint, breaking and generated-is-current; one line with details for each that failed. */
export function check(): string[];
