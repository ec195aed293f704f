import { GithubClient } from '../../../src/github/client.ts';
import { GithubServer } from '../../setup/github-server.ts';
import { HurriedClock } from '../../setup/hurried-clock.ts';

export interface Opened {
  readonly server: GithubServer;
  readonly clock: HurriedClock;
  /** A client of its own, as every job has. */
  client(options?: { signal?: AbortSignal; budgetMilliseconds?: number; token?: string }): GithubClient;
}

export async function opened(): Promise<Opened> {
  const clock = new HurriedClock();
  const server = await GithubServer.start(clock.now);
  return {
    server,
    clock,
    client: (options = {}) =>
      new GithubClient({
        apiUrl: server.url,
        graphqlUrl: `${server.url}/graphql`,
        token: server.token,
        signal: new AbortController().signal,
        clock,
        ...options,
      }),
  };
}
