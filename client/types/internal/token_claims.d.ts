export function claimsOf(token: string): Record<string, any> | null;
export function subjectOf(token: string): string | null;
export function lifeMsOf(token: string): number | null;
