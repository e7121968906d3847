import { signal } from '@preact/signals';

/** A refusal of the server, in its own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

/** Sent with every request that changes something; set once the session is known. */
export const csrfToken = signal('');

function goToLogin(): void {
  const next = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(next)}`);
}

async function errorOf(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { kind: string; message: string } };
    return new ApiError(response.status, error.kind, error.message);
  } catch {
    return new ApiError(response.status, 'http', `${response.status} ${response.statusText}`);
  }
}

async function send<T>(method: string, path: string, body: unknown, signalToAbort: AbortSignal | null): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== null) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrfToken.value !== '') headers['X-CSRF-Token'] = csrfToken.value;
  const response = await fetch(path, {
    method,
    headers,
    body: body === null ? null : JSON.stringify(body),
    signal: signalToAbort,
    credentials: 'same-origin',
  });
  if (response.status === 401 && !path.startsWith('/api/login') && location.pathname !== '/login') goToLogin();
  if (!response.ok) throw await errorOf(response);
  return (response.status === 204 ? null : await response.json()) as T;
}

export function get<T>(path: string, signalToAbort: AbortSignal | null = null): Promise<T> {
  return send<T>('GET', path, null, signalToAbort);
}

export function post<T>(path: string, body: unknown, signalToAbort: AbortSignal | null = null): Promise<T> {
  return send<T>('POST', path, body, signalToAbort);
}

export function remove(path: string): Promise<void> {
  return send<void>('DELETE', path, null, null);
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
