export function makeMap(): Promise<unknown>;
