/** The comments of a pull request that bear our marker, whoever wrote them. */
import { at, numberAt, textAt, type Data } from '../kubernetes/data.ts';
import { accountIn, type Account } from './answer.ts';
import type { GithubClient } from './client.ts';
import { markerIn, type Marker } from './marker.ts';
import { repositoryPath } from './repository.ts';

export interface MarkedComment {
  readonly id: number;
  readonly node: string; // its id in GraphQL
  readonly url: string; // for people
  readonly author: Account | null;
  readonly body: string;
  readonly marker: Marker;
}

/** Oldest first, from all pages. */
export async function markedComments(
  client: GithubClient,
  repository: string,
  number: number,
  isWanted: (marker: Marker) => boolean,
): Promise<MarkedComment[]> {
  const found: MarkedComment[] = [];
  for await (const data of client.items(`${repositoryPath(repository)}/issues/${number}/comments`)) {
    const comment = commentIn(data);
    if (comment !== null && isWanted(comment.marker)) found.push(comment);
  }
  return found.toSorted((a, b) => a.id - b.id);
}

function commentIn(data: Data): MarkedComment | null {
  const body = textAt(data, 'body') ?? '';
  const id = numberAt(data, 'id');
  const marker = markerIn(body);
  if (id === undefined || marker === null) return null;
  return {
    id,
    node: textAt(data, 'node_id') ?? '',
    url: textAt(data, 'html_url') ?? '',
    author: accountIn(at(data, 'user')),
    body,
    marker,
  };
}
