/** What GitHub answers: JSON, headers, and whose account is meant by a part of it. */
import { numberAt, textAt, type Data } from '../kubernetes/data.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Null if there is no body, or none in JSON. */
  readonly data: Data;
}

/** Numbers identify accounts: GraphQL tells the login of an app without the `[bot]` that REST has. */
export interface Account {
  readonly id: number;
  readonly login: string;
}

/** REST calls the number `id`, GraphQL `databaseId`. Null for a deleted account. */
export function accountIn(data: Data | undefined): Account | null {
  const id = numberAt(data, 'databaseId') ?? numberAt(data, 'id');
  const login = textAt(data, 'login');
  return id === undefined || login === undefined ? null : { id, login };
}

/** GitHub's own words of what is wrong; empty if it says nothing. */
export const messageOf = ({ data }: Answer): string => textAt(data, 'message') ?? '';
