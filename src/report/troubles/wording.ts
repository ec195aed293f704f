/** The words in which all reports tell of troubles. */
import { objectText } from '../../kubernetes/object-id.ts';
import type { LogTail, ObjectEvent, Trouble } from '../../triage/trouble.ts';

/** `of Deployment shop/web`; empty if the object to blame is one of the release itself. */
export const placeText = ({ of }: Pick<Trouble, 'of'>): string => (of === null ? '' : `of ${objectText(of)}`);

/** `Warning FailedScheduling ×3, 10:04:12Z: 0/3 nodes are available` */
export function eventText({ type, reason, message, count, time }: ObjectEvent): string {
  const clock = /T(\d\d:\d\d:\d\d)/.exec(time)?.[1];
  const when = clock === undefined ? '' : `, ${clock}Z`;
  return `${type} ${reason}${count > 1 ? ` ×${count}` : ''}${when}: ${message}`;
}

/** `The end of the log of container web in pod web-5d9c-x2k4z, before its last restart:` */
export const logTitle = ({ pod, container, previous }: LogTail): string =>
  `The end of the log of container ${container} in pod ${pod}${previous ? ', before its last restart' : ''}:`;
