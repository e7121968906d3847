import type { StateBody, OptionsBody, Where } from '../state/body';
import { get, post, remove } from './http';
import type {
  CsvToken,
  CustomerProfile,
  Description,
  Explanation,
  Member,
  QueryAnswer,
  ReleaseAnswer,
  RowsAnswer,
  SavedView,
  Session,
} from './types';

export interface QueryBody {
  readonly page: string;
  readonly state: StateBody;
  readonly visuals?: readonly string[];
  readonly options: OptionsBody;
  readonly release?: number;
}

export interface RowsBody {
  readonly page: string;
  readonly state: StateBody;
  readonly where: Where;
  readonly special?: string;
  readonly release?: number;
  readonly offset: number;
  readonly limit: number;
}

export interface ExplainBody {
  readonly page: string;
  readonly visual: string;
  readonly measure: string;
  readonly state: StateBody;
  readonly where: Where;
  readonly release?: number;
}

/** Members whose Arabic name stands beside get it as part of their label. */
function withBothNames(member: Member): Member {
  if (typeof member.label !== 'string' || !member.name_ar) return member;
  return { ...member, label: { en: member.label, ar: member.name_ar } };
}

export async function fetchDescription(release: number | null = null): Promise<Description> {
  const known = await get<Description>(release === null ? '/api/pages' : `/api/pages?release=${release}`);
  const dimensions = known.dimensions.map((one) =>
    one.members ? { ...one, members: one.members.map(withBothNames) } : one,
  );
  return { ...known, dimensions };
}

export function fetchSession(): Promise<Session> {
  return get('/api/session');
}

export function fetchRelease(): Promise<ReleaseAnswer> {
  return get('/api/release');
}

export function query(body: QueryBody, abort: AbortSignal): Promise<QueryAnswer> {
  return post('/api/query', body, abort);
}

export function fetchRows(body: RowsBody, abort: AbortSignal): Promise<RowsAnswer> {
  return post('/api/rows', body, abort);
}

export function explain(body: ExplainBody, abort: AbortSignal): Promise<Explanation> {
  return post('/api/explain', body, abort);
}

export function fetchCustomer(key: string, release: number | null, abort: AbortSignal): Promise<CustomerProfile> {
  const at = release === null ? '' : `?release=${release}`;
  return get(`/api/customer/${encodeURIComponent(key)}${at}`, abort);
}

export async function searchMembers(dimension: string, search: string, abort: AbortSignal): Promise<readonly Member[]> {
  const words = new URLSearchParams({ dimension, search, limit: '50' });
  return (await get<{ members: Member[] }>(`/api/members?${words}`, abort)).members.map(withBothNames);
}

export async function membersByKey(dimension: string, keys: readonly string[]): Promise<readonly Member[]> {
  const words = new URLSearchParams([['dimension', dimension], ...keys.map((key) => ['key', key])]);
  return (await get<{ members: Member[] }>(`/api/members?${words}`)).members.map(withBothNames);
}

export function login(user: string, password: string): Promise<{ user: string; csrf: string }> {
  return post('/api/login', { user, password });
}

export function logout(): Promise<void> {
  return post('/api/logout', {});
}

export async function fetchViews(): Promise<readonly SavedView[]> {
  return (await get<{ views: SavedView[] }>('/api/views')).views;
}

export function saveView(view: { name: string; url: string; shared: boolean; start: boolean }): Promise<SavedView> {
  return post('/api/views', view);
}

export function changeView(id: string, change: { start?: boolean; shared?: boolean }): Promise<SavedView> {
  return post(`/api/views/${encodeURIComponent(id)}`, change);
}

export function removeView(id: string): Promise<void> {
  return remove(`/api/views/${encodeURIComponent(id)}`);
}

export async function fetchTokens(): Promise<readonly CsvToken[]> {
  return (await get<{ tokens: CsvToken[] }>('/api/tokens')).tokens;
}

export function makeToken(name: string): Promise<CsvToken> {
  return post('/api/tokens', { name });
}

export function removeToken(id: string): Promise<void> {
  return remove(`/api/tokens/${encodeURIComponent(id)}`);
}
