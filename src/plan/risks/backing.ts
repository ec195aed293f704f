/** Resources that Pulumi keeps itself: Secrets, CA bundles, buckets, accounts, rights. */
import type { BackingChange } from '../plan.ts';
import { told, type StackJudge, type Told } from './judge.ts';

export const backing: StackJudge = function* ({ facts }) {
  for (const change of facts.backing) {
    if (change.operation === 'delete' || change.operation === 'forget') yield* goes(change);
    if (change.operation === 'replace') yield* replaced(change);
    if (change.operation === 'update') yield* widened(change);
  }
};

const textOf = ({ kind, name }: BackingChange): string => `${kind} ${name}`;

function* goes(change: BackingChange): Iterable<Told> {
  const { kind, operation } = change;
  if (operation === 'forget') {
    yield told('delete', 'notice', {
      message: `${textOf(change)} leaves the state and stays where it is, with its content: nobody keeps it from here on`,
    });
  } else if (kind !== 'Namespace') {
    yield told('delete', 'warning', { message: `${textOf(change)} is deleted${consequence(kind)}` });
  }
}

function consequence(kind: string): string {
  switch (kind) {
    case 'Secret':
      return ', with what it holds; pods that refer to it do not start again';
    case 'ExternalSecret':
      return ', and the Secret that it fills goes with it';
    case 'SecretStore':
      return ': its ExternalSecrets are no longer refreshed';
    case 'ServiceAccount':
      return ': pods that run as it lose their rights and do not start again';
    case 'Role':
    case 'RoleBinding':
      return ': whoever had its rights loses them';
    case 'StateBucket':
      return ', with what it holds';
    default:
      return '';
  }
}

/** Rotation on purpose: new content is a new name, and the old one goes when nobody uses it any more. */
const rotating = new Set(['Secret', 'ConfigMap']);

function* replaced(change: BackingChange): Iterable<Told> {
  const { kind, order } = change;
  if (kind === 'Namespace') return; // everything in it goes, which is told as that
  if (order === 'delete-first') {
    yield told('replace', 'warning', {
      message: `${textOf(change)} is deleted before the new one is there: whoever needs it in between fails`,
      hint: 'Without a fixed name the new one comes first.',
    });
  } else if (rotating.has(kind)) {
    yield told('replace', 'notice', {
      message: `${textOf(change)} gets new content under a new name: pods that use it roll, and the old one is deleted after that`,
    });
  } else {
    yield told('replace', 'warning', {
      message: `${textOf(change)} is replaced: the new one comes first, then the old one is deleted${consequence(kind)}`,
    });
  }
}

const rights = new Map([
  ['Role', 'rules'],
  ['RoleBinding', 'subjects'],
]);

/** What of a right changes is in the fields; those who have it are in the same stack file. */
function* widened(change: BackingChange): Iterable<Told> {
  const part = rights.get(change.kind);
  const fields = change.fields.filter((field) =>
    field.place.some((step) => step === 'rules' || step === 'subjects'),
  );
  if (part === undefined || fields.every((field) => field.change === 'removed')) return;
  yield told('rbac-widened', 'warning', {
    place: fields[0]?.place ?? [],
    message: `${textOf(change)}: ${fields.length === 1 ? 'a field' : `${fields.length} fields`} of its ${part} ${fields.length === 1 ? 'changes' : 'change'}, so that it may allow more than before`,
    hint: 'Compare its rules and subjects in the diff.',
  });
}
